"""Stories of the archive in a digest's choice: one entry each, with the reason, and never twice."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from servwatch.digest.choose import choose
from servwatch.digest.reasons import (
    ALREADY_SENT,
    NEW_DEADLINE,
    NEW_REFERENCE,
    NEW_STAGE,
    SAME_STORY,
    STORY_SENT,
)
from servwatch.insight.stories import SAME_NEWS, SAME_TITLE
from servwatch.model import Annotation, Deadline, Given, InStory, Outcome, Reference, Sent
from tests.digest.examples import DIGEST, NOW, annotated, item, settings

FACTS = {"title": "Commission proposes tariffs on steel", "signs": ["c:steel", "c:tariff"]}
NEWS = InStory(7, SAME_NEWS, FACTS, beside=1)


def outcome(choice, number):
    return next(d for d in choice.decisions if d.item == number)


def chosen(choice):
    return [entry.item.id for entry in choice.entries]


def two(**second):
    return [
        annotated(
            item(1, "Commission proposes tariffs on steel", source="oecd", language="en"), ("climate", 9.0)
        ),
        annotated(
            item(2, "Commissie stelt heffingen op staal voor", source="ec", **second), ("climate", 2.0)
        ),
    ]


def test_candidates_of_one_story_are_one_entry_led_by_the_readers_language():
    choice = choose(two(), [], DIGEST, settings(), NOW, stories={1: InStory(7), 2: NEWS})
    assert chosen(choice) == [2]
    assert [other.id for other in choice.entries[0].companions] == [1]


def test_the_merged_one_says_why_in_words_from_whichever_side_it_is_told():
    stories = {1: InStory(7), 2: NEWS}
    leading = outcome(choose(two(), [], DIGEST, settings(), NOW, stories=stories), 1)
    assert (leading.outcome, leading.reason, leading.into) == (Outcome.MERGED, SAME_NEWS, 2)
    assert leading.facts == FACTS | {"title": "Commissie stelt heffingen op staal voor"}
    following = outcome(choose(two(language="fr", days=3), [], DIGEST, settings(), NOW, stories=stories), 2)
    assert (following.reason, following.facts, following.into) == (SAME_NEWS, FACTS, 1)


def test_a_third_of_the_story_says_of_which_other_it_tells_the_same():
    items = [
        *two(),
        annotated(
            item(3, "Acier : de nouveaux droits de douane", source="cese", language="fr"), ("climate", 5.0)
        ),
    ]
    third = InStory(7, SAME_NEWS, FACTS, beside=1)
    choice = choose(items, [], DIGEST, settings(), NOW, stories={1: InStory(7), 2: NEWS, 3: third})
    assert chosen(choice) == [2]
    assert outcome(choice, 3).facts == FACTS
    alone = choose([items[0], items[2]], [], DIGEST, settings(), NOW, stories={1: InStory(7), 3: InStory(7)})
    assert {d.reason for d in alone.decisions if d.outcome is Outcome.MERGED} == {SAME_STORY}


def test_items_of_two_stories_are_two_entries():
    choice = choose(two(), [], DIGEST, settings(), NOW, stories={1: InStory(7), 2: InStory(8)})
    assert sorted(chosen(choice)) == [1, 2]


def test_what_later_joins_a_story_that_was_told_is_merged_with_it():
    [(first, _), second] = two()
    stories = {1: InStory(7), 2: NEWS}
    decision = outcome(choose([second], [Sent(first, 46)], DIGEST, settings(), NOW, stories=stories), 2)
    assert (decision.outcome, decision.reason, decision.into) == (Outcome.MERGED, STORY_SENT, 1)
    assert decision.facts == {"number": 46, "title": first.title}


def test_an_entry_has_the_deadline_that_only_a_companion_gives():
    [first, second] = two()
    first = first[0], replace(first[1], **due(5), **about(COM))
    choice = choose([first, second], [], DIGEST, settings(), NOW, stories={1: InStory(7), 2: NEWS})
    (entry,) = choice.entries
    assert (entry.item.id, entry.annotation.item) == (2, 2)
    assert [one.kind for one in entry.annotation.deadlines] == ["consultation"]
    assert [one.id for one in entry.annotation.references] == ["COM(2025) 837"]


def returned(*, before=None, now=None, item_stage="", sent_stage=""):
    """What becomes of an item whose story was told; deadlines and references are those of the annotations."""
    [(first, note), (second, second_note)] = two()
    first = replace(first, given=Given(stage=sent_stage))
    second = replace(second, given=Given(stage=item_stage))
    told = [Sent(first, 46, replace(note, **(before or {})))]
    candidates = [(second, replace(second_note, **(now or {})))]
    stories = {1: InStory(7), 2: NEWS}
    return choose(candidates, told, DIGEST, settings(), NOW, stories=stories)


def due(days):
    return {"deadlines": (Deadline(NOW.date() + timedelta(days=days), "consultation", "until"),)}


def about(*ids):
    return {"references": tuple(Reference(kind, id_, role="title") for kind, id_ in ids)}


COM = ("com", "COM(2025) 837")
PROCEDURE = ("procedure", "2025/0360(COD)")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"now": due(5)}, NEW_DEADLINE),
        ({"before": due(5), "now": due(8)}, NEW_DEADLINE),
        ({"sent_stage": "PLANNING_WORKFLOW", "item_stage": "ADOPTION_WORKFLOW"}, NEW_STAGE),
        ({"before": about(COM), "now": about(COM, PROCEDURE)}, NEW_REFERENCE),
    ],
)
def test_a_told_story_returns_where_something_material_came(changes, reason):
    choice = returned(**changes)
    assert chosen(choice) == [2]
    assert choice.entries[0].follows == 46
    assert (outcome(choice, 2).reason, outcome(choice, 2).facts["number"]) == (reason, 46)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"now": due(-1)},
        {"before": due(5), "now": due(5)},
        {"item_stage": "PLANNING_WORKFLOW"},
        {"sent_stage": "ADOPTION_WORKFLOW", "item_stage": "PLANNING_WORKFLOW"},
        {"now": about(COM)},
        {"before": about(COM), "now": about(COM)},
    ],
)
def test_a_told_story_stays_told_where_nothing_material_came(changes):
    assert outcome(returned(**changes), 2).reason == STORY_SENT


def test_a_copy_outside_of_the_archives_stories_still_joins():
    items = [
        *two(),
        annotated(item(3, "Commissie stelt heffingen op staal voor", source="cese"), ("climate", 1.0)),
    ]
    choice = choose(items, [], DIGEST, settings(), NOW, stories={1: InStory(7), 2: NEWS})
    assert chosen(choice) == [2]
    assert outcome(choice, 3).reason == SAME_TITLE


def test_what_was_split_by_hand_is_no_copy_any_more():
    title = "Commission proposes tariffs on steel"
    items = [annotated(item(n, title, source=s), ("climate", 5.0)) for n, s in ((1, "ec"), (2, "oecd"))]
    assert len(chosen(choose(items, [], DIGEST, settings(), NOW))) == 1
    apart = {1: InStory(7), 2: InStory(8, by_hand=True)}
    assert sorted(chosen(choose(items, [], DIGEST, settings(), NOW, stories=apart))) == [1, 2]
    told = [Sent(items[0][0], 46)]
    assert chosen(choose(items[1:], told, DIGEST, settings(), NOW, stories=apart)) == [2]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_two_stories_that_a_copy_connects_are_one_entry_in_whatever_order_they_come(order):
    title = "Council adopts conclusions on social dialogue"
    items = [
        annotated(item(1, "One of the first story", source="a"), ("climate", 2.0)),
        annotated(item(2, title, source="b"), ("climate", 2.0)),
        annotated(item(3, title, source="c"), ("climate", 2.0)),
        annotated(item(4, "One of the second story", source="d"), ("climate", 2.0)),
    ]
    stories = {1: InStory(7), 2: InStory(7), 3: InStory(8), 4: InStory(8)}
    choice = choose([items[n] for n in order], [], DIGEST, settings(), NOW, stories=stories)
    assert len(choice.entries) == 1
    assert sorted([choice.entries[0].item.id, *(i.id for i in choice.entries[0].companions)]) == [1, 2, 3, 4]


@pytest.mark.timeout(10)  # about a second; each against each takes a minute
def test_thousands_that_join_a_story_told_often_are_soon_decided_on():
    about = [(Reference("com", f"COM(2025) {n}", "", "own"),) for n in range(6000)]
    candidates = []
    for n in range(1, 4001):
        one, note = annotated(item(n, f"Headline {n} on wages"), ("climate", 2.0))
        candidates.append((one, replace(note, references=about[n % 1000])))
    told = [
        Sent(item(n, f"Told {n} on wages"), 46, Annotation(n, "", "en", references=about[n - 5001]))
        for n in range(5001, 6001)
    ]
    stories = {n: InStory(7) for n in range(1, 7000)}
    choice = choose(candidates, told, DIGEST, settings(), NOW, stories=stories)
    assert {d.reason for d in choice.decisions} == {STORY_SENT}
    assert len(choice.decisions) == 4000


def test_a_deadline_that_was_told_by_a_companion_brings_nothing_back():
    [(first, note), (second, second_note)] = two()
    told = [Sent(first, 46, note, (replace(note, **due(5)),))]
    candidates = [(second, replace(second_note, **due(5)))]
    stories = {1: InStory(7), 2: NEWS}
    assert outcome(choose(candidates, told, DIGEST, settings(), NOW, stories=stories), 2).reason == STORY_SENT


def test_a_copy_with_a_deadline_that_was_not_told_comes_back_and_one_without_does_not():
    [(first, note), _] = two()
    copy = annotated(item(3, first.title, source="cese", language="en"), ("climate", 1.0))
    told = [Sent(first, 46, note)]
    assert outcome(choose([copy], told, DIGEST, settings(), NOW), 3).reason == ALREADY_SENT
    dated = copy[0], replace(copy[1], **due(5))
    assert outcome(choose([dated], told, DIGEST, settings(), NOW), 3).reason == NEW_DEADLINE
    known = [Sent(first, 46, replace(note, **due(5)))]
    assert outcome(choose([dated], known, DIGEST, settings(), NOW), 3).reason == ALREADY_SENT
