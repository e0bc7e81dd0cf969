"""Times and days as they are given on the command line."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from servwatch.cycle.clock import Clock


def clock_of(now: str | None, zone: str) -> Clock:
    """The machine's clock, or one that stands at `--now`; a time without a zone is the council's."""
    from servwatch.cycle.clock import FixedClock, SystemClock

    return SystemClock() if now is None else FixedClock(time_of(now, zone, "--now"))


def time_of(text: str, zone: str, option: str) -> datetime:
    """The time that an option names; one without a zone is the council's."""
    from zoneinfo import ZoneInfo

    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter("must be a time such as 2026-11-27T07:00", param_hint=option) from error
    return time if time.tzinfo else time.replace(tzinfo=ZoneInfo(zone))


def day_of(text: str, option: str = "--since") -> date:
    """The day that an option names."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter("must be a day such as 2026-01-01", param_hint=option) from error
