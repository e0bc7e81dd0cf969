"""A change of themes is back-tested from the command line before it is put in force."""

import shutil

import pytest

from tests.cli.tuning_desk import MORE, by_id, candidate, run


def test_a_back_test_names_what_is_gained_and_lost_and_by_which_terms(tuned):
    found = run(tuned, "backtest", candidate(tuned, MORE), "--since", "2026-01-01", "--json").well().json
    assert (found["items"], found["since"]) == (12, "2026-01-01")
    work, climate = (by_id(found["themes"])[id_] for id_ in ("work", "climate"))
    assert (work["before"], work["after"], work["gained"], work["lost"]) == (3, 10, 8, 1)
    assert (climate["gained"], climate["lost"]) == (0, 0)
    assert work["responsible"] == {
        "gained": [{"cause": "term", "term": "haven", "items": 8}],
        "lost": [{"cause": "term", "term": "loon*", "items": 1}],
    }
    (lost,) = work["examples"]["lost"]
    assert (lost["title"], lost["before"], lost["after"]) == ("Hoger loon voor iedereen", 2.0, 0.0)
    assert lost["causes"] == [{"cause": "term", "term": "loon*", "text": "loon", "field": "title"}]
    assert len(work["examples"]["gained"]) == 5
    board = by_id(found["digests"])["board"]
    assert (board["before"], board["after"], board["gained"], board["lost"]) == (3, 10, 8, 1)
    assert board["reasons"]["lost"] == [{"reason": "No theme was found in it.", "items": 1}]


def test_what_a_back_test_foretells_comes_true(tuned):
    """Put the candidate in force, annotate anew: each theme has as many items as was said."""
    changes = (MORE, ('terms.nl = ["klimaat"]', 'terms.nl = ["klimaat", "museum"]\nthreshold = 2.0'))
    found = run(tuned, "backtest", candidate(tuned, *changes), "--since", "2026-01-01", "--json").well().json
    shutil.copyfile(tuned.folder / "candidate.toml", tuned.path)
    run(tuned, "retag").well()
    foretold = {one["id"]: one["after"] for one in found["themes"]}
    assert foretold == {
        id_: len(run(tuned, "items", "--theme", id_, "--json").well().lines) for id_ in foretold
    }


def test_a_back_test_is_told_to_people(tuned):
    told = run(tuned, "backtest", candidate(tuned, MORE), "--since", "2026-01-01").well().out
    assert "work gains 8 items, by 'haven' in 8:" in told
    assert "work loses 1 item, by 'loon*' in 1:" in told
    assert "Hoger loon voor iedereen  [score 2 to 0: 'loon*' as 'loon' in the title]" in told
    assert "board would take 8 items:" in told
    assert "board would no longer take 1 item:" in told
    assert "1 other theme as before." in told


def test_a_back_test_changes_nothing(tuned):
    before = run(tuned, "items", "--json").well().out
    run(tuned, "backtest", candidate(tuned, MORE)).well()
    assert run(tuned, "items", "--json").well().out == before
    assert run(tuned, "retag").well().out == "0 items annotated anew.\n"


def test_the_same_configuration_changes_nothing(tuned):
    told = run(tuned, "backtest", "feeds.toml", "--since", "2026-01-01").well().out
    assert "No theme gains or loses an item." in told
    assert "No digest gains or loses an item." in told


def test_a_back_test_does_not_believe_annotations_of_other_settings(tuned):
    """The archive was annotated with other terms than those now in force: they count for neither side."""
    tuned.changes('"loon*"', '"iedereen"')
    found = run(tuned, "backtest", candidate(tuned), "--since", "2026-01-01", "--json").well().json
    assert [(one["gained"], one["lost"]) for one in found["themes"]] == [(0, 0)] * 2
    assert by_id(found["themes"])["work"]["before"] == 3


def test_the_least_score_of_a_digest_is_back_tested(tuned):
    other = candidate(tuned, ("min_score = 1.0", "min_score = 3.0"))
    told = run(tuned, "backtest", other, "--since", "2026-01-01").well().out
    assert "board: 0 items were under its min_score, 3 would be." in told
    assert "Its best theme scores 2.0; this digest asks for 3.0." in told


@pytest.mark.parametrize(
    ("text", "said"),
    [("[[theme]]\nid = 3\n", "candidate.toml:2:6: error"), ("[servwatch]\nnothing = 1\n", "unknown key")],
)
def test_a_configuration_with_faults_is_not_back_tested(tuned, text, said):
    (tuned.folder / "candidate.toml").write_text(text)
    outcome = run(tuned, "backtest", "candidate.toml").well(1)
    assert said in outcome.err


def test_a_file_that_is_not_there_is_named(tuned):
    assert "nowhere.toml" in run(tuned, "backtest", "nowhere.toml").well(1).err
