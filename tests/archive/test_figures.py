"""Counting over the archive, alike on both databases."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event, insert

from servwatch.archive.figures import Figures
from servwatch.archive.schema import deadline
from servwatch.model import Verdict
from servwatch.model.deadlines import DeadlineState
from tests.archive.arrivals import DAY, NOW, arrival, harvest, keep, polled, stored, themes

FIRST = date(2026, 8, 31)


@pytest.fixture
def some(database):
    """Six items from the first day on: a day before, on it, and in the weeks after; one held back."""
    stored(
        database,
        arrival(1, day=FIRST - DAY),
        arrival(2, day=FIRST, themes=themes(energy=1, social_dialogue=1)),
        arrival(3, day=FIRST + 6 * DAY, themes=themes(energy=1)),
        arrival(4, day=FIRST + 7 * DAY, source="oecd", themes=themes(energy=4)),
        arrival(5, day=FIRST + 13 * DAY, source="oecd"),
        arrival(6, day=FIRST, quarantined=True, themes=themes(energy=1)),
    )


def test_items_are_counted_by_source_and_week(database, some):
    counted = Figures(database).by_source(FIRST, FIRST + 13 * DAY, 7)
    assert counted == {("ilo-news", 0): 2, ("oecd", 1): 2}


def test_each_day_is_a_step_where_steps_are_of_one_day(database, some):
    counted = Figures(database).by_source(FIRST - DAY, FIRST + 7 * DAY, 1)
    assert counted == {("ilo-news", 0): 1, ("ilo-news", 1): 1, ("ilo-news", 7): 1, ("oecd", 8): 1}


def test_an_item_counts_for_each_of_its_themes(database, some):
    counted = Figures(database).by_theme(FIRST, FIRST + 13 * DAY, 7)
    assert counted == {("energy", 0): 2, ("social-dialogue", 0): 1, ("energy", 1): 1}


def test_what_is_held_back_is_counted_apart(database, some):
    figures = Figures(database)
    assert (figures.items_of("ilo-news"), figures.held_of("ilo-news"), figures.held_of("oecd")) == (4, 1, 0)


def test_deadlines_are_counted_by_state_and_step(database):
    rows = [(FIRST, "open"), (FIRST + 2 * DAY, "open"), (FIRST + 7 * DAY, "ours"), (FIRST + 40 * DAY, "open")]
    fixed = {"kind": "call", "source": "hand", "confidence": 1, "sequence": 0, "seen": NOW, "changed": NOW}
    fixed |= dict.fromkeys(("owner", "document", "url", "text", "note"), "")
    with database.write() as connection:
        connection.execute(insert(deadline), [{**fixed, "date": day, "state": state} for day, state in rows])
    counted = Figures(database).deadlines(FIRST, FIRST + 30 * DAY, 7)
    assert counted == {(DeadlineState.OPEN, 0): 2, (DeadlineState.OURS, 1): 1}


def test_the_polls_of_a_source_come_with_the_oldest_first(database):
    keep(database, harvest(arrival(1), polled=polled(at=NOW - 2 * DAY, verdict=Verdict.BLOCKED)))
    keep(database, harvest(arrival(2), polled=polled(at=NOW)))
    keep(database, harvest(arrival(3, source="oecd"), polled=polled(at=NOW)))
    found = Figures(database).polls("ilo-news", NOW - 3 * DAY)
    assert found == [(NOW - 2 * DAY, Verdict.BLOCKED), (NOW, Verdict.OK)]
    assert len(Figures(database).polls("ilo-news", NOW - timedelta(hours=1))) == 1
    assert all(isinstance(at, datetime) and at.tzinfo for at, _ in found)


@pytest.mark.parametrize("count", ["by_source", "by_theme"])
def test_no_long_row_is_read_to_count(database, some, count):
    if not database.is_sqlite:
        pytest.skip("the planner of PostgreSQL reads a table this small from end to end")
    figures, asked = Figures(database), []
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2:4]))
    getattr(figures, count)(FIRST, FIRST + 30 * DAY, 7)
    (statement, values) = next(one for one in asked if "SELECT item" in one[0])
    with database.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert any("COVERING INDEX ix_item_counted" in row[3] for row in plan), plan
