"""What asks for a person's attention, whoever caused it and in whichever run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from servwatch.archive.archive import Archive
from servwatch.cycle.configuration import InForce
from servwatch.cycle.reporting import Attention
from servwatch.model import MessageState, Settings

LASTS = timedelta(days=7)
"""A message that was refused or expired asks for attention for so long; then it is history."""
_STUCK = (MessageState.DEFERRED, MessageState.UNKNOWN, MessageState.HELD)
_LOST = (MessageState.REFUSED, MessageState.EXPIRED)


def attention_of(archive: Archive, current: InForce, now: datetime) -> list[Attention]:
    """Faults of the configuration, of sources, floods in quarantine, messages that are stuck or lost."""
    settings = current.settings
    return [
        *_configuration(current),
        *_sources(archive, settings, now),
        *_quarantined(archive),
        *_messages(archive, now),
    ]


def _configuration(current: InForce) -> Iterator[Attention]:
    errors = [p for p in current.problems if p.severity == "error"]
    if errors:
        remedy = "Run `servwatch check` and mend what it names; the last valid configuration is in force."
        yield Attention("configuration", f"{errors[0].file}:{errors[0].line}", current.since, remedy)


def _sources(archive: Archive, settings: Settings, now: datetime) -> Iterator[Attention]:
    today = now.astimezone(settings.timezone).date()
    states = archive.sources.all()
    for source in settings.sources:
        state = states.get(source.id)
        if (
            source.enabled
            and state
            and state.verdict
            and not state.verdict.good
            and not state.acknowledged(today)
        ):
            yield Attention("source", source.id, state.verdict_since, f"{state.verdict.value}: {state.rule}")


def _quarantined(archive: Archive) -> Iterator[Attention]:
    for source, count in archive.items.quarantined().items():
        remedy = f"{count} items came at once and match nothing known: look, then `servwatch sources release {source}`."
        yield Attention("quarantine", source, None, remedy)


def _messages(archive: Archive, now: datetime) -> Iterator[Attention]:
    counts = archive.desk.counts()
    recent = archive.desk.counts(settled_since=now - LASTS)
    for state in (*_STUCK, *_LOST):
        count = (recent if state in _LOST else counts).get(state, 0)
        if count:
            yield Attention(
                "message",
                state.value,
                None,
                f"{count} messages are {state.value}: see `servwatch outbox list`.",
            )
