"""The world: every institution on one loopback internet, at the moment its clock shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime
from hashlib import blake2b
from urllib.parse import urlsplit

from tests.institutions.channel import Channel, Entry, Host
from tests.institutions.faults import Fault, Scene
from tests.institutions.stream import Publication
from tests.internet import Asked, Internet, Reply

_MISSING = Reply(status=404, body=b"<html><title>Not Found</title></html>", content_type="text/html")


@dataclass(frozen=True, slots=True)
class Institution:
    """A publisher: its channels, and how its hosts behave besides."""

    name: str
    channels: tuple[Channel, ...]
    hosts: Mapping[str, Host] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Injected:
    """A fault of one channel between two moments."""

    channel: str
    fault: Fault
    first: datetime
    last: datetime


class World:
    """Plays institutions on an internet. Set `now`; ask what is true; inject faults."""

    def __init__(self, internet: Internet, institutions: Iterable[Institution], *, seed: int = 1) -> None:
        self.now: datetime | None = None  # set it before the first request
        self.channels: dict[str, Channel] = {}
        self.faults: list[Injected] = []
        self.served: dict[str, dict[str, datetime]] = defaultdict(dict)
        """By channel: the true link of each publication that got through, and when first."""
        self._hosts: dict[str, Host] = {}
        self._places: dict[tuple[str, str], list[Channel]] = defaultdict(list)
        self._details: dict[str, tuple[Channel, Publication]] = {}
        self._written: dict[str, tuple[object, Reply]] = {}
        for institution in institutions:
            self._hosts.update(institution.hosts)
            for channel in institution.channels:
                self._add(channel, seed)
        for host in {*self._hosts, *(channel.host for channel in self.channels.values())}:
            for name in (host, f"new.{host}"):
                internet.at(f"{name}/*").replies(self._answer)

    def _add(self, channel: Channel, seed: int) -> None:
        if channel.id in self.channels:
            raise ValueError(f"two channels are called {channel.id}")
        channel.stream.seed = seed
        self.channels[channel.id] = channel
        self._places[channel.host, channel.path].append(channel)

    # The truth

    def published(self, channel: str, first: datetime, last: datetime) -> list[Publication]:
        """What the channel's publisher published after `first`, until `last`."""
        return self.channels[channel].stream.between(first, last)

    def listed(self, channel: str, moment: datetime) -> list[Publication]:
        """What the channel's first page truly lists at the moment."""
        return self.channels[channel].listed(moment)

    def inject(self, channel: str, fault: Fault, first: datetime, last: datetime) -> None:
        """Let a channel have a fault from `first` until before `last`."""
        self.faults.append(Injected(self.channels[channel].id, fault, first, last))

    def fault(self, channel: str, moment: datetime) -> Injected | None:
        """The fault the channel has at the moment."""
        found = (f for f in self.faults if f.channel == channel and f.first <= moment < f.last)
        return next(found, None)

    # The wire

    def _answer(self, asked: Asked) -> Reply:
        if self.now is None:
            raise ValueError("the world has no time yet")
        name = asked.host.removeprefix("new.")
        host = self._hosts.get(name, Host())
        path = asked.path.partition("?")[0]
        if path == "/robots.txt":
            return host.robots
        if (stopped := host.gate(asked, self.now)) is not None:
            return stopped
        channel = next((c for c in self._at(name, path) if c.takes(asked)), None)
        if channel is not None:
            return self._show(channel, asked, self.now)
        if (known := self._details.get(f"{name}{asked.path}")) is not None:
            return self._detail(*known, asked)
        return host.lost

    def _at(self, host: str, path: str) -> list[Channel]:
        exact = self._places.get((host, path))
        return exact or [
            c for c in self.channels.values() if c.deep and c.host == host and path.startswith(c.path)
        ]

    def _show(self, channel: Channel, asked: Asked, now: datetime) -> Reply:
        injected = self.fault(channel.id, now)
        if injected is None:
            if asked.host != channel.host and not self._moved(channel.id, now):
                return _MISSING
            entries = tuple(map(Entry.of, channel.chosen(asked, now)))
            self._note(channel, entries, now)
            return self._write(channel, entries, asked, now, 1)
        fault, scene = injected.fault, Scene(channel, asked, now, injected.first)
        entries = tuple(map(Entry.of, channel.chosen(asked, fault.at(scene))))
        entries = fault.entries(entries, scene)
        reply = self._write(channel, entries, asked, now, fault.generation)
        answer = fault.reply(reply, scene)
        if not fault.hides and answer.status == 200:
            self._note(channel, entries, now)
        return answer

    def _moved(self, channel: str, now: datetime) -> bool:
        """Whether the channel has been on a new host: that one goes on to answer."""
        return any(f.channel == channel and f.fault.name == "moves" and f.first <= now for f in self.faults)

    def _note(self, channel: Channel, entries: tuple[Entry, ...], now: datetime) -> None:
        served = self.served[channel.id]
        for entry in entries:
            publication = entry.publication
            served.setdefault(publication.link, now)
            if channel.detail is not None:
                parts = urlsplit(publication.link)
                place = f"{parts.hostname}{parts.path}" + (f"?{parts.query}" if parts.query else "")
                self._details[place] = channel, publication

    def _write(
        self, channel: Channel, entries: tuple[Entry, ...], asked: Asked, now: datetime, generation: int
    ) -> Reply:
        """The answer; one that was just written is not written again."""
        moment = now if channel.chooses is not None else None  # a listing by request may tell the time
        key = (
            entries,
            asked.path,
            asked.content,
            asked.host,
            asked.headers.get("accept"),
            generation,
            moment,
        )
        known = self._written.get(channel.id)
        if known is not None and known[0] == key:
            return known[1]
        reply = channel.reply(channel.writes(channel.page(entries, asked, now, generation)), now)
        if reply.status == 200:
            reply = _with_validators(reply, channel, now)
        self._written[channel.id] = key, reply
        return reply

    def _detail(self, channel: Channel, publication: Publication, asked: Asked) -> Reply:
        assert channel.detail is not None
        assert self.now is not None
        page = channel.page((Entry.of(publication),), asked, self.now, 1)
        return channel.reply(channel.detail(page), self.now)


def _with_validators(reply: Reply, channel: Channel, now: datetime) -> Reply:
    if channel.validators == "etag":
        return replace(reply, etag=f'"{blake2b(reply.body, digest_size=8).hexdigest()}"')
    if channel.validators == "modified":
        return replace(reply, last_modified=format_datetime(now.replace(microsecond=0), usegmt=True))
    return replace(reply, moving_last_modified=channel.validators == "moving")
