"""Choose an edition's entries from its candidates: pure, every candidate gets exactly one decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from servwatch.digest.match import Matched, match
from servwatch.digest.rank import Part, rank
from servwatch.insight.stories import SAME_TITLE, copies, share_a_title, title_key
from servwatch.model import (
    Annotation,
    Decision,
    Digest,
    Entry,
    InStory,
    Item,
    Outcome,
    Sent,
    Settings,
    Source,
    Story,
)

CHOSEN = "Chosen for its themes."
UNTAGGED = "Chosen although it has no theme: this digest takes those too."
OVER_LIMIT = "Over the limit of {limit} entries: in order of rank it is number {rank}."
OVER_THEME = "Over the limit of {limit} entries a theme."
OVER_BODY = "Over the limit of {limit} entries a body."
ALREADY_SENT = "This digest told it before, in no. {number}."
STORY_SENT = "This digest told its story before, in no. {number}: “{title}”."
SAME_STORY = "It tells the same story as “{title}”."

Stories = Mapping[int, InStory]
"""The stories of the archive by item; one that has none is a story of its own."""

Returns = Callable[[Item, Sent], bool]
"""Whether an item brings its story back that a digest has told: a new stage, deadline, reference, or a material
change."""

Candidate = tuple[Item, Annotation | None]


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of the candidates. `decisions` has one for each, in their order."""

    entries: tuple[Entry, ...]
    cut: tuple[Entry, ...]
    decisions: tuple[Decision, ...]

    def count(self, outcome: Outcome) -> int:
        """How many candidates had that outcome."""
        return sum(1 for d in self.decisions if d.outcome is outcome)


@dataclass(frozen=True, slots=True)
class _Story:
    lead: Item
    matched: Matched
    companions: tuple[Item, ...]
    score: float
    parts: tuple[Part, ...]
    body: str

    @property
    def theme(self) -> str:
        return self.matched.themes[0].theme if self.matched.themes else ""


def _never(_item: Item, _sent: Sent) -> bool:
    return False


def choose(
    candidates: Sequence[Candidate],
    told: Sequence[Sent],
    digest: Digest,
    settings: Settings,
    now: datetime,
    *,
    stories: Stories = MappingProxyType({}),
    returns: Returns = _never,
) -> Choice:
    """Decide for every candidate: chosen, merged into a story, cut by a limit, or rejected.

    `stories` has the candidates and what was told; `returns` says which items of a told story are told
    all the same.
    """
    decisions: dict[int, Decision] = {}
    belonging: list[tuple[Item, Matched]] = []
    before = _Told(told, stories)
    for item, annotation in candidates:
        matched = match(item, annotation, digest, settings.own)
        by_hand = item.id in stories and stories[item.id].by_hand
        earlier, again = None if by_hand else before.copy_of(item), before.of_story(item)
        if not matched.belongs:
            score = matched.themes[0].score if matched.themes else 0.0
            decisions[item.id] = Decision(
                item.id, Outcome.REJECTED, matched.refused, matched.facts, score=score
            )
        elif earlier is not None:
            facts = {"number": earlier.number}
            decisions[item.id] = Decision(item.id, Outcome.MERGED, ALREADY_SENT, facts, into=earlier.item.id)
        elif again is not None and not returns(item, again):
            decisions[item.id] = _told_before(item, again)
        else:
            belonging.append((item, matched))
    told_once = _stories(belonging, digest, settings, now, decisions, stories)
    entries, cut = _within_limits(told_once, digest, decisions)
    notes = {item.id: annotation for item, annotation in candidates}
    return Choice(
        _entries(entries, notes),
        _entries(cut, notes),
        tuple(decisions[item.id] for item, _ in candidates),
    )


def _told_before(item: Item, sent: Sent) -> Decision:
    facts = {"number": sent.number, "title": sent.item.title}
    return Decision(item.id, Outcome.MERGED, STORY_SENT, facts, into=sent.item.id)


class _Told:
    """What the digest told of late, to be found by address or by title; the latest first."""

    def __init__(self, told: Sequence[Sent], stories: Stories) -> None:
        self._stories = stories
        self._by_story = {stories[sent.item.id].story: sent for sent in told if sent.item.id in stories}
        self._by_address = {sent.item.canonical: sent for sent in told if sent.item.canonical}
        self._by_title: dict[str, list[Sent]] = {}
        for sent in reversed(told):
            self._by_title.setdefault(title_key(sent.item), []).append(sent)

    def copy_of(self, item: Item) -> Sent | None:
        """The item that was told of which this one is a copy."""
        titled = self._by_title.get(title_key(item), ())
        found = self._by_address.get(item.canonical)
        return found or next((sent for sent in titled if share_a_title(sent.item, item)), None)

    def of_story(self, item: Item) -> Sent | None:
        """What was told of the story that this item belongs to, the latest."""
        return self._by_story.get(self._stories[item.id].story) if item.id in self._stories else None


