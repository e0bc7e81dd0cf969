"""How each reader gets an edition: in which language and layout, which themes, and with which earlier editions. Pure.

Readers whose readings are equal share one rendering. A reader who wants a digest less often than it comes gets, with
the first edition of a new week or month, all that was chosen since their last mail: nothing missed, nothing twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from servwatch.model import Digest, Frequency, Preferences, Reading, Recipient, RecipientState, Turn

EVERY_THEME = "*"
LAYOUTS = ("brief", "full")
"""Those a reader can choose from; an alert has its own."""


def preferred(recipient: Recipient, state: RecipientState, digest: str) -> Preferences:
    """How a reader wants a digest: what they said goes before the members file."""
    return state.preferring(digest, recipient.preferences)


def comes_now(wanted: Preferences, turn: Turn, scheduled: datetime, zone: ZoneInfo) -> bool:
    """Whether a reader gets the edition of a time, rather than being owed it."""
    if turn.last is None:
        return True
    before, now = turn.last.astimezone(zone), scheduled.astimezone(zone)
    if wanted.frequency is Frequency.WEEKLY:
        return before.isocalendar()[:2] < now.isocalendar()[:2]
    if wanted.frequency is Frequency.MONTHLY:
        return (before.year, before.month) < (now.year, now.month)
    return True


def collects(wanted: Preferences) -> bool:
    """Whether a reader wants a digest less often than each time."""
    return wanted.frequency in (Frequency.WEEKLY, Frequency.MONTHLY)


def reading(
    recipient: Recipient, wanted: Preferences, digest: Digest, turn: Turn, themes: Sequence[str]
) -> Reading:
    """How a reader gets an edition; `themes` are all of the configuration.

    What is as the digest has it anyway is left open, so that it is equal for all who get it so.
    """
    layout = wanted.layout if wanted.layout is not None and digest.layout in LAYOUTS else ""
    return Reading(
        language=recipient.language or digest.language,
        layout="" if layout == digest.layout else layout,
        themes=_within(wanted.themes or (), offered(digest, themes)),
        owed=turn.owed,
    )


def offered(digest: Digest, themes: Sequence[str]) -> tuple[str, ...]:
    """The themes a reader of a digest can choose from, of all those of the configuration."""
    return tuple(themes) if EVERY_THEME in digest.themes else digest.themes


def _within(wanted: Sequence[str], offer: Sequence[str]) -> tuple[str, ...]:
    """The wanted themes that are offered, in the order of the offer; () stands for all, also where none is left."""
    found = tuple(theme for theme in offer if theme in wanted)
    return () if len(found) == len(offer) else found
