"""Themes are tuned from the command line: back-test, judgements, report, proposals."""

import json
import shutil
import tomllib
from datetime import UTC, datetime

import pytest

from servwatch.model import Judgement, Ruling
from tests.cli.line import servwatch
from tests.cycle.watch import Watch, brussels, entry, rss
from tests.internet import Internet

FEED = "ec.example.org/rss"
PORTS = [f"Havens zoeken personeel {letter}" for letter in "abcdefgh"]
OTHERS = [
    "Hoger loon voor iedereen",
    "Klimaat en werk in de haven",
    "Werk voor jongeren",
    "Een museum opent",
]
WAGES = [f"Nieuw werk aan de kade {letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """The folder of a watch that has read a feed and sent an edition."""
    entries = (
        entry(title, f"https://ec.example.org/{n}", date=brussels("2026-11-26 08:00"))
        for n, title in enumerate([*PORTS, *OTHERS])
    )
    with Internet() as internet:
        watch = Watch(tmp_path_factory.mktemp("sent"), internet)
        internet.at(FEED).serves(rss(*entries))
        watch.source("ec")
        watch.digest("board", min_score=1.0)
        watch.member("a@example.org", "board")
        watch.run("2026-11-26 09:00")
        watch.run("2026-11-27 07:00")
        return watch.folder


class Folder:
    """A folder in which servwatch is called."""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "feeds.toml"

    def changes(self, before, after):
        """Put one text in the place of another in its feeds.toml."""
        text = self.path.read_text()
        assert before in text
        self.path.write_text(text.replace(before, after, 1))


@pytest.fixture
def tuned(sent, tmp_path):
    """A copy of that folder."""
    return Folder(shutil.copytree(sent, tmp_path / "watch"))


def candidate(watch, *changes):
    """A copy of the feeds.toml with these changes, each from one text to another."""
    text = watch.path.read_text()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    (watch.folder / "candidate.toml").write_text(text)
    return "candidate.toml"


def run(watch, *arguments):
    return servwatch(watch.folder, *arguments)


def number(watch, title):
    """The number of an item in the archive."""
    (one,) = run(watch, "items", "--query", f'"{title}"', "--json").well().lines
    return one["id"]


MORE = ('terms.nl = ["werk", "loon*"]', 'terms.nl = ["werk", "haven"]')


def by_id(listed):
    return {one["id"]: one for one in listed}


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


def judge(watch, title, *arguments, theme="work"):
    return run(watch, "items", "judge", number(watch, title), "--theme", theme, *arguments)


def terms(watch, theme="work"):
    found = run(watch, "themes", "report", "--since", "2026-01-01", "--json").well().json
    return {one["term"]: one for one in by_id(found["themes"])[theme]["terms"]}


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
        ((10**30, "--theme", "work", "--fits"), "no item with the number"),
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


def proposals(watch, *arguments):
    found = run(watch, "themes", "suggest", "--theme", "work", "--since", "2026-01-01", "--json", *arguments)
    return found.well().json["themes"][0]


@pytest.fixture
def judged(watch, internet):
    """A watch with enough judgements: items on quays fit, others do not."""
    titles = [*WAGES, *(f"Werk voor een museum {letter}" for letter in "abcdefghijklmnopqrstuvwxyz")]
    internet.at(FEED).serves(rss(*(entry(t, f"https://ec.example.org/{t[-1]}{len(t)}") for t in titles)))
    watch.source("ec")
    watch.run("2026-11-26 09:00")
    with watch.archive() as archive:
        given = [
            Judgement(
                item.id,
                Ruling.FITS if "kade" in item.title else Ruling.NOT,
                "An",
                datetime(2026, 11, 26, tzinfo=UTC),
                theme="work",
            )
            for batch in archive.batches.each()
            for item, _ in batch
        ]
        archive.judgements.give(*given)
    return watch


def test_terms_are_proposed_from_judgements(judged):
    found = proposals(judged)
    assert (found["from"], found["fitting"], found["other"]) == ("judgements", 26, 26)
    (one,) = found["words"]
    assert (one["term"], one["language"], one["fitting"], one["other"]) == ("kade", "nl", 26, 0)
    assert (one["hits"], one["new"]) == (26, 0)


def test_with_few_judgements_the_archive_is_learnt_from_and_that_is_said(tuned):
    found = proposals(tuned)
    assert found["from"] == "archive"
    told = run(tuned, "themes", "suggest", "--theme", "work").well().out
    assert "since fewer than 20 were judged to fit" in told


EUROVOC = (
    "id\tmt\tnl\ten\tfr\n1\t4421\twerkweek\tworking week\tsemaine\n2\t4421\twerkdag\tworking day\tjour\n"
    "5\t4421\twerkuur\tworking hour\theure\n3\t4421\thaven\tport\tport\n4\t7211\tmuseum\tmuseum\tmusée\n"
)


def test_labels_of_eurovoc_are_proposed_with_what_they_would_hit(tuned):
    (tuned.folder / "labels.tsv").write_text(EUROVOC)
    (tuned.folder / "names.tsv").write_text("mt\tnl\ten\n4421\tarbeid\tpersonnel\n")
    tuned.changes('["werk", "loon*"]', '["werk*", "loon*"]')
    servwatch(tuned.folder, "retag").well()
    (one,) = proposals(tuned, "--eurovoc", "labels.tsv", "--eurovoc", "names.tsv")["labels"]
    assert one == {
        "language": "nl", "term": "haven", "concept": "3", "why": "microthesaurus", "beside": "personnel", "hits": 9, "new": 8,
    }  # fmt: skip


def test_what_is_proposed_can_be_pasted_and_nothing_was_added(judged):
    (judged.folder / "labels.tsv").write_text(EUROVOC)
    before = judged.path.read_text()
    told = run(judged, "themes", "suggest", "--theme", "work", "--eurovoc", "labels.tsv").well().out
    assert judged.path.read_text() == before
    lines = [line for line in told.splitlines() if line.startswith("  ")]
    assert "kade" in tomllib.loads("terms = [\n" + "\n".join(lines) + "\n]")["terms"]
    assert all(line.startswith(("  ", "#")) for line in told.splitlines() if line)


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff\xfe", b""])
def test_a_file_that_is_no_thesaurus_is_refused(tuned, content):
    (tuned.folder / "labels.tsv").write_bytes(content)
    outcome = run(tuned, "themes", "suggest", "--eurovoc", "labels.tsv").well(1)
    assert "labels.tsv" in outcome.err
    assert "columns id, mt, nl" in outcome.err


def test_an_empty_archive_has_little_to_tell(watch):
    watch.source("ec")
    watch.write()
    assert "0 items" in run(watch, "themes", "report").well().out
    assert "Nothing to propose." in run(watch, "themes", "suggest").well().out
    assert "0 items" in run(watch, "backtest", "feeds.toml").well().out
    assert json.loads(run(watch, "themes", "report", "--json").well().out)["items"] == 0