def _stories(
    belonging: Sequence[tuple[Item, Matched]],
    digest: Digest,
    settings: Settings,
    now: datetime,
    decisions: dict[int, Decision],
    known: Stories,
) -> list[_Story]:
    """Join the copies and what tells one story, rank what remains, the best first."""
    themes = {theme.id: theme for theme in settings.themes}
    sources = {source.id: source for source in settings.sources}
    by_id = {item.id: (item, matched) for item, matched in belonging}
    stories = []
    for story in _joined([item for item, _ in belonging], known):
        members = [by_id[i] for i in story.items]
        lead, matched = max(members, key=lambda m: _preference(m, digest, sources))
        companions = tuple(item for item, _ in members if item.id != lead.id)
        bodies = len({_body(item, sources) for item, _ in members})
        source = sources.get(lead.source)
        score, parts = rank(
            lead, matched.themes, digest, theme_settings=themes, source=source, bodies=bodies, now=now
        )
        stories.append(_Story(lead, matched, companions, score, parts, _body(lead, sources)))
        reasons = dict(zip(story.items[1:], story.reasons, strict=True))
        for item in companions:
            reason, facts = _reason(item, lead, reasons, known)
            decisions[item.id] = Decision(item.id, Outcome.MERGED, reason, facts, into=lead.id, score=score)
    return sorted(stories, key=lambda s: (-s.score, -s.lead.first_seen.timestamp(), s.lead.id))


def _joined(items: Sequence[Item], known: Stories) -> list[Story]:
    """Put together the copies, and what tells one story of the archive; where somebody decided, only that."""
    by_hand = [item for item in items if item.id in known and known[item.id].by_hand]
    apart = {item.id for item in by_hand}
    stories = copies([item for item in items if item.id not in apart])
    stories += [Story((item.id,)) for item in by_hand]
    groups: list[Story] = []
    place: dict[int, int] = {}  # of a story of the archive
    for story in stories:
        told = [known[item].story for item in story.items if item in known]
        at = next((place[number] for number in told if number in place), len(groups))
        if at == len(groups):
            groups.append(story)
        else:
            first = groups[at]
            groups[at] = Story(first.items + story.items, (*first.reasons, "", *story.reasons))
        place.update({number: at for number in told if number not in place})
    return groups


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


def _preference(
    member: tuple[Item, Matched], digest: Digest, sources: Mapping[str, Source]
) -> tuple[bool, float, float, float, int]:
    """Which copy leads: the reader's language, the stronger match, the weightier source, the earlier."""
    item, matched = member
    source = sources.get(item.source)
    language = item.language or (source.languages[0] if source and len(source.languages) == 1 else "")
    score = matched.themes[0].score if matched.themes else 0.0
    return (
        language == digest.language,
        score,
        source.weight if source else 1.0,
        -item.first_seen.timestamp(),
        -item.id,
    )


def _body(item: Item, sources: Mapping[str, Source]) -> str:
    source = sources.get(item.source)
    return source.body if source is not None else item.source


def _within_limits(
    stories: Sequence[_Story], digest: Digest, decisions: dict[int, Decision]
) -> tuple[list[_Story], list[_Story]]:
    """Part the stories into those that are told in full and those that are cut, and note why."""
    entries: list[_Story] = []
    cut: list[_Story] = []
    per_theme: Counter[str] = Counter()
    per_body: Counter[str] = Counter()
    for place, story in enumerate(stories, 1):
        over = _over(story, digest, len(entries), per_theme, per_body)
        if over is None:
            entries.append(story)
            per_theme[story.theme] += 1
            per_body[story.body] += 1
            reason = CHOSEN if story.theme else UNTAGGED
            decision = Decision(story.lead.id, Outcome.CHOSEN, reason, place=len(entries), score=story.score)
        else:
            cut.append(story)
            facts = {"limit": over[1], "rank": place}
            decision = Decision(story.lead.id, Outcome.CUT, over[0], facts, place=place, score=story.score)
        decisions[story.lead.id] = decision
    return entries, cut


def _over(
    story: _Story, digest: Digest, chosen: int, per_theme: Counter[str], per_body: Counter[str]
) -> tuple[str, int] | None:
    if digest.limit and chosen >= digest.limit:
        return OVER_LIMIT, digest.limit
    if digest.per_theme and story.theme and per_theme[story.theme] >= digest.per_theme:
        return OVER_THEME, digest.per_theme
    if digest.per_body and per_body[story.body] >= digest.per_body:
        return OVER_BODY, digest.per_body
    return None


def _entries(stories: Sequence[_Story], notes: Mapping[int, Annotation | None]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            place=place,
            item=story.lead,
            annotation=notes[story.lead.id] or Annotation(story.lead.id, "", story.lead.language),
            theme=story.theme,
            score=story.score,
            parts=story.parts,
            companions=story.companions,
        )
        for place, story in enumerate(stories, 1)
    )
