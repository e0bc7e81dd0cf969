"""The faults a source can have for some days, one by one. The truth stays as it is.

Each is made by a function of `EVERY`. A fault changes the entries that are shown, the markup they are
shown in, or the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from tests.institutions.channel import Channel, Entry
from tests.internet import Asked, Reply

CHALLENGE = (
    "<!doctype html><html><head><title>Just a moment...</title></head><body>"
    '<p>Checking that you are a person.</p><script src="/cdn-cgi/challenge-platform/h/g/orchestrate"></script>'
    "</body></html>"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """When and where a fault strikes."""

    channel: Channel
    asked: Asked
    now: datetime
    since: datetime


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault. `at` is the moment whose listing is shown; `entries` and `reply` change what is shown."""

    name: str
    at: Callable[[Scene], datetime] = lambda scene: scene.now
    entries: Callable[[tuple[Entry, ...], Scene], tuple[Entry, ...]] = lambda entries, _: entries
    reply: Callable[[Reply, Scene], Reply] = lambda reply, _: reply
    generation: int = 1
    hides: bool = False  # whether nothing of the publisher's gets through


def _each(change: Callable[[Entry, Scene], Entry]) -> Callable[[tuple[Entry, ...], Scene], tuple[Entry, ...]]:
    return lambda entries, scene: tuple(change(entry, scene) for entry in entries)


def _instead(name: str, **reply: object) -> Fault:
    return Fault(name, reply=lambda _reply, _scene: replace(Reply(), **reply), hides=True)


def dies(status: int = 500) -> Fault:
    """The server fails."""
    return _instead(
        "dies", status=status, body=b"<html><title>Error</title></html>", content_type="text/html"
    )


def times_out() -> Fault:
    """The server takes the request and never answers."""
    return _instead("times out", silent=True)


def vanishes() -> Fault:
    """404, as when a feed is taken away."""
    return _instead("vanishes", status=404, body=b"<html><title>Not found</title></html>")


def challenged() -> Fault:
    """A challenge page, with status 200."""
    return _instead("challenge page", body=CHALLENGE.encode(), content_type="text/html")


def walled() -> Fault:
    """An empty 202 of a wall."""
    return _instead("wall", status=202, headers=(("x-amzn-waf-action", "challenge"),))


def drops_connection() -> Fault:
    """The connection ends in the middle of the body, under TLS without a goodbye."""
    return Fault(
        "drops mid-body",
        reply=lambda reply, _: replace(reply, drop_after=len(reply.payload()) // 2, no_close_notify=True),
        hides=True,
    )


def resets() -> Fault:
    """RST instead of an answer."""
    return _instead("resets", reset=True)


def moves() -> Fault:
    """A permanent redirect to a new host, whose links are its own."""

    def lead(reply: Reply, scene: Scene) -> Reply:
        if scene.asked.host.startswith("new."):
            return reply
        return Reply(status=301, location=f"https://new.{scene.channel.host}{scene.asked.path}")

    def there(entry: Entry, scene: Scene) -> Entry:
        host = scene.channel.host
        return replace(entry, link=entry.link.replace(f"//{host}/", f"//new.{host}/", 1))

    return Fault("moves", entries=_each(there), reply=lead)


def new_markup() -> Fault:
    """The site is made anew: the same entries, written in another way."""
    return Fault("new markup", generation=2)


def empties() -> Fault:
    """A good answer of the right shape without entries."""
    return Fault("empties", entries=lambda _entries, _scene: (), hides=True)


def floods(count: int = 0) -> Fault:
    """The old archive stands there too, with its old dates: so many entries, or twice what is usual."""

    def pour(entries: tuple[Entry, ...], scene: Scene) -> tuple[Entry, ...]:
        window = scene.channel.window
        old = scene.channel.stream.newest(scene.since, count or max(60, 2 * window), skip=window + 20)
        return (*entries, *map(Entry.of, old))

    return Fault("floods", entries=pour)


def repeats() -> Fault:
    """Each entry stands twice, the second time with a tracking parameter and another guid."""

    def again(entry: Entry) -> Entry:
        mark = "&" if "?" in entry.link else "?"
        return replace(entry, link=f"{entry.link}{mark}utm_source=rss", guid=f"{entry.guid}#again")

    return Fault("repeats", entries=lambda entries, _: tuple(x for e in entries for x in (e, again(e))))


def flips_dates() -> Fault:
    """Day and month change places wherever they can."""

    def flip(entry: Entry, _scene: Scene) -> Entry:
        if entry.date is None or entry.date.day > 12:
            return entry
        return replace(entry, date=entry.date.replace(day=entry.date.month, month=entry.date.day))

    return Fault("flips dates", entries=_each(flip))


def reissues_guids() -> Fault:
    """Every guid is a new one, at every build."""

    def reissue(entry: Entry, scene: Scene) -> Entry:
        name = blake2b(f"{entry.guid}{scene.now:%Y%m%d}".encode(), digest_size=8).hexdigest()
        return replace(entry, guid=name)

    return Fault("re-issues guids", entries=_each(reissue))


def changes_host() -> Fault:
    """Links and guids lead to another host, without TLS."""

    def change(entry: Entry, scene: Scene) -> Entry:
        host = scene.channel.host
        link = entry.link.replace("https://", "http://", 1).replace(f"//{host}/", f"//m.{host}/", 1)
        return replace(entry, link=link, guid=link)

    return Fault("changes host", entries=_each(change))


def freezes() -> Fault:
    """The same entries as on the first day, for ever."""
    return Fault("frozen listing", at=lambda scene: scene.since)


def freezes_dates() -> Fault:
    """Every entry has the date of the first day, new ones too."""
    return Fault("frozen dates", entries=_each(lambda entry, scene: replace(entry, date=scene.since)))


def dates_of_today() -> Fault:
    """Every entry has the date of the request."""
    return Fault("dates of today", entries=_each(lambda entry, scene: replace(entry, date=scene.now)))


def undated() -> Fault:
    """No entry has a date."""
    return Fault("undated", entries=_each(lambda entry, _scene: replace(entry, date=None)))


def lags(days: float = 4) -> Fault:
    """A cache serves what was listed some days ago."""
    return Fault("lags", at=lambda scene: scene.now - timedelta(days=days))


EVERY: tuple[Callable[[], Fault], ...] = (
    dies, times_out, vanishes, challenged, walled, drops_connection, resets, moves, new_markup, empties,
    floods, repeats, flips_dates, reissues_guids, changes_host, freezes, freezes_dates, dates_of_today,
    undated, lags,
)  # fmt: skip
"""Every fault."""
