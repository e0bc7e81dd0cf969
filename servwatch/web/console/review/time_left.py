"""How long until a draft leaves, as people say it."""

from __future__ import annotations

from datetime import datetime, timedelta

from servwatch.locale import Words

_DAYS = timedelta(days=2)
_HOURS = timedelta(hours=2)


def time_left(until: datetime, now: datetime, words: Words) -> str:
    """The time that is left, in whole minutes, hours or days; it is never told longer than it is."""
    left = until - now
    if left < timedelta(minutes=1):
        return words._("Its time has come")
    if left < _HOURS:
        return words.n_("{n} minute left", "{n} minutes left", int(left / timedelta(minutes=1)))
    if left < _DAYS:
        return words.n_("{n} hour left", "{n} hours left", int(left / timedelta(hours=1)))
    return words.n_("{n} day left", "{n} days left", left.days)
