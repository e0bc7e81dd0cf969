"""What every archive keeps to, on whichever database it lies.

`tests/archive` holds the behaviour of each part, run on both databases too; here is what all parts rely
on: transactions, snapshots, and that times, texts, numbers and documents come out as they went in.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from servwatch.archive.database import Database
from servwatch.archive.intake import store
from servwatch.archive.items import Items
from servwatch.archive.runs import Runs
from servwatch.archive.schema import item, item_key, poll, run, setting
from servwatch.archive.source_state import SourceStates
from servwatch.archive.source_tables import source_state
from servwatch.model import Annotation, Deadline, Match, Reference, ThemeScore
from tests.archive.arrivals import DAY, NOW, all_items, arrival, harvest, keep, state, stored

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)  # NUL and lone surrogates too
on_one_archive = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def fail_after(database, work):
    with database.write() as connection:
        work(connection)
        raise RuntimeError("half-way")


def test_a_transaction_that_fails_leaves_nothing(database):
    with pytest.raises(RuntimeError, match="half-way"):
        fail_after(database, lambda connection: connection.execute(insert(setting).values(key="a", value=1)))
    assert Runs(database).setting("a") is None


def test_a_transaction_that_ends_well_is_there_for_the_next_reader(database):
    with database.write() as connection:
        connection.execute(insert(setting).values(key="a", value=1))
    assert Runs(database).setting("a") == 1


def test_a_reading_sees_one_moment_whatever_is_written_meanwhile(database):
    stored(database, arrival(1))
    with database.read() as connection:
        first = connection.execute(select(item.c.id)).all()
        stored(database, arrival(2))
        assert connection.execute(select(item.c.id)).all() == first
    assert len(all_items(database)) == 2


def test_a_reading_writes_nothing(database):
    with database.read() as connection:
        if database.is_sqlite:  # there a reading may write, but nothing of it is ever committed
            connection.execute(insert(setting).values(key="a", value=1))
        else:
            with pytest.raises(Exception, match="read-only"):
                connection.execute(insert(setting).values(key="a", value=1))
    assert Runs(database).setting("a") is None


@pytest.mark.parametrize(
    "instant",
    [
        NOW,
        datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Brussels")),
        datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Brussels")),
        datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    ],
)
def test_a_time_comes_out_as_the_same_instant_in_utc(database, instant):
    stored(database, arrival(1, published=instant))
    published = all_items(database)[0].published
    assert published == instant.astimezone(UTC)
    assert published.utcoffset() == timedelta(0)


def test_a_time_beyond_what_utc_can_tell_is_kept_as_near_as_can_be(database):
    early = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=9)))
    late = datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-9)))
    stored(database, arrival(1, published=early), arrival(2, published=late))
    assert [i.published.year for i in all_items(database)] == [1, 9999]


def test_a_time_without_a_zone_is_refused_and_nothing_is_stored(database):
    with pytest.raises(StatementError, match="without a zone"):
        stored(database, arrival(1), arrival(2, seen=NOW.replace(tzinfo=None), published=None))
    assert all_items(database) == []


def test_times_sort_as_they_follow_each_other(database):
    times = [NOW + timedelta(microseconds=n) for n in (0, 1, 999_999, 1_000_000)] + [NOW + DAY]
    for number, time in enumerate(times):
        keep(database, harvest(source=f"s{number}", state=state(f"s{number}", last_poll=time)))
    with database.read() as connection:
        found = (
            connection.execute(select(source_state.c.last_poll).order_by(source_state.c.last_poll))
            .scalars()
            .all()
        )
        later = select(source_state.c.source).where(source_state.c.last_poll > times[1])
        assert (found, len(connection.execute(later).all())) == (times, 3)


@given(st.lists(ANY_TEXT, min_size=5, max_size=5))
@example(["\x00", "\ud800", "a\x00b", "\udc80é", "\U0001f600"])
@on_one_archive
def test_no_text_from_outside_stops_an_intake_and_what_can_be_kept_is_kept(database, texts):
    title, summary, url, category, rule = texts
    match = Match(title, "title", 0, 1, summary, "stem")
    annotation = Annotation(0, "print", "nl", (ThemeScore("t", 1.0, (match,)),), (Reference("COM", url),), ())
    number = stored(
        database,
        arrival(
            title=title,
            summary=summary,
            url=url,
            canonical=url,
            categories=(category,),
            annotation=annotation,
            keys=(url,),
        ),
        state=state(rule=rule, etag=rule),
    )[0]
    found, understood = Items(database).get(number)
    kept = [_kept(text) for text in texts]
    assert [found.title, found.summary, found.url, found.categories[0]] == kept[:4]
    assert (understood.themes[0].matches[0].term, understood.references[0].id) == (kept[0], kept[2])
    assert SourceStates(database).all()["ilo-news"].rule == kept[4]


def _kept(text):
    return "".join("?" if "\ud800" <= c <= "\udfff" else c for c in text if c != "\x00")


def test_texts_of_any_length_are_kept_and_found_by_their_address(database):
    address = "example.org/" + "".join(f"{n:x}" for n in range(20_000))
    number = stored(
        database,
        arrival(canonical=address, title="t" * 5000, summary="s " * 100_000, language="zh-Hant-TW-x-long"),
    )[0]
    assert [i.id for i in Items(database).by_address(address)] == [number]
    assert Items(database).get(number)[0].summary == "s " * 100_000


@pytest.mark.parametrize("year", [1, 1601, 1900, 1970, 2150, 9999])
def test_dates_far_away_are_kept(database, year):
    number = stored(database, arrival(published=datetime(year, 1, 1, tzinfo=UTC), day=date(year, 1, 1)))[0]
    assert Items(database).get(number)[0].day == date(year, 1, 1)


def test_an_annotation_comes_out_as_it_went_in(database):
    whole = Annotation(
        0, "print", "nl",
        (
            ThemeScore("a", 2.125, (Match("=CAO", "title", 3, 6, "CAO", "exact", 0.5), Match("loon*", "summary", 0, 9, "loonnorm", "wildcard"))),
            ThemeScore("b", 1.0, ()),
        ),
        (Reference("COM", "COM(2025) 837", "https://example.org/837"), Reference("DOI", "10.1787/x")),
        (Deadline(date(2026, 12, 1), "consultation", "uiterlijk op 1 december"),),
    )  # fmt: skip
    number = stored(database, arrival(annotation=whole))[0]
    assert Items(database).get(number)[1] == replace(whole, item=number)


@pytest.mark.parametrize(
    "value", [0, 1, 1.5, "x", "", True, False, None, [], [1, "é"], {}, {"a": {"b": [None]}}]
)
def test_a_document_comes_out_as_it_went_in(database, value):
    Runs(database).set("key", value)
    assert Runs(database).setting("key") == value
    assert type(Runs(database).setting("key")) is type(value)


def test_a_number_that_is_none_is_refused_in_a_document(database):
    with pytest.raises((StatementError, ValueError), match="JSON"):
        Runs(database).set("key", float("nan"))


def test_ids_grow_in_the_order_of_commits_and_are_never_given_twice(database):
    first = stored(database, arrival(1), arrival(2))
    with pytest.raises(RuntimeError, match="half-way"):
        fail_after(database, lambda connection: store(connection, 1, [harvest(arrival(3))]))
    second = stored(database, arrival(4))
    assert first[0] < first[1] < second[0]
    with database.write() as connection:
        connection.execute(item.delete().where(item.c.id == second[0]))
    third = stored(database, arrival(5))
    assert third[0] > second[0]


def test_a_key_names_one_item_of_its_source(database):
    stored(database, arrival(1))
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(insert(item_key).values(source="ilo-news", key="url:example.org/1", item=1))
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(insert(item_key).values(source="ilo-news", key="url:nowhere", item=99))


def test_the_archive_is_the_same_when_it_is_opened_again(database):
    numbers = stored(database, arrival(1), arrival(2))
    again = Database(database.url)
    assert [i.id for i in all_items(again)] == numbers
    assert all_items(again) == all_items(database)
    again.close()


def test_every_table_can_be_read(database):
    keep(database, harvest(arrival(1)), run=7)
    with database.read() as connection:
        assert connection.execute(select(poll.c.run, poll.c.verdict, poll.c.seconds)).one() == (7, "ok", 0.25)
        assert connection.execute(select(run)).all() == []
