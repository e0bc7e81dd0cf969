"""What a source kind is: the seam from bytes to items.

A kind is one module (or package) with one class, one line in `servwatch.sources.KINDS`, and one
folder of fixtures. It says what to ask for, and makes items of what came back. It never fetches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from servwatch.model import Detail, Fetched, Parsed, Request, Source, Verdict
from servwatch.sources.placeholders import filled


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseContext:
    """What a kind must know besides the bytes. Picklable: it travels to the parser process."""

    source_id: str
    url: str  # where the answer came from, after redirects: the base of relative links
    now: datetime  # aware, UTC
    content_type: str = ""  # the header as it came
    timezone: str = "Europe/Brussels"  # the council's: of dates without a zone
    languages: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)  # the keys of the kind only
    include: tuple[str, ...] = ()  # for documents of so many entries that they are chosen while reading
    exclude: tuple[str, ...] = ()
    asked: Request | None = None  # what this answers; None: nothing that matters
    page: int = 1  # which answer of its poll this is
    detail: Detail | None = None  # how the page of an item is read

    @property
    def zone(self) -> ZoneInfo:
        """The council's time zone."""
        return ZoneInfo(self.timezone)

    @classmethod
    def of(
        cls,
        source: Source,
        fetched: Fetched,
        *,
        now: datetime,
        timezone: str,
        asked: Request | None = None,
        page: int = 1,
    ) -> ParseContext:
        """The context of one fetch of `source`: the answer to `asked`, number `page` of its poll."""
        return cls(
            source_id=source.id,
            url=fetched.final_url,
            now=now,
            content_type=fetched.headers.get("content-type", ""),
            timezone=timezone,
            languages=source.languages,
            options=dict(source.options),
            include=source.include,
            exclude=source.exclude,
            asked=replace(asked, login=None)
            if asked is not None
            else None,  # a secret is none of its affairs
            page=page,
            detail=source.detail,
        )


class Reader(Protocol):
    """What makes items of a body, in the parser process."""

    def parse(self, body: bytes, context: ParseContext) -> Parsed:
        """As `SourceKind.parse`."""


class SourceKind(Protocol):
    """One way in which a publisher gives items."""

    @property
    def name(self) -> str:
        """The word of `kind = "..."` in feeds.toml."""

    def request(self, source: Source, now: datetime) -> Request:
        """What to ask for first. The caller adds the validators it remembers. `now` is aware, UTC."""

    def parse(self, body: bytes, context: ParseContext) -> Parsed:
        """Make items of an answer. Pure, deterministic, no network, no files; never raises.

        It runs in a child process with limits of time and memory, see `parser_pool`. Titles and
        summaries are plain text; every address is absolute http(s), or "".
        `Parsed.follow` names what else belongs to the same poll: the next page, the parts of an index.
        """


class Unreadable(Exception):
    """Raised within a kind's `parse` where nothing can be made of a body; `parse` returns its value."""

    def __init__(self, verdict: Verdict, rule: str) -> None:
        super().__init__(rule)
        self.verdict = verdict
        self.rule = rule

    def parsed(self) -> Parsed:
        """The value that leaves the kind."""
        return Parsed(self.verdict, self.rule)


def plain_request(source: Source, now: datetime, expects: str, *, obey_robots: bool = False) -> Request:
    """A request for the source's own address, its days put in, with its own settings and nothing special."""
    return Request(
        url=filled(source.url, now, source.options.get("window")),
        obey_robots=obey_robots,
        expects=expects,
        accept=source.accept,
        user_agent=source.user_agent,
        timeout=source.timeout,
        max_bytes=source.max_bytes,
    )
