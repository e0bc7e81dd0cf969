"""Choose an edition's entries from its candidates: pure, every candidate gets exactly one decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from servwatch.digest.circumstances import NONE, Circumstances
from servwatch.digest.match import Matched, match
from servwatch.digest.rank import Part, Standing, rank
from servwatch.insight.deadline_register import open_deadlines
from servwatch.insight.stories import copies, share_a_title, title_key
from servwatch.model import Annotation, Decision, Digest, Entry, Item, Outcome, Sent, Settings, Source

CHOSEN = "Chosen for its themes."
FOLLOWED = "Chosen because the dossier {dossier} is followed."
PINNED = "Chosen because {by} pinned it."
DROPPED = "Dropped by {by}."
UNTAGGED = "Chosen although it has no theme: this digest takes those too."
OVER_LIMIT = "Over the limit of {limit} entries: in order of rank it is number {rank}."
OVER_THEME = "Over the limit of {limit} entries a theme."
OVER_BODY = "Over the limit of {limit} entries a body."
ALREADY_SENT = "This digest told it before, in no. {number}."

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


class _Tier(IntEnum):
    """What goes before rank under a limit."""

    DEADLINE = 0
    FOLLOWED = 1
    PINNED = 2
    RANKED = 3


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An item that belongs, with all that decides its place."""

    item: Item
    matched: Matched
    days_left: int | None
    followed: str
    pinned: str

    @property
    def tier(self) -> _Tier:
        if self.days_left is not None:
            return _Tier.DEADLINE
        return _Tier.FOLLOWED if self.followed else _Tier.PINNED if self.pinned else _Tier.RANKED


@dataclass(frozen=True, slots=True)
class _Story:
    lead: Item
    matched: Matched
    companions: tuple[Item, ...]
    score: float
    parts: tuple[Part, ...]
    body: str
    tier: _Tier
    followed: str
    pinned: str

    @property
    def reason(self) -> tuple[str, dict[str, Any]]:
        """Why it is told, in a sentence, with its facts."""
        if self.followed:
            return FOLLOWED, {"dossier": self.followed}
        if self.pinned:
            return PINNED, {"by": self.pinned}
        return (CHOSEN if self.theme else UNTAGGED), {}

    @property
    def theme(self) -> str:
        return self.matched.themes[0].theme if self.matched.themes else ""


def choose(
    candidates: Sequence[Candidate],
    told: Sequence[Sent],
    digest: Digest,
    settings: Settings,
    now: datetime,
    known: Circumstances = NONE,
) -> Choice:
    """Decide for every candidate: chosen, merged into a story, cut by a limit, or rejected.

    Under a limit stand first items with an open deadline, then followed dossiers, then pinned items, then
    the rest by rank; the limits a theme and a body hold for that rest.
    """
    decisions: dict[int, Decision] = {}
    belonging: list[_Candidate] = []
    before = _Told(told)
    today = settings.day_of(now)
    for item, annotation in candidates:
        matched = match(item, annotation, digest, settings.own)
        followed, pinned = known.followed.get(item.id, ""), known.pinned.get(item.id, "")
        wanted = matched.belongs or ((followed or pinned) and item.source not in settings.own)
        earlier = before.copy_of(item)
        if item.id in known.dropped or not wanted:
            decisions[item.id] = _rejection(item, matched, known.dropped.get(item.id, ""))
        elif earlier is not None:
            facts = {"number": earlier.number}
            decisions[item.id] = Decision(item.id, Outcome.MERGED, ALREADY_SENT, facts, into=earlier.item.id)
        else:
            left = _days_left(annotation, today)
            belonging.append(_Candidate(item, matched, left, followed, pinned))
    stories = _stories(belonging, digest, settings, now, decisions, known)
    entries, cut = _within_limits(stories, digest, decisions)
    notes = {item.id: annotation for item, annotation in candidates}
    return Choice(
        _entries(entries, notes),
        _entries(cut, notes),
        tuple(decisions[item.id] for item, _ in candidates),
    )


