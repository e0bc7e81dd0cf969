"""Which faults of sources are told today, and which have healed. Pure.

A fault is told once, when it has stood long enough to be no passing thing, and once more when it is
over. One that comes back soon is the same fault. When most sources cannot be reached it is the
network, which is told in their place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from servwatch.archive.fault_log import FaultRow
from servwatch.archive.source_state import SourceState
from servwatch.cycle.source_standing import StandingFault, fault_of
from servwatch.insight.source_faults import SourceFault
from servwatch.insight.verdict_remedies import FaultClass
from servwatch.model import Source, Verdict

SYSTEM_LASTS, SYSTEM_POLLS = timedelta(hours=24), 3
"""A way that fails for so long, and so many times in a row, does not mend itself in the night."""
SHAPE_LASTS, SHAPE_POLLS = timedelta(hours=4), 2
"""A page may be half built for an hour."""
NETWORK_LASTS = timedelta(hours=3)
SAME_FOR = timedelta(days=7)
"""A fault that comes back within this time after it healed is the same one; it is told again when it has stood so long."""
_FEWEST, _HOSTS = 5, 3  # sources, and hosts of theirs, that fail before it may be the network
_UNREACHED = (Verdict.UNREACHABLE, Verdict.TIMEOUT)
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
        self._rows: dict[_Key, FaultRow] = {(row.source, row.kind): row for row in rows}  # the newest counts
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
                self._stands(source, state, fault, quiet=down and state.verdict in _UNREACHED, anew=back)
            for kind in _known_well(state.verdict, fault):
                self._heals(source, kind)
        self._close_unwatched()
        return self._found

    def _network(self) -> tuple[bool, bool]:
        """Whether the network is down, and whether it has just come back."""
        judged = [s for s in self._watched if (state := self._states.get(s.id)) and state.verdict]
        unreached = [s for s in judged if self._states[s.id].verdict in _UNREACHED]
        hosts = {urlsplit(s.url).hostname for s in unreached}
        down = len(unreached) >= _FEWEST and len(hosts) >= _HOSTS and 2 * len(unreached) > len(judged)
        self._found.unreached = len(unreached)
        row = self._rows.get(("", FaultClass.SYSTEM.value))
        standing = row is not None and row.healed is None
        if down:
            begun = row if row is not None and standing else self._new("", FaultClass.SYSTEM, NETWORK)
            told = begun
            if (
                begun.told is None
                and self._now - begun.noticed >= NETWORK_LASTS
                and self._mails(FaultClass.SYSTEM)
            ):
                told = self._found.network = replace(begun, told=self._now)
            self._write(row if standing else None, told)
        elif row is not None and standing:
            healed = replace(row, healed=self._now)
            self._write(row, healed)
            self._found.network = healed if row.told is not None else None
        return down, standing and not down

    def _stands(
        self, source: Source, state: SourceState, fault: StandingFault, *, quiet: bool, anew: bool
    ) -> None:
        before = self._rows.get((source.id, fault.kind.value))
        row = before or self._new(source.id, fault.kind, fault.name, fault.since)
        row = replace(row, fault=fault.name)
        if row.healed is not None:
            row = replace(row, healed=None, again=self._now)
        if anew and fault.kind is FaultClass.SYSTEM and row.told is None:
            row = replace(row, noticed=self._now)  # what the network did to it is over
        silent = quiet or state.acknowledged(self._today) or not self._mails(fault.kind)
        if not silent and self._lasts(row, fault, state):
            row = replace(row, told=self._now, again=None)
            self._found.lasting.append(Told(row, source, fault))
        self._write(before, row)

    def _lasts(self, row: FaultRow, fault: StandingFault, state: SourceState) -> bool:
        """Whether a fault is to be told now: it was not yet, or came back to stay."""
        stood = self._now - (row.again or row.noticed)
        if row.told is not None:
            return row.again is not None and stood >= SAME_FOR
        if fault.kind is FaultClass.SYSTEM:
            return stood >= SYSTEM_LASTS and state.failures >= SYSTEM_POLLS
        if fault.name == SourceFault.CHANGED_SHAPE:
            return stood >= SHAPE_LASTS and state.failures >= SHAPE_POLLS
        if fault.name == SourceFault.UNREAD_MAIL:
            return stood >= SHAPE_LASTS  # the next poll may read it
        return True  # it took days to be found

    def _heals(self, source: Source, kind: FaultClass) -> None:
        row = self._rows.get((source.id, kind.value))
        if row is None or row.healed is not None:
            return
        healed = replace(row, healed=self._now, again=None)
        if row.told is not None and row.again is None and self._mails(kind):
            self._found.healed.append(Told(healed, source))
        self._write(row, healed)

    def _close_unwatched(self) -> None:
        """End the faults of sources that are watched no more, without a word."""
        ids = {source.id for source in self._watched}
        for row in list(self._rows.values()):
            if row.source and row.source not in ids and row.healed is None:
                self._write(row, replace(row, healed=self._now, again=None))

    def _new(self, source: str, kind: FaultClass, name: str, since: datetime | None = None) -> FaultRow:
        begun = since or self._now
        noticed = min(begun, self._now) if kind is FaultClass.SYSTEM else self._now
        return FaultRow(0, source, kind.value, name, begun.astimezone(self._zone).date(), noticed)

    def _mails(self, kind: FaultClass) -> bool:
        return kind in self._mailed

    def _write(self, before: FaultRow | None, after: FaultRow) -> None:
        if before != after:
            self._found.rows.append(after)


def _known_well(verdict: Verdict, fault: StandingFault | None) -> Iterator[FaultClass]:
    """Of which class a source has no grave fault now. Where the way fails nothing is known of the content."""
    content = fault is not None and fault.grave and fault.kind is FaultClass.CONTENT
    if verdict.good or content:
        yield FaultClass.SYSTEM
    if verdict.good and not content:
        yield FaultClass.CONTENT
