"""The line at the foot of a digest on the sources it could not hear, or that have fallen silent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from servwatch.locale import Words
from servwatch.model import UnreadSource

NAMED = {"brief": 5, "full": 20, "alert": 0}
"""Sources that are named; the others are counted."""


def title_of(unread: Sequence[UnreadSource], words: Words) -> str:
    """What stands above the line."""
    silent = any(source.silent for source in unread)
    return words._("Not read or silent") if silent else words._("Not read")


def named(
    unread: Sequence[UnreadSource], layout: str, words: Words, today: date | None = None
) -> Iterator[str]:
    """The parts of the line: how many where there are several, and the names of the first.

    A day that is more than half a year from `today` has its year.
    """
    count, most = len(unread), NAMED[layout]
    before = words.n_("{n} source", "{n} sources", count) + words.colon if count > 1 else ""
    for source in unread[:most]:
        yield before + _told(source, words, today)
        before = ""
    if count > most:
        yield words.n_("and {n} other source", "and {n} other sources", count - most)


def _told(source: UnreadSource, words: Words, today: date | None) -> str:
    if source.since is None:
        return words._("{name} (never yet)", name=source.name)
    day = words.day(source.since, form="short", near=today)
    if source.silent:
        return words._("{name} (silent since {day})", name=source.name, day=day)
    return words._("{name} (since {day})", name=source.name, day=day)
