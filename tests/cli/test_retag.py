"""A keyword that is added today finds the items of last month, and may have them considered again."""

import pytest

from tests.cli.line import servwatch
from tests.cycle.watch import THEMES, brussels, entry, rss

FEED = "ec.example.org/rss"


def told_in(text):
    """What a mail tells, without what it says was not chosen."""
    return text.partition("NIET GEKOZEN")[0]


@pytest.fixture
def decided(watch, internet):
    """A watch whose digest has rejected an item on ports, and one that was too old when its source was new."""
    old = entry("Oude havens", "https://ec.example.org/old", date=brussels("2026-08-01 08:00"))
    new = entry("Nieuwe havens", "https://ec.example.org/new", date=brussels("2026-11-26 08:00"))
    internet.at(FEED).serves(rss(old, new))
    watch.source("ec")
    watch.digest("board", when_empty="note")
    watch.member("a@example.org", "board")
    watch.run("2026-11-23 09:00")
    watch.run("2026-11-27 07:00")
    assert "Nieuwe havens" not in told_in(watch.texts()[0])
    watch.themes = THEMES + '\n[[theme]]\nid = "ports"\nname = { nl = "Havens" }\nterms.nl = ["havens"]\n'
    watch.write()
    return watch


def test_the_archive_is_annotated_anew_once(decided):
    assert servwatch(decided.folder, "retag").well().out == "2 items annotated anew.\n"
    assert servwatch(decided.folder, "retag").well().out == "0 items annotated anew.\n"
    assert len(servwatch(decided.folder, "items", "--theme", "ports", "--json").well().lines) == 2


def test_decisions_stay_unless_they_are_asked_for_again(decided):
    servwatch(decided.folder, "retag").well()
    decided.run("2026-12-04 07:00")
    assert "Nieuwe havens" not in told_in(decided.texts()[-1])
    told = servwatch(decided.folder, "retag", "--reconsider").well().out
    assert "Nieuwe havens" in told
    assert "Oude havens" not in told
    assert "reopened" not in told
    assert "1 decision reopened" in servwatch(decided.folder, "retag", "--reconsider", "--reopen").well().out
    report = decided.run("2026-12-11 07:00")
    assert [e.entries for e in report.editions] == [1]
    assert any("Nieuwe havens" in told_in(text) for text in decided.texts())
    assert servwatch(decided.folder, "retag", "--reconsider").well().out == "0 items annotated anew.\n"


def test_why_follows(decided):
    told = servwatch(decided.folder, "why", "Nieuwe havens", "--language", "en").well().out
    assert "No theme was found in it." in told
    assert "havens" in told
