"""One page of health: how the watch fares, and what needs attention."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from servwatch.archive.archive import Archive
from servwatch.cycle.attention import attention_of
from servwatch.cycle.awaiting import standings as awaited
from servwatch.cycle.backing_up import last_backup
from servwatch.cycle.configuration import InForce
from servwatch.cycle.reporting import Attention
from servwatch.cycle.source_standing import fault_of, standing


def health(
    archive: Archive, current: InForce, now: datetime, max_age: timedelta | None = None
) -> dict[str, Any]:
    """The page of health, in the shape of `status --json`: keys are added, never changed."""
    settings = current.settings
    states, counts = archive.sources.all(), archive.items.counts()
    today, zone = settings.day_of(now), settings.timezone
    found = [(s, states.get(s.id), counts.get(s.id, (0, 0))[1]) for s in settings.sources]
    standings = Counter(standing(s, state, fault_of(state, zone, today), n, today) for s, state, n in found)
    attention = [*attention_of(archive, current, now), *_too_old(archive, now, max_age)]
    last = archive.runs.last()
    return {
        "ok": not attention,
        "last_run": None if last is None else {k: v for k, v in asdict(last).items() if k != "id"},
        "sources": dict(standings),
        "expectations": awaited(settings, archive, today),
        "items": sum(total for total, _ in counts.values()),
        "outbox": {state.value: count for state, count in archive.desk.counts().items()},
        "editions": [
            {
                "digest": e.digest,
                "number": e.number,
                "state": e.state,
                "frozen": e.frozen,
                "counts": dict(e.counts),
            }
            for e in archive.editions.recent(limit=10)
        ],
        "last_backup": last_backup(archive),
        "attention": [asdict(a) for a in attention],
    }


def _too_old(archive: Archive, now: datetime, max_age: timedelta | None) -> list[Attention]:
    last = archive.runs.last()
    if last is None:
        return [Attention("run", "last", None, "No run yet: try `servwatch run`.")]
    if max_age is None or (last.finished is not None and now - last.finished <= max_age):
        return []
    remedy = f"No run ended within {_told(max_age)}: see that cron or the service is at work."
    return [Attention("run", "last", last.finished, remedy)]


def _told(time: timedelta) -> str:
    """A time as it is typed: "2h"."""
    seconds = int(time.total_seconds())
    units = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))
    return next((f"{seconds // size}{unit}" for unit, size in units if seconds % size == 0), f"{seconds}s")
