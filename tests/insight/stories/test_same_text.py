from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.stories import SAME_ADDRESS, SAME_TITLE, copies, share_a_title, title_key
from servwatch.model import Item

NOW = datetime(2026, 9, 1, tzinfo=UTC)
LONG = "Council adopts conclusions on social dialogue"


def item(number, title=LONG, canonical=None, source="a-source"):
    address = f"example.org/{number}" if canonical is None else canonical
    return Item(number, source, f"https://{address}", title, "", NOW, canonical=address)


def groups(*items):
    return [story.items for story in copies(items)]


def test_one_address_is_one_story_and_so_is_one_long_title():
    stories = copies([
        item(1, "Short", "example.org/x"),
        item(2, LONG),
        item(3, "Short too", "example.org/x", "another"),
        item(4, LONG.upper() + " ."),
        item(5, "Something else altogether, really"),
    ])  # fmt: skip
    assert [(s.items, s.reasons) for s in stories] == [
        ((1, 3), (SAME_ADDRESS,)),
        ((2, 4), (SAME_TITLE,)),
        ((5,), ()),
    ]


@pytest.mark.parametrize("title", ["Newsletter", "", "Agenda of the week"])
def test_a_short_title_tells_nothing(title):
    assert groups(item(1, title), item(2, title)) == [(1,), (2,)]
    assert title_key(item(1, title)) == ""


def test_an_item_without_an_address_is_no_copy_of_another():
    assert groups(item(1, "One", ""), item(2, "Two", "")) == [(1,), (2,)]


def test_spacing_case_and_a_full_stop_make_no_other_title():
    assert title_key(item(1, "  A TITLE  long enough to tell .")) == title_key(
        item(2, "a title long enough to tell")
    )


def test_the_earliest_leads_and_the_address_is_the_reason_named_first():
    first = item(1, LONG, "example.org/x")
    stories = copies([first, replace(first, id=2), item(3, LONG)])
    assert [(s.items, s.reasons) for s in stories] == [((1, 2, 3), (SAME_ADDRESS, SAME_TITLE))]


def test_two_things_that_a_source_tells_under_one_link_are_two():
    link = "example.org/news"
    wages, steel = item(1, "Wages", link), item(2, "Steel", link)
    assert groups(wages, steel) == [(1,), (2,)]
    other = item(3, "Salaries", link, "another")
    for order in permutations((wages, steel, other)):
        together = {number for group in groups(*order) if len(group) > 1 for number in group}
        assert not {1, 2} <= together, order


@pytest.mark.timeout(20)  # a second; a cost that grows as a square takes minutes
@pytest.mark.parametrize("address", [None, "example.org/agenda"])
def test_thousands_of_one_title_in_one_source_are_soon_told_apart(address):
    series = [replace(item(n, LONG, address), summary=f"Of week {n}. " * 100) for n in range(1, 3001)]
    apart = groups(*series)
    assert len(apart) == (3000 if address is None else 1)


@given(
    st.lists(
        st.builds(
            item,
            st.integers(1, 999),
            st.sampled_from([LONG, LONG + " again", "Short", ""]),
            st.sampled_from([None, "", "example.org/x", "example.org/y"]),
        ),
        unique_by=lambda i: i.id,
    )
)
def test_every_item_is_in_one_story_and_every_companion_has_a_reason(items):
    stories = copies(items)
    assert sorted(i for story in stories for i in story.items) == sorted(i.id for i in items)
    assert all(len(story.reasons) == len(story.items) - 1 for story in stories)
    place = {i.id: number for number, i in enumerate(items)}
    assert [place[s.items[0]] for s in stories] == sorted(place[s.items[0]] for s in stories)
    assert all(list(s.items) == sorted(s.items, key=place.__getitem__) for s in stories)


def test_two_of_a_series_in_one_source_are_two_though_they_share_a_title():
    first = replace(item(1), summary="Of this week.", published=datetime(2026, 9, 1, tzinfo=UTC))
    assert not share_a_title(first, replace(first, id=2, summary="Of the next."))
    assert not share_a_title(first, replace(first, id=2, published=datetime(2026, 9, 8, tzinfo=UTC)))
    assert share_a_title(first, replace(first, id=2))
    assert len(copies([first, replace(first, id=2, canonical="example.org/2", summary="Of the next.")])) == 2


@pytest.mark.parametrize(("days", "same"), [(0, True), (3, True), (4, False)])
def test_two_sources_tell_the_same_under_one_title_within_days(days, same):
    first = replace(item(1), source="a", published=datetime(2026, 9, 1, tzinfo=UTC))
    second = replace(
        first, id=2, source="b", summary="Other words.", published=first.published + timedelta(days=days)
    )
    assert share_a_title(first, second) is same
    assert share_a_title(first, replace(second, published=None))


def test_a_copy_of_the_second_of_a_series_joins_the_second():
    day = datetime(2026, 9, 1, tzinfo=UTC)
    first, second = (
        replace(item(n), source="a", summary=f"Of week {n}.", published=day + timedelta(days=7 * n))
        for n in (1, 2)
    )
    copy = replace(
        item(3), source="b", summary="Other words.", published=second.published + timedelta(days=1)
    )
    assert groups(first, second, copy) == [(1,), (2, 3)]
