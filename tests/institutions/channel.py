"""One address of a publisher: what it lists, how it writes that, how the answer travels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from tests.institutions.stream import BRUSSELS, Publication, Stream
from tests.internet import Asked, Reply


@dataclass(frozen=True, slots=True)
class Entry:
    """A publication as it is shown: faults change this, never the truth."""

    publication: Publication
    title: str
    link: str
    guid: str
    date: datetime | None
    summary: str

    @classmethod
    def of(cls, publication: Publication) -> Entry:
        """As it truly is, with its address as its identifier."""
        p = publication
        return cls(p, p.title, p.link, p.link, p.published, p.summary)

    @property
    def local(self) -> datetime:
        """Its date in Brussels; of an undated one the true one (for pages that must say something)."""
        return (self.date or self.publication.published).astimezone(BRUSSELS)


@dataclass(frozen=True, slots=True)
class Page:
    """What is to be written: entries, for a request, at a moment."""

    channel: Channel
    entries: tuple[Entry, ...]
    asked: Asked
    now: datetime
    generation: int = 1  # of the markup
    skipped: int = 0  # entries on earlier pages
    total: int = 0  # entries on all pages

    @property
    def query(self) -> Mapping[str, list[str]]:
        """The parameters of the address."""
        return query_of(self.asked.path)

    @property
    def host(self) -> str:
        """The host that was asked."""
        return self.asked.host


Writer = Callable[[Page], bytes | str | Reply]
Chooser = Callable[["Channel", Asked, datetime], list[Publication]]


@dataclass(slots=True)
class Channel:
    """An address. `id` is that of the watch list where it is watched.

    `strict` names parameters that must be as in `address`; all others are ignored, as most servers do.
    `pages` is the parameter of later pages, `first_page` what it counts from. `chooses` tells which
    publications a request asks for, where that is not simply the newest.
    """

    id: str
    address: str
    stream: Stream
    writes: Writer
    window: int = 20
    strict: tuple[str, ...] = ()
    deep: bool = False  # whether paths below its own are its own too
    pages: str = ""
    first_page: int = 0
    chooses: Chooser | None = None
    order: Callable[[Publication], object] | None = None  # newest first where there is none
    wire: Mapping[str, object] = field(default_factory=dict)
    validators: str = "etag"  # "etag" | "modified" | "moving" | "none"
    method: str = "GET"
    detail: Writer | None = None  # how the page of one publication is written

    @property
    def host(self) -> str:
        """Its host."""
        return urlsplit(self.address).hostname or ""

    @property
    def path(self) -> str:
        """Its path, without query."""
        return urlsplit(self.address).path

    def takes(self, asked: Asked) -> bool:
        """Whether a request to its host and path is for this channel."""
        own, query = query_of(self.address), query_of(asked.path)
        return asked.method == self.method and all(query.get(key) == own.get(key) for key in self.strict)

    def listed(self, moment: datetime) -> list[Publication]:
        """What its first page shows at the moment, without any fault."""
        return self.chosen(Asked(time=0, host=self.host, path=self._target, headers={}), moment)

    def chosen(self, asked: Asked, moment: datetime) -> list[Publication]:
        """What a request is to be shown."""
        if self.chooses is not None:
            return self.chooses(self, asked, moment)
        found = self.stream.newest(moment, self.window, self.skipped(asked))
        return sorted(found, key=self.order) if self.order is not None else found

    def skipped(self, asked: Asked) -> int:
        """How many entries stand on the pages before the one asked for."""
        number = query_of(asked.path).get(self.pages, [""])[0] if self.pages else ""
        return max(int(number) - self.first_page, 0) * self.window if number.isdigit() else 0

    def page(self, entries: tuple[Entry, ...], asked: Asked, now: datetime, generation: int) -> Page:
        """What the writer is given."""
        return Page(self, entries, asked, now, generation, self.skipped(asked), len(self.stream.until(now)))

    def reply(self, written: bytes | str | Reply, moment: datetime) -> Reply:
        """What was written, on its wire."""
        if isinstance(written, Reply):
            return written
        body = written.encode() if isinstance(written, str) else written
        return replace(Reply(body=body), **self.wire)

    @property
    def _target(self) -> str:
        parts = urlsplit(self.address)
        return parts.path + (f"?{parts.query}" if parts.query else "")


_NOT_FOUND = Reply(status=404, body=b"<html><title>Not Found</title></html>", content_type="text/html")


@dataclass(frozen=True, slots=True)
class Host:
    """How a host behaves besides its channels."""

    gate: Callable[[Asked, datetime], Reply | None] = lambda _asked, _now: None
    lost: Reply = _NOT_FOUND
    robots: Reply = _NOT_FOUND


def query_of(address: str) -> dict[str, list[str]]:
    """The parameters of an address or path; a second question mark is read as an ampersand."""
    return parse_qs(address.partition("?")[2].replace("?", "&"), keep_blank_values=True)
