"""Precision, recall and F1 against what people gave, and how sure they are."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.bootstrap import Interval, intervals
from servwatch.insight.evaluation import Count, Judged, Score, evaluate, judge
from servwatch.insight.label_map import Category
from servwatch.insight.labelled import LabelledItem

WORK = Category("work", frozenset({"work"}), ("jobs", "wages"))
POWER = Category("power", frozenset({"power", "nuclear"}), ("energy",))
WOOD = Category("wood", frozenset({"wood"}), ("forests",))
CATEGORIES = (WORK, POWER, WOOD)


def item(labels, found, language="nl"):
    return LabelledItem(found, language, found, "", frozenset(labels.split()))


def measure(*items, samples=0, seed=1):
    return evaluate(items, lambda one: one.title.split(), CATEGORIES, Random(seed), samples=samples)


def test_any_theme_of_a_label_will_do_and_any_label_of_a_category():
    assert judge({"work"}, {"wages"}, CATEGORIES) == Judged((0,), (), ())
    assert judge({"nuclear"}, {"energy", "forests", "elsewhere"}, CATEGORIES) == Judged((1,), (2,), ())
    assert judge({"power", "work", "unknown"}, set(), CATEGORIES) == Judged((), (), (0, 1))


def test_the_figures_are_those_of_the_book():
    overall, _ = measure(
        item("work", "jobs"), item("work", "wages"), item("work", "energy"), item("power", "energy jobs")
    )
    assert overall.counts == (Count(2, 1, 1), Count(1, 1, 0), Count(0, 0, 0))
    assert overall.counts[0].support == 3
    assert overall.counts[1].score == Score(1 / 2, 1.0, pytest.approx(2 / 3))
    assert overall.micro == Score(3 / 5, 3 / 4, pytest.approx(2 / 3))
    assert overall.macro.f1 == pytest.approx(2 / 3)  # of two: wood does not occur


def test_an_item_without_any_label_counts_against_precision():
    assert measure(item("work", "jobs"), item("", "jobs"))[0].micro == Score(0.5, 1.0, pytest.approx(2 / 3))
    assert measure(item("work", "jobs"), item("", ""))[0].micro == Score(1.0, 1.0, 1.0)


def test_each_language_has_its_own_figures():
    overall, languages = measure(
        item("work", "jobs", "nl"), item("work", "", "fr"), item("", "", "fr"), samples=20
    )
    assert [(code, quality.items) for code, quality in languages.items()] == [("fr", 2), ("nl", 1)]
    assert languages["nl"].micro.f1 == 1.0
    assert languages["fr"].micro.f1 == 0.0
    assert overall.items == 3
    assert len(overall.intervals) == len(languages["fr"].intervals) == 2 + len(CATEGORIES)


def test_what_was_told_once_is_told_again():
    items = [item("work", "jobs" if number % 3 else "", "nl") for number in range(30)]
    assert measure(*items, samples=50) == measure(*items, samples=50)
    assert measure(*items, samples=50) != measure(*items, samples=50, seed=2)


def test_an_interval_holds_its_figure_and_narrows_with_more_items():
    def width(count):
        items = [item("work", "jobs" if number % 4 else "", "nl") for number in range(count)]
        micro = measure(*items, samples=200)[0]
        low, high = micro.intervals[0]
        assert low < micro.micro.f1 < high
        return high - low

    assert width(400) < width(40) / 2


def test_a_category_that_never_occurs_has_no_interval():
    overall, _ = measure(item("work", "jobs"), item("power", ""), samples=10)
    micro, macro, work, _, wood = overall.intervals
    assert wood is None
    assert work == Interval(1.0, 1.0)
    assert 0.0 <= macro.low <= macro.high <= 1.0
    assert 0.0 <= micro.low <= micro.high <= 1.0


def test_an_interval_leaves_off_a_fortieth_on_either_side():
    drawn = iter(range(1000, 0, -1))
    found = list(intervals({"a": 1}, lambda _: [next(drawn)], Random(1), 1000))
    assert found == [Interval(26, 975)]


def test_a_sample_is_as_large_as_what_it_is_drawn_from():
    sizes = []
    list(
        intervals({"a": 3, "b": 4}, lambda sample: sizes.append(Counter(sample).total()) or [0], Random(1), 5)
    )
    assert sizes == [7] * 5
    assert list(intervals({}, lambda sample: [len(sample)], Random(1), 3)) == [Interval(0, 0)]


LABELS, FOUND = (
    st.sets(st.sampled_from(["work", "power", "wood", "x"])),
    st.sets(st.sampled_from(["jobs", "energy", "forests", "y"])),
)


@given(st.lists(st.tuples(LABELS, FOUND), max_size=20))
def test_the_figures_are_fractions_and_swap_with_their_sides(pairs):
    overall, _ = measure(*(item(" ".join(labels), " ".join(found)) for labels, found in pairs))
    swapped = {"work": "jobs", "power": "energy", "wood": "forests", "x": "y"}
    back = {found: label for label, found in swapped.items()}
    other, _ = measure(
        *(
            item(" ".join(back[f] for f in found), " ".join(swapped[n] for n in labels))
            for labels, found in pairs
        )
    )
    assert all(0.0 <= figure <= 1.0 for figure in (*overall.micro, *overall.macro))
    assert overall.micro.precision == other.micro.recall
    assert overall.micro.f1 == other.micro.f1
