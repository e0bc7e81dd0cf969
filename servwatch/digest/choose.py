"""Choose an edition's entries from its candidates: pure, every candidate gets exactly one decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from servwatch.digest.circumstances import NONE, Circumstances
from servwatch.digest.groups import Belonging, FollowUp, Group, Grouping, Stories
from servwatch.digest.limits import within_limits
from servwatch.digest.match import Matched, match
from servwatch.digest.reasons import DROPPED, NOT_URGENT
from servwatch.digest.returning import SoFar, what_is_new
from servwatch.digest.told import Told, copied, told_before
from servwatch.digest.urgency import urgent
from servwatch.insight.deadline_register import open_deadlines
from servwatch.model import Annotation, Decision, Digest, Entry, Item, Outcome, Sent, Settings

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


def choose(
    candidates: Sequence[Candidate],
    told: Sequence[Sent],
    digest: Digest,
    settings: Settings,
    now: datetime,
    known: Circumstances = NONE,
    *,
    stories: Stories = MappingProxyType({}),
) -> Choice:
    """Decide for every candidate: chosen, merged into a story, cut by a limit, or rejected.

    `stories` has the candidates and what was told; a told story returns only with something new to act on.
    Under a limit stand first items with an open deadline, then followed dossiers, then pinned items, then
    the rest by rank; the limits a theme and a body hold for that rest.
    """
    decisions: dict[int, Decision] = {}
    belonging: list[Belonging] = []
    sorting = _Sorting(Told(told, stories), digest, settings, settings.day_of(now), known)
    for item, annotation in candidates:
        found = sorting.of(item, annotation)
        if isinstance(found, Decision):
            decisions[item.id] = found
        else:
            belonging.append(found)
    groups = Grouping(digest, settings, now, known, stories).of(belonging, decisions)
    entries, cut = within_limits(groups, digest, decisions)
    notes = {item.id: annotation for item, annotation in candidates}
    return Choice(
        _entries(entries, notes),
        _entries(cut, notes),
        tuple(decisions[item.id] for item, _ in candidates),
    )


@dataclass(frozen=True, slots=True)
class _Sorting:
    """Tells the candidates that belong from those that are decided on by themselves."""

    before: Told
    digest: Digest
    settings: Settings
    today: date
    known: Circumstances

    def of(self, item: Item, annotation: Annotation | None) -> Decision | Belonging:
        """The decision on an item, or all that decides its place."""
        matched = match(item, annotation, self.digest, self.settings.own)
        followed, pinned = self.known.followed.get(item.id, ""), self.known.pinned.get(item.id, "")
        wanted = matched.belongs or ((followed or pinned) and item.source not in self.settings.own)
        if item.id in self.known.dropped or not wanted:
            return _rejection(item, matched, self.known.dropped.get(item.id, ""))
        if self.digest.at_once and not (followed or pinned or urgent(item, matched.themes, self.settings)):
            score = matched.themes[0].score if matched.themes else 0.0
            return Decision(item.id, Outcome.REJECTED, NOT_URGENT, score=score)
        earlier, again = self.before.copy_of(item), self.before.of_story(item)
        so_far = self.before.so_far(item) if again else SoFar.of([earlier] if earlier is not None else [])
        last = again[-1] if again else earlier
        news = what_is_new(item, annotation, so_far, self.today) if last is not None else ""
        if earlier is not None and not news:
            return copied(item, earlier)
        if again and not news and not pinned:
            return told_before(item, again[-1])
        follows = FollowUp(last.number, news) if last is not None and news else None
        return Belonging(item, matched, _days_left(annotation, self.today), followed, pinned, follows)


def _rejection(item: Item, matched: Matched, dropped: str) -> Decision:
    score = matched.themes[0].score if matched.themes else 0.0
    if dropped:
        return Decision(item.id, Outcome.REJECTED, DROPPED, {"by": dropped}, score=score)
    return Decision(item.id, Outcome.REJECTED, matched.refused, matched.facts, score=score)


def _days_left(annotation: Annotation | None, today: date) -> int | None:
    """Days until the first deadline that is still open, None where there is none."""
    coming = open_deadlines(annotation, today) if annotation is not None else []
    return (coming[0].date - today).days if coming else None


def _entries(groups: Sequence[Group], notes: Mapping[int, Annotation | None]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            place=place,
            item=group.lead,
            annotation=_understood(group, notes),
            theme=group.theme,
            score=group.score,
            parts=group.parts,
            companions=group.companions,
            follows=group.follows.number if group.follows is not None else 0,
        )
        for place, group in enumerate(groups, 1)
    )


def _understood(group: Group, notes: Mapping[int, Annotation | None]) -> Annotation:
    """What is understood of the lead, with the deadlines and references that only its companions give."""
    lead = notes[group.lead.id] or Annotation(group.lead.id, "", group.lead.language)
    others = [note for one in group.companions if (note := notes[one.id]) is not None]
    days = {due.date for due in lead.deadlines}
    named = {(one.kind, one.id) for one in lead.references}
    deadlines = [due for note in others for due in note.deadlines if due.date not in days]
    references = [one for note in others for one in note.references if (one.kind, one.id) not in named]
    if not deadlines and not references:
        return lead
    return replace(
        lead,
        deadlines=(*lead.deadlines, *dict.fromkeys(deadlines)),
        references=(*lead.references, *dict.fromkeys(references)),
    )
