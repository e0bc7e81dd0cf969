"""What of an edition one reader gets: the themes they asked for, and the corrections of what they had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from servwatch.model import Edition, Entry, Reading


def for_reader(edition: Edition, reading: Reading, *, everything: bool) -> Edition:
    """The edition as far as it is for a reader; `everything` leaves the corrections of all editions in it.

    An entry keeps its number, so that it means the same to all. One that has a theme they asked for only
    beside its first is told under that.
    """
    around = edition.around
    if not everything:
        had = tuple(one for one in around.corrections if one.number in reading.had)
        around = replace(around, corrections=had)
    if reading.themes:
        passed = tuple(one for one in around.passed if one.theme in reading.themes)
        around = replace(around, passed=passed)
    return replace(
        edition,
        around=around,
        entries=_of_themes(edition.entries, reading.themes),
        cut=_of_themes(edition.cut, reading.themes),
        rejected=sum(one.count for one in around.passed) if reading.themes else edition.rejected,
    )


def _of_themes(entries: Sequence[Entry], themes: Sequence[str]) -> tuple[Entry, ...]:
    if not themes:
        return tuple(entries)
    return tuple(
        entry if entry.theme in themes else replace(entry, theme=others[0])
        for entry in entries
        for others in [[one.theme for one in entry.annotation.themes if one.theme in themes]]
        if entry.theme in themes or others
    )
