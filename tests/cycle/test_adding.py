"""What a person adds by hand: read from its page, kept once, told like any other."""

from datetime import date

import pytest

from servwatch.cycle.adding import Wanted, add
from servwatch.cycle.configuration import in_force
from servwatch.cycle.understanding import Understanding
from servwatch.errors import NotFound, UsageError
from tests.cycle.watch import brussels, entry, rss
from tests.cycle.why_desk import FEED, SECOND, week

__all__ = ["week"]  # a fixture


def adding(watch, **wanted):
    watch.write()
    settings = in_force(watch.path, {}).settings
    with watch.archive() as archive:
        return add(settings, archive, Understanding(settings), Wanted(**wanted), brussels("2026-11-30 10:00"))


def test_an_item_by_hand_is_read_from_its_page_and_a_source_that_lists_it_later_knows_it(week, internet):
    page = b"""<html lang=nl><head><title>Werk en lonen</title><meta property="og:title" content="Werk en lonen">
      <meta property="og:description" content="Een nieuw verslag over werk."></head><body><h1>Werk en lonen</h1></body></html>"""
    internet.at("ec.example.org/hand").serves(page, content_type="text/html")
    added = adding(week, url="http://ec.example.org/hand")
    assert (added.source, added.title, added.known, added.note) == ("ec", "Werk en lonen", False, "")
    assert [theme.theme for theme in added.annotation.themes] == ["work"]
    assert adding(week, url="http://ec.example.org/hand?utm_source=mail").known
    internet.at(FEED).serves(
        rss(entry("Werk en lonen", "http://ec.example.org/hand", date=brussels("2026-11-30 08:00")))
    )
    week.run("2026-12-01 10:00")
    assert week.titles().count("Werk en lonen") == 1
    week.run(SECOND)
    assert "Werk en lonen" in "".join(week.texts("a@example.org"))


def test_an_item_of_a_site_that_is_not_watched_stands_by_itself_and_is_told(week):
    added = adding(
        week, url="https://other.example/report.pdf", title="Rapport over werk", day=date(2026, 11, 29)
    )
    assert (added.source, added.note) == ("by-hand", "it is a document, and no page")
    week.run(SECOND)
    assert "Rapport over werk" in "".join(week.texts("a@example.org"))


def test_what_has_no_title_and_what_is_no_address_is_refused_with_what_to_do(week, internet):
    internet.at("ec.example.org/gone").answers(404)
    with pytest.raises(NotFound, match="--title"):
        adding(week, url="http://ec.example.org/gone")
    with pytest.raises(UsageError, match="no web address"):
        adding(week, url="ftp://ec.example.org/x")
