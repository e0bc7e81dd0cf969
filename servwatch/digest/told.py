"""What a digest told of late, so that it tells nothing twice."""

from __future__ import annotations

from collections.abc import Sequence

from servwatch.digest.groups import Stories
from servwatch.digest.reasons import ALREADY_SENT, STORY_SENT
from servwatch.digest.returning import SoFar
from servwatch.insight.stories import same_address, share_a_title, title_key
from servwatch.model import Decision, Item, Outcome, Sent


class Told:
    """What was told, to be found by address, by title or by story; the latest first."""

    def __init__(self, told: Sequence[Sent], stories: Stories) -> None:
        self._stories = stories
        self._by_story: dict[int, list[Sent]] = {}
        for sent in told:
            if sent.item.id in stories:
                self._by_story.setdefault(stories[sent.item.id].story, []).append(sent)
        self._so_far: dict[int, SoFar] = {}
        self._by_address: dict[str, list[Sent]] = {}
        self._by_title: dict[str, list[Sent]] = {}
        for sent in reversed(told):
            self._by_address.setdefault(sent.item.canonical, []).append(sent)
            if title := title_key(sent.item):  # one too short to tell is no title two share
                self._by_title.setdefault(title, []).append(sent)

    def copy_of(self, item: Item) -> Sent | None:
        """The item that was told of which this one is a copy; none where somebody decided on its story."""
        if item.id in self._stories and self._stories[item.id].by_hand:
            return None
        titled = self._by_title.get(title_key(item), ())
        found = self._of_address(item)
        return found or next((sent for sent in titled if share_a_title(sent.item, item)), None)

    def _of_address(self, item: Item) -> Sent | None:
        """What was told under its address; of its own source, if that told any under it, only the same."""
        told = self._by_address.get(item.canonical, ()) if item.canonical else ()
        own = [sent for sent in told if sent.item.source == item.source]
        return next((sent for sent in own or told if same_address(sent.item, item)), None)

    def of_story(self, item: Item) -> Sequence[Sent]:
        """What was told of the story that this item belongs to, the latest last."""
        return self._by_story.get(self._stories[item.id].story, ()) if item.id in self._stories else ()

    def so_far(self, item: Item) -> SoFar:
        """The same, taken together; worked out once for a story."""
        story = self._stories[item.id].story
        if story not in self._so_far:
            self._so_far[story] = SoFar.of(self.of_story(item))
        return self._so_far[story]


def copied(item: Item, earlier: Sent) -> Decision:
    """The decision on a copy of what was told."""
    return Decision(item.id, Outcome.MERGED, ALREADY_SENT, {"number": earlier.number}, into=earlier.item.id)


def told_before(item: Item, sent: Sent) -> Decision:
    """The decision on an item whose story was told."""
    facts = {"number": sent.number, "title": sent.item.title}
    return Decision(item.id, Outcome.MERGED, STORY_SENT, facts, into=sent.item.id)
