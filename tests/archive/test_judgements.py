"""What people say of items is kept, all of it, in the order in which it was said."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from servwatch.archive.judgements import Judgements, put_judgements
from servwatch.model import Judgement, Ruling
from tests.archive.arrivals import DAY, HOUR, NOW, arrival, stored, themes


@pytest.fixture
def judgements(database):
    return Judgements(database)


def said(item, ruling=Ruling.FITS, by="An", hours=0, **rest):
    return Judgement(item, ruling, by, NOW + hours * HOUR, **rest)


def test_a_judgement_is_read_as_it_was_given(database, judgements):
    (number,) = stored(database, arrival(1))
    given = [
        said(number, theme="work", note="Niet over lonen."),
        said(number, Ruling.DROPPED, digest="board", hours=1),
    ]
    judgements.give(*given)
    assert judgements.of_item(number) == given


def test_nothing_is_overwritten(database, judgements):
    (number,) = stored(database, arrival(1))
    for ruling in (Ruling.FITS, Ruling.NOT, Ruling.FITS):
        judgements.give(said(number, ruling, theme="work"))
    assert [one.ruling for one in judgements.of_item(number)] == [Ruling.FITS, Ruling.NOT, Ruling.FITS]


def test_an_item_that_is_not_there_cannot_be_judged(judgements):
    with pytest.raises(IntegrityError):
        judgements.give(said(99))


def test_judgements_may_belong_to_a_transaction(database, judgements):
    (number,) = stored(database, arrival(1))
    with database.write() as connection:
        put_judgements(connection, said(number))
        put_judgements(connection)
        connection.rollback()
    assert judgements.of_item(number) == []


def test_the_judgements_of_a_stretch_of_items(database, judgements):
    numbers = stored(database, *(arrival(n) for n in range(4)))
    judgements.give(*(said(number) for number in reversed(numbers)))
    assert [one.item for one in judgements.of_items(numbers[1], numbers[2])] == [numbers[2], numbers[1]]


def test_every_judged_item_comes_once_with_all_that_was_said(database, judgements):
    numbers = stored(database, *(arrival(n, themes=themes(work=2)) for n in range(850)))
    judgements.give(*(said(n) for n in numbers[1:]), *(said(n, Ruling.NOT, by="Bo") for n in numbers[1:]))
    found = list(judgements.judged())
    assert [item.id for item, _, _ in found] == numbers[1:]
    assert all([one.by for one in given] == ["An", "Bo"] for _, _, given in found)
    assert found[0][1].score("work") == 2


def test_judged_items_since_a_day(database, judgements):
    old, new = stored(database, arrival(1, day=date(2026, 1, 1)), arrival(2, day=NOW.date()))
    judgements.give(said(old), said(new))
    assert [item.id for item, _, _ in judgements.judged((NOW - DAY).date())] == [new]
