"""Candidates that tell one story, as one: its lead, its companions, its rank, and what puts it before others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from servwatch.digest.circumstances import Circumstances
from servwatch.digest.match import Matched
from servwatch.digest.rank import Part, Standing, rank
from servwatch.digest.reasons import CHOSEN, FOLLOWED, PINNED, SAME_STORY, UNTAGGED
from servwatch.insight.stories import SAME_TITLE, copies
from servwatch.model import Decision, Digest, InStory, Item, Outcome, Settings, Source, Story

Stories = Mapping[int, InStory]
"""The stories of the archive by item; one that has none is a story of its own."""


class Tier(IntEnum):
    """What goes before rank under a limit."""

    DEADLINE = 0
    FOLLOWED = 1
    PINNED = 2
    RANKED = 3


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a story brings back: the edition that told it, and the sentence that says what is new."""

    number: int
    news: str


@dataclass(frozen=True, slots=True)
class Belonging:
    """An item that belongs in a digest, with all that decides its place."""

    item: Item
    matched: Matched
    days_left: int | None = None  # until its first open deadline
    followed: str = ""  # the followed dossier it belongs to
    pinned: str = ""  # by whom
    follows: FollowUp | None = None

    @property
    def tier(self) -> Tier:
        """What it has to go before others."""
        if self.days_left is not None:
            return Tier.DEADLINE
        return Tier.FOLLOWED if self.followed else Tier.PINNED if self.pinned else Tier.RANKED


@dataclass(frozen=True, slots=True)
class Group:
    """One story of an edition."""

    lead: Item
    matched: Matched
    companions: tuple[Item, ...]
    score: float
    parts: tuple[Part, ...]
    body: str
    tier: Tier
    followed: str
    pinned: str
    follows: FollowUp | None
    placed: bool = False  # an editor gave it its place
    late: bool = False  # it came after the draft, or something of it did

    @property
    def theme(self) -> str:
        """The theme under which it is told, "" for none."""
        return self.matched.themes[0].theme if self.matched.themes else ""

    @property
    def reason(self) -> tuple[str, dict[str, Any]]:
        """Why it is told, in a sentence, with its facts."""
        if self.followed:
            return FOLLOWED, {"dossier": self.followed}
        if self.pinned:
            return PINNED, {"by": self.pinned}
        if self.follows is not None:
            return self.follows.news, {"number": self.follows.number}
        return (CHOSEN if self.theme else UNTAGGED), {}


class Grouping:
    """Groups the candidates of one digest at one time."""

    def __init__(
        self, digest: Digest, settings: Settings, now: datetime, known: Circumstances, stories: Stories
    ) -> None:
        self._digest, self._now, self._known, self._stories = digest, now, known, stories
        self._themes = {theme.id: theme for theme in settings.themes}
        self._sources = {source.id: source for source in settings.sources}

    def of(self, belonging: Sequence[Belonging], decisions: dict[int, Decision]) -> list[Group]:
        """Join the copies and what tells one story, rank what remains, the best first; note what was merged."""
        by_id = {candidate.item.id: candidate for candidate in belonging}
        groups = []
        for story in _joined([candidate.item for candidate in belonging], self._stories):
            members = [by_id[i] for i in story.items]
            group = self._group(members)
            groups.append(group)
            reasons = dict(zip(story.items[1:], story.reasons, strict=True))
            for one in group.companions:
                reason, facts = _reason(one, group.lead, reasons, self._stories)
                decisions[one.id] = Decision(
                    one.id, Outcome.MERGED, reason, facts, into=group.lead.id, score=group.score
                )
        return sorted(groups, key=lambda g: (g.tier, -g.score, -g.lead.first_seen.timestamp(), g.lead.id))

    def _group(self, members: Sequence[Belonging]) -> Group:
        lead = max(members, key=self._preference)
        item, matched = lead.item, lead.matched
        left = [m.days_left for m in members if m.days_left is not None]
        standing = Standing(
            bodies=len({self._body(m.item) for m in members}),
            followed=any(m.followed for m in members),
            days_left=min(left, default=None),
            judged=self._known.leanings.of(item.source, [t.theme for t in matched.themes]),
        )
        score, parts = rank(
            item,
            matched.themes,
            self._digest,
            theme_settings=self._themes,
            source=self._sources.get(item.source),
            standing=standing,
            now=self._now,
        )
        return Group(
            lead=item,
            matched=matched,
            companions=tuple(m.item for m in members if m is not lead),
            score=score,
            parts=parts,
            body=self._body(item),
            tier=min(m.tier for m in members),
            followed=next((m.followed for m in members if m.followed), ""),
            pinned=next((m.pinned for m in members if m.pinned), ""),
            follows=next((m.follows for m in members if m.follows), None),
            placed=any(m.item.id in self._known.placed for m in members),
            late=any(m.item.id in self._known.late for m in members),
        )

    def _preference(self, member: Belonging) -> tuple[bool, float, float, float, int]:
        """Which one leads: the reader's language, the stronger match, the weightier source, the earlier."""
        item, matched = member.item, member.matched
        source = self._sources.get(item.source)
        score = matched.themes[0].score if matched.themes else 0.0
        return (
            _language(item, source) == self._digest.language,
            score,
            source.weight if source else 1.0,
            -item.first_seen.timestamp(),
            -item.id,
        )

    def _body(self, item: Item) -> str:
        source = self._sources.get(item.source)
        return source.body if source is not None else item.source


