"""One source's faults of one class over two weeks: a fault that comes and goes is one case of several spells. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from servwatch.archive.fault_log import FaultRow

LOOKS_BACK = timedelta(days=14)
"""Spells that ended before this are history."""
MOSTLY = LOOKS_BACK / 2
"""Who had a fault for longer than this of that time is not well, whatever the last poll says."""
SAME_FOR = timedelta(days=7)
"""A fault that comes back within this time after it ended is the same one; it is told again when it has stood so long."""
RETOLD_AFTER = timedelta(days=7)
"""No case is told more often."""
WELL_FOR = timedelta(days=2)
"""One that came back before is over when it has been well for so long."""


@dataclass(frozen=True, slots=True)
class FaultCase:
    """The spells of a case, the oldest first; none of them for a source that was well all the time."""

    spells: Sequence[FaultRow] = ()

    @property
    def standing(self) -> FaultRow | None:
        """The spell that has not ended."""
        return self.spells[-1] if self.spells and self.spells[-1].healed is None else None

    @property
    def told(self) -> FaultRow | None:
        """The spell of which staff were told last."""
        return max(
            (row for row in self.spells if row.told), key=lambda row: row.told or row.noticed, default=None
        )

    @property
    def is_open(self) -> bool:
        """Whether staff were told that it is not well, and not yet that it is well again."""
        return self.told is not None and self.told.over is None

    def mostly(self, now: datetime) -> bool:
        """Whether it stood for most of the last two weeks."""
        begun = now - LOOKS_BACK
        stood = ((row.healed or now) - max(row.noticed, begun) for row in self.spells)
        return sum((max(time, timedelta()) for time in stood), timedelta()) > MOSTLY

    def is_over(self, now: datetime) -> bool:
        """Whether staff are to hear that it is well again: at once for the first time, then after a while."""
        if not self.is_open or self.standing is not None:
            return False
        ended = self.spells[-1].healed or now
        return len(self.spells) == 1 or (now - ended >= WELL_FOR and not self.mostly(now))

    def came_back(self, now: datetime) -> bool:
        """Whether the spell that stands is one of a fault that was told before."""
        began = now - self._stood(now)
        return any(row.told and row.healed and began - row.healed < SAME_FOR for row in self.spells)

    def is_due_again(self, now: datetime) -> bool:
        """Whether a fault that came back is told once more: it stays, or comes again and again."""
        told, standing = self.told, self.standing
        if told is None or told.told is None or standing is None or standing.told is not None:
            return False
        lasts = self._stood(now) >= SAME_FOR or self.mostly(now)
        return lasts and now - told.told >= RETOLD_AFTER

    def _stood(self, now: datetime) -> timedelta:
        """For how long the spell stands that has not ended."""
        return now - self.standing.noticed if self.standing is not None else timedelta()
