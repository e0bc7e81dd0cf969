"""Alerts: a digest that comes at once tells each story in an edition of its own, at the hours people work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from servwatch.archive.archive import Archive
from servwatch.cycle.draft import Draft
from servwatch.model import Decision, Digest, Entry, Outcome, Settings

EACH_MINUTE = timedelta(minutes=1)
"""How often the schedule of an alert comes, within its hours."""
ENOUGH_REJECTED = 300
"""So many items that are not urgent are put into the ledger together, so that they are not looked at for ever."""
_LOOKED_BACK = 50
"""Editions looked through for those of today."""


def alerts(draft: Draft, room: int | None) -> Iterator[Draft]:
    """One draft for each urgent story, the first in rank first; at most `room`, None for all.

    What there is no room for waits: it gets no row. What is not urgent gets its row with the first story, or
    when there is much of it, or editors left no story to tell. The last story ends the draft of its editors; while
    there is no room for it, that waits, released as it is.
    """
    entries = draft.edition.entries if room is None else draft.edition.entries[: max(room, 0)]
    of_stories = {item for entry in draft.edition.entries for item in _items(entry)}
    others = tuple(d for d in draft.choice.decisions if d.item not in of_stories)
    nothing_left = draft.review.reviewed and not draft.edition.entries  # of what editors had before them
    if not entries and (nothing_left or len(others) >= ENOUGH_REJECTED):
        yield _part(_reviewed(draft, ends=not draft.edition.entries), (), others, 0)
    for place, entry in enumerate(entries):
        items = _items(entry)
        own = tuple(replace(d, place=d.place and 1) for d in draft.choice.decisions if d.item in items)
        part = _reviewed(draft, ends=place == len(draft.edition.entries) - 1)
        yield _part(part, (replace(entry, place=1),), own if place else (*own, *others), place)


def room_today(archive: Archive, digest: Digest, settings: Settings, now: datetime) -> int | None:
    """How many alerts may still leave today, None for any number."""
    if not digest.limit:
        return None
    today = settings.day_of(now)
    recent = archive.editions.recent(digest.id, limit=_LOOKED_BACK)
    return digest.limit - sum(bool(e.number) and settings.day_of(e.frozen) == today for e in recent)


def _reviewed(draft: Draft, *, ends: bool) -> Draft:
    return draft if ends else replace(draft, review=draft.review.in_part())


def _items(entry: Entry) -> frozenset[int]:
    return frozenset((entry.item.id, *(other.id for other in entry.companions)))


def _part(draft: Draft, entries: tuple[Entry, ...], decisions: tuple[Decision, ...], place: int) -> Draft:
    """The edition of one story. Each has a time of its own, a second after the other."""
    around = draft.edition.around if not place else replace(draft.edition.around, corrections=())  # each once
    edition = replace(
        draft.edition,
        around=around,
        number=draft.edition.number + place,
        scheduled=draft.edition.scheduled + timedelta(seconds=place),
        entries=entries,
        cut=(),
        rejected=sum(d.outcome is Outcome.REJECTED for d in decisions),
        unread=(),
        next_time=None,
    )
    choice = replace(draft.choice, entries=entries, cut=(), decisions=decisions)
    candidates = draft.candidates if not place else replace(draft.candidates, out_of_reach=0)
    return replace(draft, edition=edition, choice=choice, candidates=candidates)
