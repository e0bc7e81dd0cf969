"""Which sources an edition could hear."""

from __future__ import annotations

from datetime import datetime

from servwatch.archive.archive import Archive
from servwatch.archive.source_state import SourceState
from servwatch.cycle.source_standing import unheard
from servwatch.digest.concern import concerns
from servwatch.model import Digest, Settings, UnreadSource


def heard(
    settings: Settings, archive: Archive, digest: Digest, now: datetime
) -> tuple[tuple[UnreadSource, ...], int]:
    """The sources that matter to a digest and are not heard, and how many of all could be read."""
    states = archive.sources.all()
    enabled = [s for s in settings.sources if s.enabled]
    found = (unheard(s, states.get(s.id), settings, now) for s in enabled if concerns(s, digest))
    return tuple(filter(None, found)), sum(1 for s in enabled if _was_read(states.get(s.id)))


def _was_read(state: SourceState | None) -> bool:
    return state is not None and state.verdict is not None and state.verdict.good
