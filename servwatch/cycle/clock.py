"""The time: read once for a run, and frozen by `--now`."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Clock(Protocol):
    """Tells the time, in UTC."""

    def now(self) -> datetime:
        """Tell this instant."""
        ...


@dataclass(frozen=True, slots=True)
class Uptime:
    """How long a machine has been up, sleep included, in seconds; `boot` names this start of it."""

    boot: str
    seconds: float


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Tell this instant."""
        return datetime.now(UTC)

    def uptime(self) -> Uptime | None:
        """Tell how long the machine is up, by a clock that nobody can set."""
        return machine_uptime()


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still, for `--now` and for tests."""

    time: datetime

    def now(self) -> datetime:
        """Tell the instant it was set to."""
        return self.time


def machine_uptime() -> Uptime | None:
    """The uptime of this machine: CLOCK_BOOTTIME (clock_gettime(2)) counts through sleep, and nobody can set it."""
    try:
        boot = _BOOT_ID.read_text().strip()
        return Uptime(boot, time.clock_gettime(time.CLOCK_BOOTTIME))
    except (OSError, AttributeError):
        return None
