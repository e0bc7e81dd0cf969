"""The charts: what they count, and that their figures can be read without seeing them."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from servwatch.archive.fault_log import FaultRow
from servwatch.archive.schema import deadline
from servwatch.model.account import Role
from tests.cycle.watch import Watch, brussels, entry, rss
from tests.internet import Internet
from tests.web.console.conftest import NOW
from tests.web.console.visitor import Console

HOSTILE = '"><img src=x onerror=alert(1)>'
DAY = timedelta(days=1)
TODAY = NOW.date()


def _fill(archive):
    fixed = {"kind": "call", "source": "hand", "confidence": 1, "sequence": 0, "seen": NOW, "changed": NOW}
    fixed |= dict.fromkeys(("owner", "document", "url", "text", "note"), "")
    with archive.database.write() as connection:
        connection.execute(insert(deadline), [{**fixed, "date": TODAY + 9 * DAY, "state": "ours"}])
    archive.faults.keep(
        [
            FaultRow(0, "etuc", "system", "blocked", TODAY - 19 * DAY, NOW - 19 * DAY, healed=NOW - 10 * DAY),
            FaultRow(0, "gone-by-now", "system", "gone", TODAY - 9 * DAY, NOW - 9 * DAY),
        ]
    )


@pytest.fixture(scope="module")
def charts(tmp_path_factory):
    """A console over two feeds: three items on work and one on climate."""
    with Internet() as internet:
        watch = Watch(tmp_path_factory.mktemp("charts"), internet)
        watch.general = 'listen = "127.0.0.1:0"'
        watch.source("etuc", name=HOSTILE, side="workers")
        watch.source("vbo", name="VBO, news", side="employers")
        work = [
            entry(f"Werk {n}", f"https://e.example/{n}", date=brussels(f"2026-11-2{n} 09:00")) for n in (1, 2)
        ]
        older = entry("Werk en klimaat", "https://v.example/1", date=brussels("2026-09-20 09:00"))
        internet.at("etuc.example.org/rss").serves(rss(*work))
        internet.at("vbo.example.org/rss").serves(rss(older))
        watch.run("2026-11-26 08:00")
        with watch.archive() as archive:
            _fill(archive)
        with Console(watch.path, NOW) as console:
            yield console


def _row(page, name):
    """What the table behind the charts has of a day."""
    found = re.search(rf'<tr><th scope="row">{name}</th>(.*?)</tr>', page)
    return re.findall(r"<td[^>]*>([^<]*)</td>", found[1])


def test_the_charts_count_the_items_of_the_period_that_is_chosen(charts):
    visitor = charts.visitor(Role.READER)
    month, quarter = visitor.see("/charts", days=30), visitor.see("/charts", days=90)
    assert "VBO" not in month
    assert "VBO" in quarter
    assert _row(month, "21 Nov")[:1] == ["1"]
    assert 'aria-current="page">90 days' in visitor.see("/charts", days="1000000")


def test_each_side_has_its_share(charts):
    page = charts.visitor(Role.READER).see("/charts", days=90)
    assert _row(page, "Items") == ["2", "1", "0", "0"]


def test_deadlines_stand_in_the_week_of_their_day(charts):
    page = charts.visitor(Role.READER).see("/charts", days=30)
    section = page.partition('id="deadlines-heading"')[2]
    assert _row(section, (TODAY + 9 * DAY).strftime("%-d %b")) == ["0", "1", "0", "0"]


def test_a_source_is_unreliable_on_the_days_on_which_it_had_a_fault(charts):
    page = charts.visitor(Role.EDITOR).see("/charts", days=30)
    listed = page.partition('id="reliability"')[2]
    assert '<td class="figure">10</td><td class="figure">33 %</td>' in listed
    assert 'href="/sources/etuc"' in listed
    assert "gone-by-now" not in page


def test_readers_are_led_to_no_page_that_is_closed_to_them(charts):
    assert "/sources/etuc" not in charts.visitor(Role.READER).see("/charts", days=30)


def test_a_hostile_name_is_text(charts):
    page = charts.visitor(Role.READER).see("/charts", days=30)
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_the_charts_speak_dutch(charts):
    charts.account(Role.READER, "els", language="nl")
    page = charts.visitor(Role.READER, name="els").see("/charts")
    assert "Berichten per thema" in page
    assert "Werk" in page
    assert "werknemers" in page


def test_every_drawing_has_a_name_and_its_figures_behind(charts):
    page = charts.visitor(Role.READER).see("/charts", days=90)
    names = re.findall(r'aria-labelledby="(\w+)-title \w+-about"', page)
    assert names == ["themes", "bodies", "sides", "deadlines", "faults"]
    assert page.count('<details class="behind">') == len(names)
    assert " style=" not in page


def test_without_anything_the_charts_say_so(console):
    page = console.visitor(Role.READER).see("/charts")
    assert "Nothing in this period." in page
    assert "No source had a fault in this period." in page


def test_a_fault_that_begins_in_the_future_counts_nowhere(charts):
    with charts.archive() as archive:
        archive.faults.keep([FaultRow(0, "vbo", "system", "gone", date(2027, 1, 1), NOW)])
    assert "VBO, news" not in charts.visitor(Role.READER).see("/charts", days=30).partition("reliability")[2]
