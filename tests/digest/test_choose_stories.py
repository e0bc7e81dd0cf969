"""Stories of the archive in a digest's choice: one entry each, with the reason, and never twice."""

from servwatch.digest.choose import choose
from servwatch.digest.reasons import SAME_STORY, STORY_SENT
from servwatch.insight.stories import SAME_NEWS, SAME_TITLE
from servwatch.model import InStory, Outcome, Sent
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


def test_a_told_story_returns_where_something_material_came():
    [(first, _), second] = two()
    stories = {1: InStory(7), 2: NEWS}
    told = [Sent(first, 46)]
    choice = choose(
        [second],
        told,
        DIGEST,
        settings(),
        NOW,
        stories=stories,
        returns=lambda _item, sent: sent.number == 46,
    )
    assert chosen(choice) == [2]


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
