"""Stories out of headlines: what is joined, to what, why, and that order never matters."""

import csv
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from servwatch.insight.stories.assignment import Candidate, How, assign
from servwatch.insight.stories.clustering import WINDOW, place
from servwatch.insight.stories.evaluation import Labelled, b_cubed, evaluate, read_labelled
from servwatch.insight.stories.groups import Told
from servwatch.insight.stories.method import Headline, Pivot
from servwatch.insight.stories.reasons import sign_in_words, told_signs
from servwatch.insight.stories.shingles import runs_of

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PIVOT = Pivot()
HEADLINES = Path(__file__).parents[2] / "data" / "stories" / "headlines.tsv"
STRIKE = {
    "nl": "Nationale staking tegen pensioenhervorming legt België plat",
    "en": "General strike over pension reform brings Belgium to a standstill",
    "fr": "Grève générale en Belgique contre la réforme des pensions",
}
STEEL = {
    "en": "Commission proposes tariffs on steel imports",
    "nl": "Commissie stelt heffingen op staal voor",
}


def told(item, title, language, *, story=0, at=NOW, source=None):
    [sketch] = PIVOT.sketches([Headline(title, language)])
    return Told(item, sketch, at, source or f"source-{item}", language, story)


def strikes(**more):
    return [told(n, title, language, **more) for n, (language, title) in enumerate(STRIKE.items(), 1)]


def groups(placed):
    return sorted(one.items for one in placed)


def test_one_news_in_three_languages_is_one_story():
    steel = [told(n, title, language) for n, (language, title) in enumerate(STEEL.items(), 11)]
    assert groups(place([*strikes(), *steel], (), PIVOT.strictness)) == [(1, 2, 3), (11, 12)]


def test_a_new_headline_joins_the_story_there_is_and_says_why():
    [joined] = place([told(3, STRIKE["fr"], "fr")], strikes(story=7)[:2], PIVOT.strictness)
    assert joined.story == 7
    other, shared = joined.beside[3]
    assert other in (1, 2)
    assert {"c:strike", "c:pension", "c:belgium"} <= set(shared)
    assert joined.like[3] >= PIVOT.strictness.same


def test_a_story_that_was_told_too_long_ago_is_not_joined():
    late = told(3, STRIKE["fr"], "fr", at=NOW + WINDOW + DAY)
    assert [one.story for one in place([late], strikes(story=7)[:2], PIVOT.strictness)] == [0]


def test_two_stories_that_were_told_apart_stay_apart():
    known = [replace(told, story=told.item) for told in strikes()[:2]]
    [joined] = place(strikes()[2:], known, PIVOT.strictness)
    assert joined.story in (1, 2)


def test_two_items_of_one_source_in_one_language_are_two_stories_unless_nearly_the_same():
    one = told(1, "Euro area inflation down to 2.1% in September", "en", source="eurostat")
    next_month = told(2, "Euro area inflation up to 2.4% in October", "en", source="eurostat")
    assert groups(place([one, next_month], (), PIVOT.strictness)) == [(1,), (2,)]
    elsewhere = replace(next_month, source="another")
    assert len(groups(place([one, elsewhere], (), PIVOT.strictness))) <= 2


@pytest.mark.parametrize("title", ["Pensions", "News", "Agenda", "Climate", "Newsletter 12"])
def test_a_title_that_says_next_to_nothing_joins_nothing(title):
    others = [told(2, "Pension reform adopted in France", "en"), told(3, "Climate law proposed", "en")]
    assert [one.items for one in place([told(1, title, "en")], (), PIVOT.strictness)] == [(1,)]
    assert (1,) in groups(place([told(1, title, "en"), *others], (), PIVOT.strictness))


def test_the_order_in_which_items_come_changes_nothing():
    with HEADLINES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, dialect="excel-tab"))
    items = [
        Candidate(told(n, row["headline"], row["lang"], at=NOW + timedelta(minutes=n % 7)))
        for n, row in enumerate(rows, 1)
    ]
    expected = assign(items, (), PIVOT.strictness)
    for seed in range(4):
        shuffled = items[:]
        random.Random(seed).shuffle(shuffled)
        assert assign(shuffled, (), PIVOT.strictness) == expected


def test_each_item_gets_exactly_one_story():
    items = [Candidate(one) for one in strikes()] + [Candidate(told(9, "Agenda", "nl"))]
    given = assign(items, (), PIVOT.strictness)
    assert sorted(one.item for one in given) == [1, 2, 3, 9]
    assert [one.how for one in given if one.item in (1, 9)] == [How.FIRST, How.FIRST]
    assert {one.how for one in given if one.item in (2, 3)} == {How.NEWS}
    assert {one.begun_by for one in given if one.item in (1, 2, 3)} == {1}


