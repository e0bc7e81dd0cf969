"""Several people judge; of each the newest word counts, and the balance decides."""

from datetime import UTC, datetime, timedelta

import pytest

from servwatch.insight.judging import Standing, by_item, newest_of_each, standing
from servwatch.model import Judgement, Ruling

START = datetime(2026, 11, 1, tzinfo=UTC)


def said(*rulings, theme="work", digest="", item=1):
    """Judgements in this order; each is (person, ruling), or with a theme of its own."""
    return [
        Judgement(item, Ruling(ruling), person, START + timedelta(hours=hour), *(rest or (theme,)), digest)
        for hour, (person, ruling, *rest) in enumerate(rulings)
    ]


@pytest.mark.parametrize(
    ("rulings", "held"),
    [
        ([("an", "fits")], Standing.FOR),
        ([("an", "not")], Standing.AGAINST),
        ([("an", "fits"), ("an", "not")], Standing.AGAINST),
        ([("an", "not"), ("An ", "fits")], Standing.FOR),
        ([("an", "fits"), ("bo", "not")], Standing.DIVIDED),
        ([("an", "fits"), ("bo", "not"), ("cy", "not")], Standing.AGAINST),
        ([], None),
        ([("an", "not", "climate")], None),
    ],
)
def test_what_is_held_of_an_item(rulings, held):
    assert standing(said(*rulings), "work", has_theme=True) is held


def test_what_an_editor_did_speaks_of_the_themes_that_the_item_has():
    dropped = said(("an", "dropped"), theme="", digest="board")
    assert standing(dropped, "work", has_theme=True) is Standing.AGAINST
    assert standing(dropped, "work", has_theme=False) is None


def test_what_is_said_of_the_theme_goes_before_what_an_editor_did():
    both = [*said(("an", "fits")), *said(("bo", "dropped"), theme="", digest="board")]
    assert standing(both, "work", has_theme=True) is Standing.FOR


def test_the_newest_stands_last_and_the_older_are_gone():
    given = said(("an", "fits"), ("bo", "fits"), ("an", "not"))
    assert [(one.by, one.ruling) for one in newest_of_each(given)] == [
        ("bo", Ruling.FITS),
        ("an", Ruling.NOT),
    ]


def test_one_person_may_judge_several_themes_and_items():
    given = said(("an", "fits"), ("an", "not", "climate")) + said(("an", "not"), item=2)
    assert len(newest_of_each(given)) == 3
    assert {item: len(found) for item, found in by_item(given).items()} == {1: 2, 2: 1}
