"""What is awaited: look for it among the items that came, and tell the editors when a window closed without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from servwatch.archive.archive import Archive
from servwatch.archive.expected import AwaitedRow, Candidate
from servwatch.archive.outbox import Outgoing
from servwatch.archive.source_state import SourceState
from servwatch.cycle.notices import Notices
from servwatch.insight.expectations import LATE_FOR, MISSED_FOR, Awaited, Span, Titles, next_span, spans
from servwatch.locale import Words, words
from servwatch.model import Expectation, Settings


@dataclass(frozen=True, slots=True)
class _Change:
    """A window with what is new of it."""

    expectation: Expectation
    row: AwaitedRow
    missed: bool = False  # to be told now
    late: bool = False


def await_items(
    settings: Settings,
    archive: Archive,
    states: Mapping[str, SourceState],
    notices: Callable[[], Notices],
    now: datetime,
) -> None:
    """Note what came and what did not, with the mails that tell of it, in one transaction."""
    today = settings.day_of(now)
    open_ = [(e, span) for e in settings.expectations if e.enabled for span in spans(e.windows, today)]
    if not open_:
        return
    rows = {(r.expectation, r.first): r for r in archive.awaited.since(today - LATE_FOR)}
    watcher = _Watcher(settings, archive, states, now)
    changes = []
    for expectation, span in open_:
        change = watcher.look(expectation, span, rows.get((expectation.id, span.first)))
        if change is not None and change.row != rows.get((expectation.id, span.first)):
            changes.append(change)
    missed, late = [c for c in changes if c.missed], [c for c in changes if c.late]
    letters = _letters(settings, notices(), missed, late, now) if missed or late else []
    archive.awaited.keep([change.row for change in changes], letters)


class _Watcher:
    """Looks at windows one by one."""

    def __init__(
        self, settings: Settings, archive: Archive, states: Mapping[str, SourceState], now: datetime
    ) -> None:
        self._settings, self._archive, self._now = settings, archive, now
        self._today = settings.day_of(now)
        self._states = states
        self._newest = archive.awaited.newest()

    def look(self, expectation: Expectation, span: Span, row: AwaitedRow | None) -> _Change | None:
        """A window as it stands now; None where it closed before any of its sources was watched."""
        sources = self._sources(expectation)
        begun = [self._states[id_].first_seen for id_ in sources if id_ in self._states]
        if not begun or self._settings.day_of(min(begun)) > span.last:
            return None
        reading = _reading(expectation)
        if row is None or row.reading != reading or row.last != span.last:
            told = row.told if row is not None and row.last == span.last else None
            row = AwaitedRow(expectation.id, span.first, span.last, reading, told=told)
        if row.item is not None:
            return _Change(expectation, row)
        unseen = self._newest > row.seen
        found = self._found(expectation, span, row.seen, sources) if unseen else None
        row = replace(row, seen=max(row.seen, self._newest))
        if found is not None:
            came = replace(row, item=found.id, day=found.day)
            return _Change(expectation, came, late=row.told is not None)
        missed = span.standing(None, self._today) is Awaited.MISSED and row.told is None
        held = self._found(expectation, span, 0, sources, quarantined=True) if missed else None
        if missed and held is None and self._settings.mail.editors:
            return _Change(expectation, replace(row, told=self._now), missed=True)
        return _Change(expectation, row)

    def _sources(self, expectation: Expectation) -> set[str]:
        """The sources from which it may come."""
        return {
            s.id
            for s in self._settings.sources
            if (not expectation.sources or s.id in expectation.sources)
            and (not expectation.bodies or s.body in expectation.bodies)
        }

    def _found(
        self,
        expectation: Expectation,
        span: Span,
        after: int,
        sources: set[str],
        *,
        quarantined: bool = False,
    ) -> Candidate | None:
        titles, kinds = Titles(expectation.match), {kind.value for kind in expectation.kinds}
        for candidate in self._archive.awaited.candidates(after, span.first, quarantined=quarantined):
            fits = candidate.source in sources and (not kinds or candidate.kind in kinds)
            if fits and candidate.day <= span.last + LATE_FOR and titles.take(candidate.title):
                return candidate
        return None


def _reading(expectation: Expectation) -> str:
    """A short name of what decides which items match."""
    parts = (expectation.match, expectation.sources, expectation.bodies, expectation.kinds)
    return blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def _letters(
    settings: Settings,
    notices: Notices,
    missed: Sequence[_Change],
    late: Sequence[_Change],
    now: datetime,
) -> list[Outgoing]:
    speech = words(settings.language, settings.timezone)
    letters: list[Outgoing] = []
    if missed:
        subject = speech.n_(
            "servwatch: {n} document did not come", "servwatch: {n} documents did not come", len(missed)
        )
        sentence = speech._(
            "Their time is over, and nothing that matches came. Look at the publisher's site: it may have come under"
            " another name or in another place, or be put off."
        )
        letters += notices.letters(
            settings.mail.editors,
            "missed",
            subject,
            [sentence],
            _listed(missed, speech),
            again=now.isoformat(),
        )
    if late:
        subject = speech.n_(
            "servwatch: {n} document came late", "servwatch: {n} documents came late", len(late)
        )
        sentence = speech._("These were said not to have come, and now they did:")
        letters += notices.letters(
            settings.mail.editors, "late", subject, [sentence], _listed(late, speech), again=now.isoformat()
        )
    return letters


def _listed(changes: Sequence[_Change], speech: Words) -> list[str]:
    return [
        speech._(
            "{name} ({id}): awaited from {first} to {last}",
            name=change.expectation.name,
            id=change.expectation.id,
            first=speech.day(change.row.first, form="long"),
            last=speech.day(change.row.last, form="long"),
        )
        for change in changes
    ]


def missed_ones(
    settings: Settings, archive: Archive, today: date
) -> Iterator[tuple[Expectation, AwaitedRow]]:
    """The expectations of which a window closed lately without a matching item."""
    known = {e.id: e for e in settings.expectations if e.enabled}
    if not known:
        return
    for row in archive.awaited.since(today - MISSED_FOR):
        if row.expectation in known and row.item is None and row.last < today:
            yield known[row.expectation], row


def standings(settings: Settings, archive: Archive, today: date) -> list[dict[str, Any]]:
    """Each expectation with the window that counts today, else its next one, in the shape of `status --json`."""
    rows = {(r.expectation, r.first): r for r in archive.awaited.since(today - LATE_FOR)}
    found = []
    for expectation in settings.expectations:
        current = [s for s in spans(expectation.windows, today) if (expectation.id, s.first) in rows]
        span = current[-1] if current else next_span(expectation.windows, today)
        if not expectation.enabled or span is None:
            continue
        row = rows.get((expectation.id, span.first))
        found.append(
            {
                "id": expectation.id,
                "name": expectation.name,
                "state": span.standing(row.day if row else None, today).value,
                "first": span.first,
                "last": span.last,
                "item": row.item if row else None,
                "day": row.day if row else None,
            }
        )
    return found