TEXT = "The ministers met in the capital and spoke about a number of things that nobody had expected of them at all."


@pytest.mark.parametrize(
    ("how", "same"),
    [
        (How.EDITION, {"document": "press-corner:IP_24_1"}),
        (How.ADDRESS, {"address": "example.org/a"}),
        (How.TITLE, {"title": "a title that two of them have"}),
        (How.COPY, {"runs": runs_of("", TEXT)}),
    ],
)
def test_editions_and_copies_are_one_story_whatever_their_titles_say(how, same):
    one = Candidate(told(1, "Vlees noch vis", "nl", story=4), **same)
    other = Candidate(told(2, "Something else altogether", "en"), **same)
    [joined] = assign([other], [one], PIVOT.strictness)
    assert (joined.story, joined.how, joined.facts["beside"]) == (4, how, 1)
    [first, second] = sorted(
        assign([other, replace(one, told=replace(one.told, story=0))], (), PIVOT.strictness),
        key=lambda m: m.item,
    )
    assert (first.how, second.how, second.begun_by) == (How.FIRST, how, 1)


@pytest.mark.parametrize(
    "same",
    [
        {"document": "page:example.org/*/item-one"},
        {"address": "example.org/a"},
        {"title": "a title that two of them have"},
        {"runs": runs_of("", TEXT)},
    ],
)
def test_within_one_source_and_language_they_are_two(same):
    one = Candidate(told(1, "Vlees noch vis", "nl", story=4, source="a"), **same)
    other = Candidate(told(2, "Iets heel anders", "nl", source="a"), **same)
    assert [joined.story for joined in assign([other], [one], PIVOT.strictness)] == [0]


def test_pages_that_differ_in_language_only_are_editions_when_they_are_dated_alike():
    one = Candidate(told(1, "Vlees noch vis", "nl", story=4), document="page:a.org/*/12345", published=NOW)
    other = Candidate(told(2, "Something else", "en"), document="page:a.org/*/12345", published=NOW + 9 * DAY)
    assert [joined.story for joined in assign([other], [one], PIVOT.strictness)] == [0]
    near = replace(other, published=NOW + DAY)
    assert [joined.story for joined in assign([near], [one], PIVOT.strictness)] == [4]


def test_b_cubed_of_a_worked_example():
    """Five things, given as aaabb: found as aab, bb with one astray (worked by hand)."""
    found = b_cubed("aaabb", "xxyyy")
    assert found.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert found.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert b_cubed("aab", "xxy").f1 == 1.0
    assert b_cubed("", "").f1 == 0.0


def test_the_headlines_written_for_this_are_put_together():
    with HEADLINES.open(encoding="utf-8") as file:
        agreement = evaluate(read_labelled(file, "headlines.tsv"), PIVOT)
    assert agreement.f1 >= 0.95


@pytest.mark.corpus
def test_the_pivot_finds_the_stories_of_the_corpus(corpus):
    with (corpus / "labelled" / "story-clusters.tsv").open(encoding="utf-8") as file:
        labelled = read_labelled(file, "story-clusters.tsv")
    assert evaluate(labelled, PIVOT).f1 >= 0.78
    shuffled: list[Labelled] = random.Random(5).sample(labelled, len(labelled))
    assert evaluate(shuffled, PIVOT).f1 == pytest.approx(evaluate(labelled, PIVOT).f1, abs=0.02)


RICH = (
    "European Commission on the minimum wage directive, the youth guarantee, the green deal, pensions, strikes, steel"
    " tariffs, the migration pact, the digital services act and the social climate fund: report no {}"
)


@pytest.mark.timeout(30)  # a few seconds each; a cost that grows as a square takes minutes
@pytest.mark.parametrize(
    ("title", "sources"),
    [
        (RICH, 1),
        (RICH.format("one"), 1),
        (RICH.format("one"), 40),
        ("Weekly agenda of the Commission no {}", 1),
    ],
)
def test_thousands_of_headlines_that_are_alike_are_soon_placed_and_each_once(title, sources):
    given = [
        Candidate(
            told(n, title.format(n), "en", source=f"source-{n % sources}"), title=title.format(n).lower()
        )
        for n in range(1, 1501)
    ]
    placed = assign(given, [], PIVOT.strictness)
    assert sorted(one.item for one in placed) == list(range(1, 1501))


def test_a_reference_is_said_without_its_kind_and_its_parts_are_not_said_again():
    shared = ["r:com:COM(2026) 512", "n:512", "a:com", "a:etuc", "n:12"]
    assert [sign_in_words(one, "nl") for one in told_signs(shared)] == ["COM(2026) 512", "ETUC", "12"]
