"""What is watched: a source, one fetch of it, the entries it gives, the items they become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from servwatch.model.mailbox import Login, MailRead
from servwatch.model.vocabulary import ItemKind, Side, Verdict


@dataclass(frozen=True, slots=True)
class KindRule:
    """How a source tells the kind of its items: by pattern in a category or address, else a default."""

    default: ItemKind = ItemKind.NEWS
    patterns: tuple[tuple[str, ItemKind], ...] = ()


@dataclass(frozen=True, slots=True)
class Detail:
    """How the page of a new item is read for the date and summary that its listing lacks."""

    date: str = ""  # CSS selectors, tried before what pages say of themselves
    summary: str = ""
    title: str = ""
    date_format: str = ""
    most: int = 10  # pages read in one poll


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to poll. Several sources may share one body (institution)."""

    id: str
    name: str
    body: str
    kind: str  # a name of the registry in `sources`
    url: str
    languages: tuple[str, ...] = ()
    every: timedelta = timedelta(hours=2)  # floor of the adaptive interval
    weight: float = 1.0
    side: Side = Side.PUBLIC
    own: bool = False  # the council's own publications, which are no news to it
    critical: bool = False  # what it tells does not wait for the next edition
    item_kind: KindRule = KindRule()
    enabled: bool = True
    timeout: timedelta | None = None  # total, for one fetch; None: the general setting
    max_bytes: int | None = None  # after decompression; None: the general setting
    include: tuple[str, ...] = ()  # patterns in address or category
    exclude: tuple[str, ...] = ()
    identity: str = "url"  # "url" | "url+title"
    user_agent: str | None = None
    accept: str | None = None
    themes: tuple[str, ...] = ()  # every item of this source hints at these themes
    category_themes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    origin: str = ""  # where the address comes from, date, confidence
    options: Mapping[str, Any] = field(default_factory=dict)  # the keys of its kind only
    detail: Detail | None = None  # None: the pages of its items are not read
    login: Login | None = field(default=None, repr=False)  # of a mailbox; of no fingerprint, whoever asks


@dataclass(frozen=True, slots=True)
class Request:
    """What a source asks of `fetch`, with the validators remembered from its last good answer."""

    url: str
    expects: str = (
        "feed"  # "feed" | "page" | "json" | "sitemap": which shape a good answer has; "mail": messages
    )
    accept: str | None = None  # None: the usual one for what is expected
    user_agent: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    timeout: timedelta | None = None  # None: the general setting
    max_bytes: int | None = None
    obey_robots: bool = False  # pages do, feeds are published to be polled
    method: str = (
        "GET"  # "GET" | "POST"; a POST is never conditional, and repeated only where `tries` says so
    )
    content: bytes = b""  # the body of a POST
    content_type: str = ""  # of that body
    tries: int = (
        1  # at most, where the server fails for now; more than one only for what changes nothing there
    )
    follow: bool = True  # False: a redirect is the answer
    login: Login | None = field(default=None, repr=False)  # of a mailbox
    newest: int = 30  # messages taken at the first poll of a mailbox
    senders: tuple[str, ...] = ()  # of a mailbox: only messages whose From may be one of these; none: all


@dataclass(frozen=True, slots=True)
class Fetched:
    """The outcome of one fetch, good or bad. `body` is decompressed, and empty unless `verdict` is OK."""

    url: str  # asked for
    final_url: str  # answered, after redirects
    verdict: Verdict
    rule: str  # which rule gave the verdict, one plain sentence
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)  # lower-case names
    body: bytes = b""
    permanent_url: str | None = None  # where a permanent redirect leads, to be remembered
    etag: str | None = None  # the validators to send next time
    last_modified: str | None = None
    fresh_for: float = 0.0  # seconds the answer may be reused (Cache-Control, Expires)
    retry_after: float | None = None  # seconds the server asked us to stay away
    wire_bytes: int = 0  # as received, still compressed
    seconds: float = 0.0
    taken: tuple[int, ...] = ()  # the UIDs of messages to be marked once their items are kept


@dataclass(frozen=True, slots=True)
class Given:
    """What a source states of an item in fields of their own, beside its text."""

    deadline: datetime | None = None  # until when one can act
    day_only: bool = (
        False  # of the deadline only the day is stated; it then is its midnight, in the council's zone
    )
    begins: date | None = None  # of an event, or the day on which a consultation or a call opens
    ends: date | None = None  # the last day of an event
    stage: str = ""  # in the publisher's own words
    references: tuple[str, ...] = ()  # as written

    def __bool__(self) -> bool:
        """Whether anything is stated."""
        return self != NOTHING_GIVEN


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True)
class RawItem:
    """One entry as its source gives it, cleaned to plain text but not yet judged."""

    title: str
    url: str  # absolute, or "" where the source gives none
    summary: str = ""
    identifier: str = ""  # the feed's own (guid, atom:id), untrusted
    reference: str = ""  # a stable reference (CELEX, DOI, IP/26/1), where the kind knows one
    published: datetime | None = None
    day_only: bool = False  # the publisher gave a day, not a time of day
    updated: datetime | None = None
    language: str = ""  # as declared by the entry or its feed
    categories: tuple[str, ...] = ()
    made_title: bool = False  # the title is made of the address or the text: the item's own page knows better
    aliases: tuple[str, ...] = ()  # addresses that lead to `url`, by which the item is to be known again
    given: Given = NOTHING_GIVEN


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to read an address as a source, found by looking at what it answers."""

    kind: str
    options: Mapping[str, Any] = field(default_factory=dict)  # the keys of the kind
    items: tuple[RawItem, ...] = ()  # what a poll with it takes
    title: str = ""  # what the publisher calls it
    language: str = ""
    home: str = ""  # the page that belongs to a feed
    detail: bool = False  # the pages of the items are to be read for what the list lacks
    score: float = 0.0  # among the proposals of one page


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a source kind made of a body. The verdict is OK, or worse than the transport's."""

    verdict: Verdict
    rule: str
    items: tuple[RawItem, ...] = ()
    ttl: float | None = None  # seconds the publisher asks us to wait (RSS ttl)
    notes: tuple[str, ...] = ()  # faults that were mended on the way
    follow: tuple[Request, ...] = ()  # what else belongs to this poll: address, method and content only
    proposals: tuple[Proposal, ...] = ()  # of a reader that looks for sources, the best first
    cut: str = ""  # a sentence, where there is, or may be, more than was read
    mail: MailRead | None = None  # of a mailbox
    partial: bool = False  # a part of the poll, such as its second page, could not be read


@dataclass(frozen=True, slots=True)
class Item:
    """One source's entry in the archive, in its newest version."""

    id: int
    source: str
    url: str
    title: str
    summary: str
    first_seen: datetime
    published: datetime | None = None  # None: the publisher gives no date
    day: date | None = None  # the day of `published` in the council's time zone; else of `first_seen`
    language: str = ""  # as declared; the annotation knows better
    kind: ItemKind = ItemKind.NEWS
    categories: tuple[str, ...] = ()
    canonical: str = ""  # canonical address
    baseline: bool = False  # came with the first good poll of its source
    quarantined: bool = False  # came in a flood, waits for release
    version: int = 1
    given: Given = NOTHING_GIVEN


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier state of an item, kept when it changed."""

    item: int
    number: int
    url: str
    title: str
    summary: str
    published: datetime | None
    until: datetime  # when the next version was first seen
    given: Given = NOTHING_GIVEN
