"""What editors make of a draft: the last of each counts, order and limits hold, and nothing else changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from servwatch.digest.choose import choose
from servwatch.digest.circumstances import Circumstances
from servwatch.digest.limits import most_late
from servwatch.digest.shaping import UNSHAPED, displaced, moved, shaped, shaping_of
from servwatch.model import Act, ActKind, Outcome, Reword
from tests import examples
from tests.digest.examples import DIGEST, NOW, annotated, item, settings

SMALL = replace(DIGEST, limit=3)


def act(kind, number=None, new="", **rest):
    return Act(kind, "An", NOW, number, new=new, **rest)


def candidates(count, **fields):
    """So many items, the first the strongest."""
    return [annotated(item(n, **fields), ("climate", 50.0 / n)) for n in range(1, count + 1)]


def made(acts=(), count=6, *, digest=SMALL, dropped=(), pinned=(), late=(), found=None):
    """The choice of a digest with room for three, as the acts shape it."""
    shaping = shaping_of(acts)
    known = Circumstances(
        pinned=dict.fromkeys(pinned, "An"),
        dropped=dict.fromkeys(dropped, "An"),
        placed=shaping.placed,
        late=frozenset(late),
    )
    choice = choose(found or candidates(count), [], digest, settings(), NOW, known)
    return shaped(choice, shaping, frozenset(late))


def leads(choice):
    return [entry.item.id for entry in choice.entries]


def cut(choice):
    return [entry.item.id for entry in choice.cut]


def outcomes(choice):
    return {d.item: (d.outcome.value, d.place) for d in choice.decisions}


def test_what_nobody_touched_stays_as_it_was_chosen():
    choice = choose(candidates(6), [], SMALL, settings(), NOW)
    assert shaped(choice, UNSHAPED) == choice


def test_what_is_dropped_makes_room_for_the_next():
    choice = made(dropped=[2])
    assert leads(choice) == [1, 3, 4]
    assert outcomes(choice)[2] == ("rejected", None)
    assert {d.item: d.facts for d in choice.decisions}[2] == {"by": "An"}


def test_a_place_given_by_an_editor_goes_before_rank_and_the_ledger_says_the_same():
    choice = made([act(ActKind.MOVE, 3, "1", arranged=(3, 1, 2))])
    assert leads(choice) == [3, 1, 2]
    assert [outcomes(choice)[n] for n in (3, 1, 2)] == [("chosen", 1), ("chosen", 2), ("chosen", 3)]
    assert [entry.place for entry in choice.entries] == [1, 2, 3]


def test_what_was_cut_and_gets_a_place_takes_that_of_the_last_by_rank():
    choice = made([act(ActKind.MOVE, 6, "1", arranged=(6, 1, 2))], pinned=[6])
    assert leads(choice) == [6, 1, 2]
    assert cut(choice) == [3, 4, 5]


def test_a_place_goes_before_open_deadlines():
    found = [annotated(item(n), ("climate", 50.0 / n)) for n in range(1, 6)]
    found = [(i, replace(a, deadlines=(deadline(),)) if i.id < 4 else a) for i, a in found]
    assert leads(made(found=found)) == [1, 2, 3]
    assert leads(made([act(ActKind.MOVE, 5, "2", arranged=(1, 5, 2))], found=found, pinned=[5])) == [1, 5, 2]


def deadline():
    from servwatch.model import Deadline

    return Deadline((NOW + timedelta(days=5)).date(), "consultation", "tot 2 december")


def test_what_moves_up_stands_behind_what_it_follows_by_rank():
    choice = made([act(ActKind.MOVE, 3, "1", arranged=(3, 1, 2))], dropped=[1])
    assert leads(choice) == [3, 2, 4]


def test_a_place_that_is_taken_back_leaves_the_order_of_the_others():
    first = act(ActKind.MOVE, 3, "1", arranged=(3, 1, 2))
    second = act(ActKind.MOVE, 2, "1", arranged=(2, 3, 1))
    assert leads(made([first, second, act(ActKind.MOVE, 3, "", arranged=(2, 1))])) == [2, 1, 3]
    assert leads(made([first, act(ActKind.MOVE, 3, "", arranged=(1, 2))])) == [1, 2, 3]


def test_texts_stand_with_their_entries_and_the_last_counts():
    choice = made(
        [
            act(ActKind.HEADLINE, 1, "Eerste kop"),
            act(ActKind.HEADLINE, 1, "Tweede kop"),
            act(ActKind.HEADLINE, 2, "Weg"),
            act(ActKind.HEADLINE, 2),
            act(ActKind.NOTE, 2, "Raakt werkbaar werk.", initials="LV"),
        ]
    )
    assert [entry.reword for entry in choice.entries] == [
        Reword("Tweede kop"),
        Reword("", "Raakt werkbaar werk.", "LV"),
        Reword(),
    ]


def test_an_introduction_is_the_last_one_given():
    acts = [act(ActKind.INTRODUCTION, new="Eerst"), act(ActKind.INTRODUCTION, new="Dan")]
    assert shaping_of(acts).introduction == "Dan"
    assert shaping_of([*acts, act(ActKind.INTRODUCTION)]).introduction == ""


def test_a_text_stays_with_its_story_when_another_item_leads_it():
    title = "Commissie vraagt mening over de wet op kwaliteitsvolle jobs"
    found = [
        annotated(item(1, title, source="oecd"), ("climate", 2.0)),
        annotated(item(2, title), ("climate", 9.0)),
    ]
    choice = made([act(ActKind.NOTE, 1, "Blijft", initials="LV")], found=found)
    (entry,) = choice.entries
    assert (entry.item.id, entry.reword.note) == (2, "Blijft")


def test_what_comes_late_is_marked_and_takes_nobodys_place():
    choice = made(late=[6])
    assert leads(choice) == [1, 2, 3, 6]
    assert [entry.late for entry in choice.entries] == [False, False, False, True]
    assert outcomes(choice)[6] == ("chosen", 4)


def test_late_ones_beyond_half_the_limit_wait_without_a_decision():
    choice = made(count=8, late=[6, 7, 8])
    assert most_late(SMALL) == 1
    assert leads(choice) == [1, 2, 3, 6]
    assert {7, 8}.isdisjoint(outcomes(choice))
    assert cut(choice) == [4, 5]


def test_a_late_one_without_a_theme_waits_for_the_next_edition():
    found = [*candidates(3), annotated(item(9))]
    assert 9 not in outcomes(made(found=found, late=[9]))


def test_a_late_one_that_an_editor_dropped_waits_too_so_that_its_row_is_written_by_the_next_edition():
    assert 6 not in outcomes(made(late=[6], dropped=[6]))


@given(
    st.lists(st.integers(1, 9), unique=True, max_size=9),
    st.lists(st.integers(1, 9), unique=True, max_size=9),
    st.sets(st.integers(1, 9), max_size=4),
)
@hypothesis_settings(max_examples=examples.of(60), deadline=None)
def test_every_item_that_came_in_time_has_one_decision_whatever_editors_do(arranged, placed, dropped):
    acts = [act(ActKind.MOVE, n, str(i), arranged=tuple(arranged)) for i, n in enumerate(placed, 1)]
    choice = made(acts, 9, dropped=dropped)
    assert sorted(d.item for d in choice.decisions) == list(range(1, 10))
    assert len(choice.entries) == max(min(3, 9 - len(dropped)), len(set(placed) - dropped))
    assert [d.place for n in leads(choice) for d in choice.decisions if d.item == n] == list(
        range(1, len(choice.entries) + 1)
    )
    assert not dropped & set(leads(choice))
    assert all(d.outcome is Outcome.REJECTED for d in choice.decisions if d.item in dropped)
    kept = [n for n in arranged if n in leads(choice)]
    if placed and kept:
        assert [n for n in leads(choice) if n in kept] == kept


@pytest.mark.parametrize(
    ("item_", "place", "expected"),
    [(3, 1, (3, 1, 2)), (1, 3, (2, 3, 1)), (1, 99, (2, 3, 1)), (9, 2, (1, 9, 2, 3))],
)
def test_a_place_counts_from_one(item_, place, expected):
    assert moved((1, 2, 3), item_, place) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((1, 2, 3), (1, 2, 3), ()),
        ((1, 2, 3), (3, 1, 2), (3,)),
        ((1, 2, 3), (1, 9, 2, 3), (9,)),
        ((1, 2, 3), (2, 3), ()),
        ((), (1, 2), (1, 2)),
        ((1, 2), (), ()),
    ],
)
def test_the_fewest_moves_are_found(before, after, expected):
    assert displaced(before, after) == expected
