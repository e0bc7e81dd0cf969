"""How the past of a source is asked for: all its pages, all parts of its index, window after window.

A feed lists its newest items and no more. A list with further pages, an index, and a search that takes days
can be asked for what was there before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from servwatch.model import Source
from servwatch.sources.placeholders import WINDOW, named

DAY = timedelta(days=1)
ALL = 100_000
"""Pages, or parts of an index, at most: more than there are."""


@dataclass(frozen=True, slots=True)
class Past:
    """A source without its usual limits, and the times for which it is to be asked, the newest first."""

    source: Source
    moments: tuple[datetime, ...]


def past_of(source: Source, since: datetime, now: datetime) -> Past | None:
    """How to ask a source for all since a time (aware); None where its kind gives its newest items only."""
    widen = _WIDER.get(source.kind)
    days = named(source.url, source.options)
    if "since" in days:
        window = source.options.get("window") or WINDOW
        if "today" in days:
            return Past(source, tuple(_windows(since, now, window)))
        wide = replace(source, options={**source.options, "window": now - since + timedelta(days=1)})
        return Past(_widened(wide, widen), (now,))
    if widen is None or not widen(source.options):
        return None
    return Past(_widened(source, widen), (now,))


def _windows(since: datetime, now: datetime, window: timedelta) -> Iterator[datetime]:
    """The last day of each window, from now back; they share a day, since both ends belong to a window."""
    while now > since:
        yield now
        now -= window


def halves(source: Source, end: datetime, window: timedelta | None) -> dict[datetime, timedelta]:
    """Two windows in place of the one that ends at a time, by their own ends, the newest first.

    `window` is its length, None where it is the source's own. {} where it is a day or less, or where what is
    asked does not name both of its ends.
    """
    length: timedelta = window or source.options.get("window") or WINDOW
    if length <= DAY or not {"since", "today"} <= named(source.url, source.options):
        return {}
    half = -(-length // (2 * DAY)) * DAY
    return {end: half, end - half: length - half}  # which never reaches into the window before it


_Options = Callable[[Mapping[str, Any]], dict[str, Any]]


def _pages(options: Mapping[str, Any]) -> dict[str, Any]:
    return {"pages": ALL} if options.get("paging") or options.get("next") else {}


_WIDER: Mapping[str, _Options] = {
    "page": _pages,
    "json_api": _pages,
    "sitemap": lambda _: {"last": ALL},
}
"""By kind, the limits that fall: none where the source has no way to what lies behind."""


def _widened(source: Source, widen: _Options | None) -> Source:
    return replace(source, options={**source.options, **(widen(source.options) if widen else {})})