def _language(item: Item, source: Source | None) -> str:
    return item.language or (source.languages[0] if source and len(source.languages) == 1 else "")


def _joined(items: Sequence[Item], known: Stories) -> list[Story]:
    """Put together the copies, and what tells one story of the archive; where somebody decided, only that."""
    by_hand = [item for item in items if item.id in known and known[item.id].by_hand]
    apart = {item.id for item in by_hand}
    stories = copies([item for item in items if item.id not in apart])
    stories += [Story((item.id,)) for item in by_hand]
    told: dict[int, list[int]] = {}  # which of these tell each story of the archive
    for number, story in enumerate(stories):
        for item in story.items:
            if item in known:
                told.setdefault(known[item].story, []).append(number)
    place = list(range(len(stories)))  # with which of these each is told, the first of its group
    for numbers in told.values():
        _unite(place, numbers)
    groups: dict[int, list[Story]] = {}
    for number, story in enumerate(stories):
        groups.setdefault(_first(place, number), []).append(story)
    return [_as_one(group) for group in groups.values()]


def _unite(place: list[int], numbers: Sequence[int]) -> None:
    firsts = {_first(place, number) for number in numbers}
    for first in firsts:
        place[first] = min(firsts)


def _first(place: list[int], number: int) -> int:
    while place[number] != number:
        place[number] = place[place[number]]
        number = place[number]
    return number


def _as_one(group: Sequence[Story]) -> Story:
    items = tuple(item for story in group for item in story.items)
    reasons = (reason for story in group for reason in ("", *story.reasons))
    return Story(items, tuple(reasons)[1:])


def _reason(
    item: Item, lead: Item, reasons: Mapping[int, str], known: Stories
) -> tuple[str, Mapping[str, Any]]:
    """Why an item is told with the lead: it is a copy, or the archive says that both tell one story.

    What is said of the item that began a story is said of the other one of the two.
    """
    copied = reasons.get(item.id) or (reasons.get(lead.id) if lead.id not in known else "")
    if copied:
        return copied, {}
    own, leading = known.get(item.id), known.get(lead.id)
    if own is not None and own.reason and own.beside == lead.id:
        return own.reason, own.facts
    if leading is not None and leading.reason and leading.beside == item.id:
        return leading.reason, {**leading.facts, "title": lead.title}
    if own is not None and own.reason:
        return own.reason, own.facts
    return (SAME_STORY, {"title": lead.title}) if own is not None else (SAME_TITLE, {})
