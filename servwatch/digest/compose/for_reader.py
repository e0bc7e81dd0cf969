"""What of an edition one reader gets: the themes they asked for, and the corrections of what they had."""

from __future__ import annotations

from dataclasses import replace

from servwatch.digest.collecting import of_themes
from servwatch.model import Edition, Entry, Reading


def for_reader(edition: Edition, reading: Reading, *, everything: bool) -> Edition:
    """The edition as far as it is for a reader; `everything` leaves the corrections of all editions in it.

    An entry keeps its number, so that it means the same to all. One that has a theme they asked for only
    beside its first is told under that.
    """
    around, wanted = edition.around, of_themes(edition, reading.themes)
    if not everything:
        had = tuple(one for one in around.corrections if one.number in reading.had)
        around = replace(around, corrections=had)
    if reading.themes:
        passed = tuple(one for one in around.passed if one.theme in reading.themes)
        around = replace(around, passed=passed)
    return replace(
        edition,
        around=around,
        entries=tuple(_under(entry, reading.themes) for entry in wanted.entries),
        cut=tuple(_under(entry, reading.themes) for entry in wanted.cut),
        rejected=sum(one.count for one in around.passed) if reading.themes else edition.rejected,
    )


def _under(entry: Entry, themes: tuple[str, ...]) -> Entry:
    """The entry under a theme that was asked for."""
    if not themes or entry.theme in themes:
        return entry
    return replace(entry, theme=next(one.theme for one in entry.annotation.themes if one.theme in themes))
