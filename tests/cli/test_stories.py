"""`stories` through the command line, and the story of an item in `items --json`."""

import json

import pytest

from tests.cli.line import servwatch
from tests.cycle.watch import brussels, entry, rss

ROWS = """story\tvariant\tlang\theadline
strike\tnl\tnl\tNationale staking tegen pensioenhervorming legt België plat
strike\ten\ten\tGeneral strike over pension reform brings Belgium to a standstill
steel\ten\ten\tCommission proposes tariffs on steel imports
"""


@pytest.fixture
def told(watch, internet):
    """A watch in which two sources told one story, and one of them another."""
    for source, language, *titles in (
        (
            "ec",
            "nl",
            "Commissie stelt heffingen op de invoer van staal voor",
            "Nieuwe regels over klimaat en bossen",
        ),
        ("oecd", "en", "Commission proposes tariffs on steel imports"),
    ):
        found = [
            entry(title, f"https://{source}.example.org/{n}", date=brussels(f"2026-11-26 0{8 + n}:00"))
            for n, title in enumerate(titles)
        ]
        internet.at(f"{source}.example.org/rss").serves(rss(*found))
        watch.source(source, languages=[language])
    watch.run("2026-11-26 12:00")
    return watch


def stories(folder, *words):
    return servwatch(folder, "stories", *words, "--json").well().lines


def items(folder):
    return {one["title"]: one for one in servwatch(folder, "items", "--json").well().lines}


def test_a_run_gives_every_item_its_story(told):
    found = items(told.folder)
    assert len(found) == 3
    steel = {one["story"] for title, one in found.items() if "staal" in title or "steel" in title}
    assert len(steel) == 1
    assert None not in {one["story"] for one in found.values()}
    assert len({one["story"] for one in found.values()}) == 2


def test_the_stories_that_several_tell_are_listed_and_shown_with_their_reasons(told):
    [listed] = stories(told.folder, "list", "--since", "2026-11-20")
    assert (listed["items"], listed["sources"]) == (2, 2)
    assert listed["title"] in servwatch(told.folder, "stories", "list", "--since", "2026-11-20").well().out
    [shown] = stories(told.folder, "show", str(listed["id"]))
    first, second = shown["items"]
    assert (first["how"], first["reason"], second["how"]) == ("first", "", "news")
    assert second["reason"].endswith("beide noemen invoer, staal, tarief en Europese Commissie.")
    assert "Europese Commissie" in servwatch(told.folder, "stories", "show", str(listed["id"])).well().out


def test_a_person_splits_and_joins_and_later_runs_leave_it_so(told):
    [listed] = stories(told.folder, "list", "--since", "2026-11-20")
    [shown] = stories(told.folder, "show", str(listed["id"]))
    first, second = (one["item"] for one in shown["items"])
    servwatch(
        told.folder, "stories", "split", str(second), "--by", "the editors", "--note", "other goods"
    ).well()
    assert stories(told.folder, "list", "--since", "2026-11-20") == []
    told.run("2026-11-26 18:00")
    servwatch(told.folder, "retag").well()
    assert stories(told.folder, "list", "--since", "2026-11-20") == []
    servwatch(told.folder, "stories", "join", str(first), str(second), "--by", "the editors").well()
    [shown] = stories(told.folder, "show", str(listed["id"]))
    assert [(one["kind"], one["who"], one["note"]) for one in shown["decisions"]] == [
        ("split", "the editors", "other goods"),
        ("join", "the editors", ""),
    ]


@pytest.mark.parametrize(
    "words", [("show", "999"), ("split", "999"), ("join", "1", "999"), ("join", "1", "1")]
)
def test_what_is_not_there_is_said_in_a_sentence(told, words):
    outcome = servwatch(told.folder, "stories", *words)
    assert outcome.code == 1
    assert outcome.err
    assert "Traceback" not in outcome.err


def test_evaluation_needs_no_configuration(tmp_path):
    (tmp_path / "headlines.tsv").write_text(ROWS, encoding="utf-8")
    outcome = servwatch(tmp_path, "stories", "evaluate", "headlines.tsv", "--json").well()
    assert json.loads(outcome.out) == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert "F1 1.000" in servwatch(tmp_path, "stories", "evaluate", "headlines.tsv").well().out


@pytest.mark.parametrize("text", [None, "", "story\theadline\na\tb\n"])
def test_a_file_that_cannot_be_evaluated_is_refused(tmp_path, text):
    if text is not None:
        (tmp_path / "headlines.tsv").write_text(text, encoding="utf-8")
    outcome = servwatch(tmp_path, "stories", "evaluate", "headlines.tsv")
    assert outcome.code == 1
    assert "headlines.tsv" in outcome.err


def test_ragged_lines_and_strange_bytes_are_taken_as_they_come(tmp_path):
    (tmp_path / "headlines.tsv").write_bytes(ROWS.encode() + b'a\n\xff\xfe\tx\ten\t"quoted\nb\tx\t\t\n')
    servwatch(tmp_path, "stories", "evaluate", "headlines.tsv", "--json").well()
