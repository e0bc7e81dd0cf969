"""The stories of items, with the reason of each in words, as a digest's choice takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from servwatch.archive.archive import Archive
from servwatch.archive.stories import StoryItem
from servwatch.insight.stories import How
from servwatch.insight.stories.reasons import in_words, reason
from servwatch.locale import Words
from servwatch.model import InStory, Item


def told_stories(archive: Archive, *items: Sequence[Item]) -> dict[int, InStory]:
    """The story of each of these items that has one; nothing is placed anew."""
    asked = {item.id: item for listed in items for item in listed}
    found = archive.stories.of(asked)
    titles = {number: item.title for number, item in asked.items()}
    missing = {_beside(one) for one in found.values()} - titles.keys() - {0}
    titles |= archive.stories.titles(missing)
    return {number: in_story(one, titles) for number, one in found.items()}


def reasons_of(archive: Archive, items: Sequence[Item], speech: Words) -> dict[int, str]:
    """Why each of these belongs to its story, in words; "" for the one that began it."""
    known = told_stories(archive, items)
    return {
        number: speech._(one.reason, **in_words(one.facts, speech.language, speech.joined))
        if one.reason
        else ""
        for number, one in known.items()
    }


def in_story(one: StoryItem, titles: Mapping[int, str]) -> InStory:
    """An item in its story; `titles` has that of the item it was joined to."""
    beside = _beside(one)
    by_hand = one.how == How.HAND
    if one.how == How.FIRST or not beside:
        return InStory(one.story, beside=beside, by_hand=by_hand)
    sentence, facts = reason(one.how, one.facts, titles.get(beside, ""))
    return InStory(one.story, sentence, facts, beside, by_hand)


def _beside(one: StoryItem) -> int:
    return int(one.facts.get("beside", 0))
