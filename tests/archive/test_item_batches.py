"""The archive is read from end to end in batches."""

from datetime import date

from sqlalchemy import insert

from servwatch.archive.item_batches import ItemBatches
from servwatch.archive.schema import ledger
from tests.archive.arrivals import NOW, arrival, stored, themes

TODAY = date(2026, 1, 10)


def test_every_item_comes_once_in_the_order_of_its_id(database):
    numbers = stored(database, *(arrival(n, themes=themes(work=n % 3)) for n in range(1, 26)))
    batches = list(ItemBatches(database).each(size=10))
    assert [len(batch) for batch in batches] == [10, 10, 5]
    assert [item.id for batch in batches for item, _ in batch] == numbers
    assert [annotation.score("work") for _, annotation in batches[0]][:3] == [1, 2, 0]


def test_a_day_and_the_quarantine_are_heeded(database):
    batches = ItemBatches(database)
    old, new, held = stored(
        database, arrival(1, day=date(2026, 1, 1)), arrival(2), arrival(3, quarantined=True)
    )
    assert batches.count() == 2
    assert batches.count(NOW.date()) == 1
    assert [[item.id for item, _ in batch] for batch in batches.each()] == [[old, new]]
    assert [[item.id for item, _ in batch] for batch in batches.each(NOW.date())] == [[new]]
    assert held not in {old, new}


def test_how_far_back_so_many_items_go_is_said_by_whole_days(database):
    batches, first = ItemBatches(database), date(2026, 1, 1)
    assert batches.first_day(10, first, TODAY) == first
    stored(
        database, *(arrival(n, day=date(2026, 1, 1 + n // 3)) for n in range(9))
    )  # three on each of three days
    assert batches.first_day(9, first, TODAY) == first
    assert batches.first_day(8, first, TODAY) == date(2026, 1, 2)
    assert batches.first_day(6, first, TODAY) == date(2026, 1, 2)
    assert batches.first_day(5, first, TODAY) == date(2026, 1, 3)
    assert batches.first_day(1, first, TODAY) == date(2026, 1, 3)  # a day is not cut
    assert batches.first_day(1, date(2026, 1, 3), TODAY) == date(2026, 1, 3)


def test_what_is_dated_ahead_does_not_hide_today(database):
    days = [*[TODAY] * 30, date(2026, 3, 1)]
    stored(database, *(arrival(n, day=day) for n, day in enumerate(days)))
    assert ItemBatches(database).first_day(10, date(2026, 1, 1), TODAY) == TODAY


def test_an_empty_archive_has_no_batch(database):
    assert list(ItemBatches(database).each()) == []


def test_the_items_that_a_digest_told(database):
    numbers = stored(database, *(arrival(n) for n in range(1, 5)))
    rows = [
        {"digest": digest, "item": item, "edition": 1, "outcome": outcome, "score": 0.0, "reason": 1}
        for digest, item, outcome in (
            ("board", numbers[0], "chosen"),
            ("full", numbers[0], "chosen"),
            ("board", numbers[1], "rejected"),
            ("board", numbers[3], "chosen"),
        )
    ]
    with database.write() as connection:
        connection.execute(insert(ledger), rows)
    assert ItemBatches(database).chosen(numbers[0], numbers[2]) == {numbers[0]}
    assert ItemBatches(database).chosen(numbers[0], numbers[3]) == {numbers[0], numbers[3]}
