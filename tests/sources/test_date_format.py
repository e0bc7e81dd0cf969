"""Dates in a stated format, and dates that show otherwise than they are told to machines."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from servwatch.sources.date_format import DIRECTIVES, read_formatted
from servwatch.sources.date_of import date_of
from tests.sources.samples import NOW, context

BRUSSELS = ZoneInfo("Europe/Brussels")


def read(text, date_format):
    return read_formatted(text, date_format, zone=BRUSSELS, now=NOW)


@pytest.mark.parametrize(
    ("text", "date_format", "day"),
    [
        ("05/06/2026", "%m/%d/%Y", date(2026, 5, 6)),
        ("Brussel, 5 augustus 2026", "%d %B %Y", date(2026, 8, 5)),
        ("le 1 août 2026 à Paris", "%d %b %Y", date(2026, 8, 1)),
        ("3 Mär. 2026", "%d %b %Y", date(2026, 3, 3)),
        ("7 de enero de 2026", "%d de %B de %Y", date(2026, 1, 7)),
        ("/actueel/nieuws/2026/03/09/slug", "/%Y/%m/%d/", date(2026, 3, 9)),
        ("22.11.26", "%d.%m.%y", date(2026, 11, 22)),
        ("5\n  juni\t2026", "%d %B %Y", date(2026, 6, 5)),
        ("32/01/2026", "%d/%m/%Y", None),
        ("115/06/2026", "%d/%m/%Y", None),
        ("5 foo 2026", "%d %B %Y", None),
        ("05/06/1926", "%d/%m/%Y", None),
        ("05/06/2099", "%d/%m/%Y", None),
        ("", "%d/%m/%Y", None),
    ],
)
def test_a_date_is_read_by_its_format_wherever_it_stands(text, date_format, day):
    found = read(text, date_format)
    assert (found.day if found else None) == day


def test_a_time_makes_an_instant_of_the_councils_zone():
    found = read("2026/09/28 23:59:59", "%Y/%m/%d %H:%M:%S")
    assert (found.instant, found.timed) == (datetime(2026, 9, 28, 21, 59, 59, tzinfo=UTC), True)


@given(
    st.text(max_size=40), st.lists(st.sampled_from([f"%{d}" for d in DIRECTIVES if d != "%"]), unique=True)
)
def test_nothing_raises(text, directives):
    if {"%B", "%b"} <= set(directives):
        directives.remove("%b")
    read(text, " ".join(directives))


@pytest.mark.parametrize(
    ("markup", "day"),
    [
        ('<time datetime="2026-11-19T08:30:00Z">19 November 2026</time>', date(2026, 11, 19)),
        ('<time datetime="2018-07-01T20:00:00">13/11/2025</time>', date(2025, 11, 13)),
        ('<time datetime="2026-05-06">05/06/2026</time>', date(2026, 5, 6)),
        ('<time datetime="2026-11-17T23:30:00Z">18 November 2026</time>', date(2026, 11, 17)),
        ('<time datetime="2026-11-20">yesterday</time>', date(2026, 11, 20)),
        ('<time datetime="P3D">20 November 2026</time>', date(2026, 11, 20)),
        ("<time></time>", None),
    ],
)
def test_readers_are_right_where_machines_are_told_another_day(markup, day):
    found = date_of(etree.HTML(f"<p>{markup}</p>"), "time", "", context())
    assert (found.day if found else None) == day
