"""The alert: one story that does not wait for the next edition, told in full."""

from __future__ import annotations

from servwatch.digest.arrangement import is_due
from servwatch.digest.compose.body import Body, Telling
from servwatch.digest.compose.corrections import corrections_block
from servwatch.digest.compose.entries import elsewhere_line, entry_view
from servwatch.digest.compose.voice import Voice
from servwatch.digest.view import Group


def alert_body(telling: Telling, voice: Voice) -> Body:
    """What an alert tells."""
    entries = telling.edition.entries
    views = tuple(entry_view(e, voice) for e in entries if e.item.id not in telling.elsewhere)
    lines = tuple(
        elsewhere_line(e, telling.elsewhere[e.item.id], voice)
        for e in entries
        if e.item.id in telling.elsewhere
    )
    group = Group(voice.words._("Urgent"), views, lines)
    return Body(
        (group,) if entries else (),
        sum(is_due(entry, voice.today) for entry in entries),
        after=tuple(corrections_block(telling.edition.around.corrections, voice)),
    )
