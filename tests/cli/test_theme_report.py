"""What terms do and what people say of items, reported from the command line."""

import pytest

from tests.cli.tuning_desk import judge, number, run, terms


def test_the_report_tells_what_each_term_does(tuned):
    found = terms(tuned)
    assert found["werk"]["hits"] == 2
    assert found["werk"]["sole"] == 2
    assert found["werk"]["chosen"] == 2
    assert found["werk"]["languages"] == ["nl"]
    assert found["loon*"]["hits"] == 1
    assert found["labour"] == {
        "term": "labour", "languages": ["en"], "hint": False, "hits": 0, "sole": 0, "kept": 0, "dropped": 0, "chosen": 0,
    }  # fmt: skip


def test_the_report_tells_what_people_keep_and_drop(tuned):
    told = judge(tuned, "Werk voor jongeren", "--not", "--by", "An", "--note", "te ver").well().out
    assert told.endswith("'Werk voor jongeren', says An.\n")
    judge(tuned, "Klimaat en werk in de haven", "--fits", "--by", "An").well()
    assert (terms(tuned)["werk"]["kept"], terms(tuned)["werk"]["dropped"]) == (1, 1)
    assert terms(tuned)["loon*"]["dropped"] == 0


def test_what_an_editor_drops_or_pins_counts_for_the_themes_of_the_item(tuned):
    """But what is said of the theme itself goes before it."""
    item = number(tuned, "Werk voor jongeren")
    run(tuned, "digest", "drop", "board", item, "--by", "An")
    assert (terms(tuned)["werk"]["kept"], terms(tuned)["werk"]["dropped"]) == (0, 1)
    run(tuned, "digest", "pin", "board", item, "--by", "An")
    assert (terms(tuned)["werk"]["kept"], terms(tuned)["werk"]["dropped"]) == (1, 0)
    judge(tuned, "Werk voor jongeren", "--not", "--by", "Bo").well()
    assert (terms(tuned)["werk"]["kept"], terms(tuned)["werk"]["dropped"]) == (0, 1)


def test_a_judgement_is_undone_by_the_contrary_of_the_same_person(tuned):
    judge(tuned, "Werk voor jongeren", "--not", "--by", "An").well()
    judge(tuned, "Werk voor jongeren", "--fits", "--by", "an").well()
    assert (terms(tuned)["werk"]["kept"], terms(tuned)["werk"]["dropped"]) == (1, 0)
    judge(tuned, "Werk voor jongeren", "--not", "--by", "Bo").well()
    assert (terms(tuned)["werk"]["kept"], terms(tuned)["werk"]["dropped"]) == (0, 0)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("1", "--theme", "work"), "--fits"),
        (("1", "--theme", "work", "--fits", "--not"), "--fits"),
        (("1", "--theme", "wrk", "--fits"), "Did you mean work?"),
        (("999", "--theme", "work", "--fits"), "no item with the number 999"),
        ((10**30, "--theme", "work", "--fits"), "is too large a number"),
        (("x", "--theme", "work", "--fits"), "ITEM"),
    ],
)
def test_a_judgement_that_cannot_be_is_refused(tuned, arguments, said):
    outcome = run(tuned, "items", "judge", *arguments).well(1)
    assert said in outcome.err


def test_the_report_tells_which_terms_were_never_found_and_what_has_no_theme(tuned):
    told = run(tuned, "themes", "report", "--since", "2026-01-01").well().out
    assert "Without any theme: 9 items (75%)" in told
    assert "ec      9      75% of its 12" in told
    assert "Een museum opent" in told
    one = run(tuned, "themes", "report", "--theme", "work", "--since", "2026-01-01").well().out
    assert "never found: labour, employment, travail" in one
    assert "Without any theme" not in one


def test_the_report_counts_what_the_settings_in_force_find(tuned):
    """Not what was found before the terms changed: nobody has to retag first."""
    tuned.changes('"loon*"', '"haven"')
    assert terms(tuned)["haven"]["hits"] == 9
    assert "loon*" not in terms(tuned)
