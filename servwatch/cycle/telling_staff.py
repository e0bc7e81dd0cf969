"""What editors and administrators are to hear: each occasion once, put into the outbox with the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from servwatch.archive.archive import Archive
from servwatch.cycle.attention import attention_of
from servwatch.cycle.awaiting import await_items
from servwatch.cycle.configuration import InForce
from servwatch.cycle.deadline_notices import tell_of_deadlines
from servwatch.cycle.fault_notices import tell_of_faults
from servwatch.cycle.notices import Notices
from servwatch.cycle.weekly_state import tell_the_week


def tell_staff(current: InForce, archive: Archive, notices: Callable[[], Notices], now: datetime) -> None:
    """Tell of sources, of what did not come, of deadlines, and once a week of everything."""
    settings, states = current.settings, archive.sources.all()
    tell_of_faults(settings, archive, states, notices, now)
    await_items(settings, archive, states, notices, now)
    tell_of_deadlines(settings, archive, notices, now)
    tell_the_week(settings, archive, lambda: attention_of(archive, current, now), notices, now)