def _rejection(item: Item, matched: Matched, dropped: str) -> Decision:
    score = matched.themes[0].score if matched.themes else 0.0
    if dropped:
        return Decision(item.id, Outcome.REJECTED, DROPPED, {"by": dropped}, score=score)
    return Decision(item.id, Outcome.REJECTED, matched.refused, matched.facts, score=score)


def _days_left(annotation: Annotation | None, today: date) -> int | None:
    """Days until the first deadline that is still open, None where there is none."""
    coming = open_deadlines(annotation, today) if annotation is not None else []
    return (coming[0].date - today).days if coming else None


class _Told:
    """What the digest told of late, to be found by address or by title; the latest first."""

    def __init__(self, told: Sequence[Sent]) -> None:
        self._by_address = {sent.item.canonical: sent for sent in told if sent.item.canonical}
        self._by_title: dict[str, list[Sent]] = {}
        for sent in reversed(told):
            self._by_title.setdefault(title_key(sent.item), []).append(sent)

    def copy_of(self, item: Item) -> Sent | None:
        """The item that was told of which this one is a copy."""
        titled = self._by_title.get(title_key(item), ())
        found = self._by_address.get(item.canonical)
        return found or next((sent for sent in titled if share_a_title(sent.item, item)), None)


def _stories(
    belonging: Sequence[_Candidate],
    digest: Digest,
    settings: Settings,
    now: datetime,
    decisions: dict[int, Decision],
    known: Circumstances,
) -> list[_Story]:
    """Join the copies, rank what remains, the best first."""
    themes = {theme.id: theme for theme in settings.themes}
    sources = {source.id: source for source in settings.sources}
    by_id = {candidate.item.id: candidate for candidate in belonging}
    stories = []
    for story in copies([candidate.item for candidate in belonging]):
        members = [by_id[i] for i in story.items]
        lead = max(members, key=lambda m: _preference((m.item, m.matched), digest, sources))
        item, matched = lead.item, lead.matched
        companions = tuple(m.item for m in members if m is not lead)
        left = [m.days_left for m in members if m.days_left is not None]
        standing = Standing(
            bodies=len({_body(m.item, sources) for m in members}),
            followed=any(m.followed for m in members),
            days_left=min(left, default=None),
            judged=known.leanings.of(item.source, [t.theme for t in matched.themes]),
        )
        score, parts = rank(
            item,
            matched.themes,
            digest,
            theme_settings=themes,
            source=sources.get(item.source),
            standing=standing,
            now=now,
        )
        best = min(members, key=lambda m: m.tier)
        followed = next((m.followed for m in members if m.followed), "")
        pinned = next((m.pinned for m in members if m.pinned), "")
        body = _body(item, sources)
        stories.append(_Story(item, matched, companions, score, parts, body, best.tier, followed, pinned))
        reasons = dict(zip(story.items[1:], story.reasons, strict=True))
        for one in companions:
            reason = reasons.get(one.id) or reasons[item.id]  # the first of the group may be a companion
            decisions[one.id] = Decision(one.id, Outcome.MERGED, reason, into=item.id, score=score)
    return sorted(stories, key=lambda s: (s.tier, -s.score, -s.lead.first_seen.timestamp(), s.lead.id))


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
            if story.tier is _Tier.RANKED:
                per_theme[story.theme] += 1
                per_body[story.body] += 1
            reason, facts = story.reason
            facts["parts"] = dict(story.parts)
            decision = Decision(
                story.lead.id, Outcome.CHOSEN, reason, facts, place=len(entries), score=story.score
            )
        else:
            cut.append(story)
            why = {"limit": over[1], "rank": place, "parts": dict(story.parts)}
            decision = Decision(story.lead.id, Outcome.CUT, over[0], why, place=place, score=story.score)
        decisions[story.lead.id] = decision
    return entries, cut


def _over(
    story: _Story, digest: Digest, chosen: int, per_theme: Counter[str], per_body: Counter[str]
) -> tuple[str, int] | None:
    if digest.limit and chosen >= digest.limit:
        return OVER_LIMIT, digest.limit
    if story.tier is not _Tier.RANKED:
        return None
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
