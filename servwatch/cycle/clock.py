"""The time: read once for a run, and frozen by `--now`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time, in UTC."""

    def now(self) -> datetime:
        """Tell this instant."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Tell this instant."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still, for `--now` and for tests."""

    time: datetime

    def now(self) -> datetime:
        """Tell the instant it was set to."""
        return self.time
