"""Which faults of sources are told today, and which have healed. Pure.

A fault is told once, when it has stood long enough to be no passing thing, and once more when it is
over. One that comes and goes is one case (`fault_case`): it is told again at most weekly, and is over
when it has been well for a while. When most sources cannot be reached it is the network, which is told
in their place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from servwatch.archive.fault_log import FaultRow
from servwatch.archive.source_state import SourceState
from servwatch.cycle.fault_case import FaultCase
from servwatch.cycle.network import UNREACHED, is_down
from servwatch.cycle.source_standing import StandingFault, fault_of
from servwatch.insight.source_faults import SourceFault
from servwatch.insight.verdict_remedies import FaultClass
from servwatch.model import Source, Verdict

SYSTEM_LASTS, SYSTEM_POLLS = timedelta(hours=24), 3
"""A way that fails for so long, and so many times in a row, does not mend itself in the night."""
SHAPE_LASTS, SHAPE_POLLS = timedelta(hours=4), 2
"""A page may be half built for an hour."""
ANOTHER_AFTER = timedelta(days=1)
"""A fault of another name is told no sooner after the one before it."""
_STILL = (SourceFault.SILENT, SourceFault.SAME_OLD)
"""Two names of one thing: nothing new comes."""
NETWORK_LASTS = timedelta(hours=3)
NETWORK = "network"

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """A fault that staff are to hear of, or that it is over."""

    row: FaultRow
    source: Source
    fault: StandingFault | None = None  # None: it is over


@dataclass(slots=True)
class Settlement:
    """What changed, and what is to be told of it."""

    rows: list[FaultRow] = field(default_factory=list)  # to write
    lasting: list[Told] = field(default_factory=list)
    healed: list[Told] = field(default_factory=list)
    network: FaultRow | None = None  # to be told: down where it has not healed, else back
    unreached: int = 0


class Settling:
    """Holds the sources as they stand against the faults that are written down."""

    def __init__(
        self,
        sources: Sequence[Source],
        states: Mapping[str, SourceState],
        rows: Sequence[FaultRow],
        *,
        mailed: Collection[FaultClass],  # whose staff have an address
        zone: ZoneInfo,
        now: datetime,
    ) -> None:
        self._watched = [s for s in sources if s.enabled]
        self._states, self._mailed, self._now, self._zone = states, mailed, now, zone
        self._today: date = now.astimezone(zone).date()
        self._cases: dict[_Key, FaultCase] = {}
        for row in rows:
            key = (row.source, row.kind)
            self._cases[key] = FaultCase((*self._case(key).spells, row))
        self._found = Settlement()

    def settle(self) -> Settlement:
        """Everything that changed since the last run."""
        down, back = self._network()
        for source in self._watched:
            state = self._states.get(source.id)
            if state is None or state.verdict is None:
                continue
            fault = fault_of(state, self._zone, self._today)
            if fault is not None and fault.grave:
                self._stands(source, state, fault, quiet=down and state.verdict in UNREACHED, anew=back)
            for kind in _known_well(state.verdict, fault):
                self._heals(source, kind)
        self._close_unwatched()
        return self._found

    def _network(self) -> tuple[bool, bool]:
        """Whether the network is down, and whether it has just come back."""
        judged = [s for s in self._watched if (state := self._states.get(s.id)) and state.verdict]
        unreached = [s for s in judged if self._states[s.id].verdict in UNREACHED]
        down = is_down(unreached, len(judged))
        self._found.unreached = len(unreached)
        row = self._case(("", FaultClass.SYSTEM.value)).standing
        standing = row is not None
        if down:
            begun = row or self._new("", FaultClass.SYSTEM, NETWORK)
            told = begun
            if (
                begun.told is None
                and self._now - begun.noticed >= NETWORK_LASTS
                and self._mails(FaultClass.SYSTEM)
            ):
                told = self._found.network = replace(begun, told=self._now)
            self._write(row, told)
        elif row is not None:
            healed = replace(row, healed=self._now)
            self._write(row, healed)
            self._found.network = healed if row.told is not None else None
        return down, standing and not down

    def _stands(
        self, source: Source, state: SourceState, fault: StandingFault, *, quiet: bool, anew: bool
    ) -> None:
        case = self._case((source.id, fault.kind.value))
        before = case.standing
        row = before or self._new(source.id, fault.kind, fault.name, fault.since)
        other = before is not None and before.told is not None and _differs(before, fault)
        if not other:
            row = replace(row, fault=fault.name)
        if anew and fault.kind is FaultClass.SYSTEM and row.told is None:
            row = replace(row, noticed=self._now)  # what the network did to it is over
        case = FaultCase((*(spell for spell in case.spells if spell is not before), row))
        silent = quiet or state.acknowledged(self._today) or not self._mails(fault.kind)
        if other and not silent and self._is_due(row, fault, state):
            since = fault.since.astimezone(self._zone).date()
            row = replace(row, fault=fault.name, since=since, told=self._now)
            self._found.lasting.append(Told(row, source, fault))
        elif not silent and self._lasts(case, row, fault, state):
            row = replace(row, told=self._now)
            self._found.lasting.append(Told(row, source, fault))
        self._write(before, row)

    def _lasts(self, case: FaultCase, row: FaultRow, fault: StandingFault, state: SourceState) -> bool:
        """Whether a fault is to be told now: it was not yet, or comes back to stay or again and again."""
        if row.told is not None:
            return False
        if case.is_open or case.came_back(self._now):
            return case.is_due_again(self._now)
        if case.mostly(self._now):
            return True
        stood = self._now - row.noticed
        if fault.kind is FaultClass.SYSTEM:
            return stood >= SYSTEM_LASTS and state.failures >= SYSTEM_POLLS
        if fault.name == SourceFault.CHANGED_SHAPE:
            return stood >= SHAPE_LASTS and state.failures >= SHAPE_POLLS
        if fault.name == SourceFault.UNREAD_MAIL:
            return stood >= SHAPE_LASTS  # the next poll may read it
        return True  # it took days to be found

    def _is_due(self, row: FaultRow, fault: StandingFault, state: SourceState) -> bool:
        """Whether a fault that took the place of one that was told is to be told as well, with its own remedy."""
        shape = fault.name == SourceFault.CHANGED_SHAPE
        stands = not shape or state.failures >= SHAPE_POLLS
        return stands and row.told is not None and self._now - row.told >= ANOTHER_AFTER

    def _heals(self, source: Source, kind: FaultClass) -> None:
        before = self._case((source.id, kind.value))
        ended = {spell.id: replace(spell, healed=spell.healed or self._now) for spell in before.spells}
        case = FaultCase(tuple(ended.values()))
        if case.told is not None and case.is_over(self._now) and self._mails(kind):
            ended[case.told.id] = replace(case.told, over=self._now)
            self._found.healed.append(Told(case.told, source))
        for spell in before.spells:
            self._write(spell, ended[spell.id])

    def _close_unwatched(self) -> None:
        """End the faults of sources that are watched no more, without a word."""
        ids = {source.id for source in self._watched}
        for case in self._cases.values():
            for row in case.spells:
                if row.source and row.source not in ids:
                    over = row.over or (self._now if row.told else None)
                    self._write(row, replace(row, healed=row.healed or self._now, over=over))

    def _case(self, key: _Key) -> FaultCase:
        return self._cases.get(key, FaultCase())

    def _new(self, source: str, kind: FaultClass, name: str, since: datetime | None = None) -> FaultRow:
        begun = since or self._now
        noticed = min(begun, self._now) if kind is FaultClass.SYSTEM else self._now
        return FaultRow(0, source, kind.value, name, begun.astimezone(self._zone).date(), noticed)

    def _mails(self, kind: FaultClass) -> bool:
        return kind in self._mailed

    def _write(self, before: FaultRow | None, after: FaultRow) -> None:
        if before != after:
            self._found.rows.append(after)


def _differs(row: FaultRow, fault: StandingFault) -> bool:
    """Whether staff must do something else about the fault than about the one they were told of."""
    if fault.kind is FaultClass.SYSTEM or row.fault == fault.name:
        return False  # one host fails now in this way, now in that
    return not (row.fault in _STILL and fault.name in _STILL)


def _known_well(verdict: Verdict, fault: StandingFault | None) -> Iterator[FaultClass]:
    """Of which class a source has no grave fault now. Where the way fails nothing is known of the content."""
    content = fault is not None and fault.grave and fault.kind is FaultClass.CONTENT
    if verdict.good or content:
        yield FaultClass.SYSTEM
    if verdict.good and not content:
        yield FaultClass.CONTENT
