"""The foot of an edition: how to answer it, when the next one comes, and what it can be traced by."""

from __future__ import annotations

from collections.abc import Iterator

from servwatch.digest.compose.voice import Voice
from servwatch.model import Edition, Reading
from servwatch.sources.plain_text import visible

_FINGERPRINT = 8


def foot_of(edition: Edition, voice: Voice, reading: Reading) -> Iterator[str]:
    """The sentences below all else."""
    words = voice.words
    yield words._("A question or a remark? Answer this mail.")
    if edition.next_time is not None and voice.layout != "alert":
        yield words._("Next: {day}.", day=words.day(edition.next_time, form="spoken"))
    title = visible(
        voice.digest.titled(words.language)
    )  # a group has an identifier only, no name for readers
    yield words._("You get this because you are on the list of “{title}”.", title=title)
    if reading.themes:
        themes = words.joined([voice.theme(theme) for theme in reading.themes])
        yield words._("You asked for these themes: {themes}.", themes=themes)
    if voice.layout == "full":
        yield words._("Why is an item here, or why not? Answer with its number or its title.")
        yield words._("To change how often, how long and on what you are told, answer this mail.")
        edition_id = f"{edition.digest} {edition.number}"
        settings = voice.settings.fingerprint[:_FINGERPRINT]
        yield words._("Edition {id}, settings {settings}.", id=edition_id, settings=settings)
    elif voice.layout == "alert":
        yield words._("Edition {id}.", id=f"{edition.digest} {edition.number}")
