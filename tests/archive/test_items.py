"""Reading the items of the archive."""

from datetime import date, timedelta

import pytest

from servwatch.archive.item_query import ItemQuery
from servwatch.archive.items import Items, stale
from servwatch.archive.schema import annotation as understood
from servwatch.model import Annotation
from tests.archive.arrivals import NOW, all_items, arrival, harvest, keep, stored, themes

TODAY = NOW.date()


def found(database, **query):
    return [item.id for item, _ in Items(database).find(ItemQuery(**query))]


@pytest.fixture
def five(database):
    """Five items: of two sources, on three days, with two themes; the last one quarantined."""
    return stored(
        database,
        arrival(1, day=date(2026, 9, 1), themes=themes(social_dialogue=2), title="Wages rise"),
        arrival(2, day=date(2026, 9, 3), themes=themes(energy=1, social_dialogue=1), title="Wages fall"),
        arrival(3, day=date(2026, 9, 2)),
        arrival(4, day=date(2026, 9, 3), source="oecd", themes=themes(energy=4)),
        arrival(5, day=date(2026, 8, 1), quarantined=True),
    )


def test_items_come_newest_day_first_and_of_one_day_the_last_first(database, five):
    a, b, c, d, e = five
    assert found(database) == [d, b, c, a, e]


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ({"theme": "social-dialogue"}, [1, 0]),
        ({"theme": "energy"}, [3, 1]),
        ({"theme": "unknown"}, []),
        ({"sources": ("oecd",)}, [3]),
        ({"sources": ("oecd", "ilo-news")}, [3, 1, 2, 0, 4]),
        ({"sources": ("nowhere",)}, []),
        ({"since": date(2026, 9, 2)}, [3, 1, 2]),
        ({"since": date(2026, 9, 4)}, []),
        ({"words": "wages"}, [1, 0]),
        ({"words": "?!"}, []),
        ({"words": "-wages"}, []),
        ({"quarantined": True}, [4]),
        ({"limit": 2}, [3, 1]),
        ({"limit": 0}, [3, 1, 2, 0, 4]),
        (
            {
                "theme": "social-dialogue",
                "since": date(2026, 9, 2),
                "words": "wages",
                "sources": ("ilo-news",),
                "limit": 5,
            },
            [1],
        ),
    ],
)
def test_a_query_restricts_by_each_of_its_fields(database, five, query, places):
    assert found(database, **query) == [five[place] for place in places]


def test_an_item_comes_with_its_annotation_or_with_none(database, five):
    items = Items(database)
    item, annotation = items.get(five[0])
    assert (item.id, annotation.item, annotation.score("social-dialogue")) == (five[0], five[0], 2.0)
    with database.write() as connection:
        connection.execute(understood.delete().where(understood.c.item == five[0]))
    assert items.get(five[0]) == (item, None)
    assert {i.id: a for i, a in items.find(ItemQuery())}[five[0]] is None


def test_an_id_that_names_nothing_gives_none(database):
    assert Items(database).get(4711) is None
    assert Items(database).versions(4711) == []


def test_writing_is_possible_while_items_are_being_read(database, five):
    reading = Items(database).find(ItemQuery())
    next(reading)
    stored(database, arrival(6))
    assert len(list(reading)) == 4
    assert len(found(database)) == 6


def test_many_items_are_read_as_they_are_taken(database):
    stored(database, *(arrival(n) for n in range(1200)))
    reading = Items(database).find(ItemQuery())
    assert next(reading)[0].url.endswith("/1199")
    reading.close()
    assert len(found(database)) == 1200


def test_items_of_one_address_come_oldest_first(database):
    numbers = stored(database, *(arrival(n, canonical="example.org/x") for n in range(3)))
    assert [item.id for item in Items(database).by_address("example.org/x")] == numbers
    assert Items(database).by_address("example.org/y") == []


def test_counts_are_by_source_with_those_in_quarantine(database, five):
    assert Items(database).counts() == {"ilo-news": (4, 1), "oecd": (1, 0)}
    assert Items(database).quarantined() == {"ilo-news": 1}


def test_release_lets_go_what_one_source_has_in_quarantine(database, five):
    stored(database, arrival(6, source="oecd", quarantined=True))
    items = Items(database)
    assert items.release("ilo-news") == 1
    assert items.release("ilo-news") == 0
    assert items.release("nowhere") == 0
    assert [item.source for item in all_items(database, quarantined=True)] == ["oecd"]


def test_what_is_released_as_baseline_counts_as_the_first_reading_of_its_source(database, five):
    items = Items(database)
    (held,) = all_items(database, quarantined=True)
    assert items.release("ilo-news", as_baseline=True) == 1
    found, _ = items.get(held.id)
    assert (found.quarantined, found.baseline) == (False, True)


def test_stale_are_the_items_understood_under_other_settings_or_not_at_all(database):
    def numbers(fingerprint, **options):
        with database.read() as connection:
            return [item.id for item in stale(connection, fingerprint, **options)]

    old = Annotation(0, "print-0", "nl")
    ids = stored(
        database,
        arrival(1, annotation=old),
        arrival(2),
        arrival(3, annotation=old, day=TODAY - timedelta(days=9)),
        arrival(4, annotation=old),
    )
    assert numbers("print-1") == [ids[0], ids[2], ids[3]]
    assert numbers("print-1", after=ids[0]) == [ids[2], ids[3]]
    assert numbers("print-1", since=TODAY) == [ids[0], ids[3]]
    assert numbers("print-1", limit=1) == [ids[0]]
    assert numbers("print-9") == ids
    with database.write() as connection:
        connection.execute(understood.delete().where(understood.c.item == ids[1]))
    assert numbers("print-1") == ids


def test_the_newest_version_is_what_is_found(database):
    number = stored(database, arrival(1, title="Draft"))[0]
    keep(database, harvest(changed=[arrival(1, item=number, title="Final", day=date(2026, 9, 9))]))
    item, _ = Items(database).get(number)
    assert (item.title, item.day, item.version) == ("Final", date(2026, 9, 9), 2)
    assert found(database, words="draft") == []
    assert found(database, words="final", since=date(2026, 9, 9)) == [number]
