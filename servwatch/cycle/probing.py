"""Probe an address: what kind of source is it, and how would its entry in feeds.toml read?

It is asked as politely as a poll is (pace, robots.txt for pages, no private addresses), and for little:
at most MOST_REQUESTS, of which each is told. Nothing is stored. `probe` serves the command line, and
whatever else wants to ask.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from servwatch.cycle.probed import (
    SAVED,
    Candidate,
    Probed,
    Tried,
    below,
    candidates,
    ranked,
    remedy_for,
    shared,
)
from servwatch.fetch import Fetcher
from servwatch.model import Fetched, FetchSettings, Parsed, Proposal, Request, Verdict
from servwatch.sources import ParseContext
from servwatch.sources.discovery.places import looks_like_feed, pages_above, robots_sitemaps, usual_places
from servwatch.sources.parser_pool import ParserPool

MOST_REQUESTS = 13
"""Requests of one probe; each host's robots.txt comes on top."""
MOST_DECLARED = 3
"""Feeds that a page names and that are tried, to find the one that has the page's own items."""
MOST_DOWN = 2
ANY = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, application/json, */*;q=0.8"


def probe(
    settings: FetchSettings,
    url: str,
    *,
    now: datetime,
    timezone: str,
    body: bytes | None = None,
    told: Callable[[Tried], None] = lambda _: None,
) -> Probed:
    """Probe an address; with `body`, what was saved from it, and nothing is asked.

    `now` is aware. What the world does ends in the result.
    """

    async def whole() -> Probed:
        async with ParserPool() as parser, Fetcher(settings) as fetcher:
            prober = Prober(fetcher, parser, now=now, timezone=timezone, told=told)
            return await (prober.probe(url) if body is None else prober.read(url, body))

    return asyncio.run(whole())


@dataclass(slots=True)
class Prober:
    """Probes one address after another, over one fetcher. `told` hears of each request."""

    fetcher: Fetcher
    parser: ParserPool
    now: datetime
    timezone: str
    told: Callable[[Tried], None] = lambda _: None
    _tried: list[Tried] = field(default_factory=list)
    _down: int = 0

    async def probe(self, url: str) -> Probed:
        """Find the best way to read an address."""
        self._tried, self._down = [], 0
        fetched, parsed = await self._first(url)
        pages = candidates(fetched.final_url, parsed)
        if pages and pages[0].proposal.kind in ("feed", "json_api", "sitemap"):
            return self._found(url, pages)
        if fetched.verdict in (Verdict.UNREACHABLE, Verdict.TIMEOUT) or _is_ours(fetched):
            return self._failed(url, fetched, parsed)
        if fetched.verdict is Verdict.GONE and (found := await self._above(url)):
            return self._found(url, found)
        feeds = await self._feeds(fetched.final_url or url, parsed, pages)
        found = ranked(feeds, pages)
        if not found:
            found = await self._sitemaps(fetched.final_url or url)
        return self._found(url, found) if found else self._failed(url, fetched, parsed)

    async def read(self, url: str, body: bytes) -> Probed:
        """The same of a saved answer: nothing is asked, and feeds that it names are only told."""
        self._tried = []
        parsed = await self._parse(url, body, "")
        found = candidates(url, parsed)
        named = [
            Candidate(r.url, Proposal("feed"), "the page names it; it was not asked") for r in parsed.follow
        ]
        if found:
            return Probed(url, found[0], (*found[1:], *named))
        remedy = SAVED if parsed.verdict is Verdict.EMPTY else ""
        return Probed(url, None, tuple(named), verdict=parsed.verdict, rule=parsed.rule, remedy=remedy)

    async def _first(self, url: str) -> tuple[Fetched, Parsed | None]:
        """The answer of the address itself: as a feed where it looks like one, which may not be what comes."""
        if looks_like_feed(url):
            fetched, parsed = await self._ask(Request(url, expects="feed"))
            if parsed is not None or fetched.status != 200:
                return fetched, parsed
        return await self._ask(Request(url, expects="page", accept=ANY, obey_robots=True))

    async def _feeds(self, url: str, parsed: Parsed | None, pages: list[Candidate]) -> list[Candidate]:
        """The feeds that the page names, then those in the usual places, until one is found."""
        items = pages[0].proposal.items if pages else ()
        found: list[Candidate] = []
        named = [request.url for request in parsed.follow] if parsed is not None else []
        for place in named[:MOST_DECLARED]:
            if (feed := await self._feed(place, "")) is not None:
                found.append(feed)
                if not items or shared(feed.proposal.items, items):
                    return found
        if found:
            return found
        for place in usual_places(url):
            if place not in named and (feed := await self._feed(place, "guess")) is not None:
                return [feed]
            if self._spent:
                break
        return []

    async def _above(self, url: str) -> list[Candidate]:
        """The feeds that the pages above an address name, where nothing is left at it; the nearest page first."""
        for place in pages_above(url):
            if self._spent:
                break
            _, parsed = await self._ask(Request(place, expects="page", accept=ANY, obey_robots=True))
            named = parsed.follow[:MOST_DECLARED] if parsed is not None else ()
            found = [feed for r in named if (feed := await self._feed(r.url, f"{place} names it"))]
            if found:
                return found
        return []

    async def _feed(self, url: str, note: str) -> Candidate | None:
        if self._spent:
            return None
        fetched, parsed = await self._ask(Request(url, expects="feed"))
        found = candidates(fetched.final_url, parsed)
        if not found or found[0].proposal.kind != "feed":
            return None
        return replace(found[0], note=note)

    async def _sitemaps(self, url: str) -> list[Candidate]:
        """The last resort: the sitemap that robots.txt names, of which those below the page asked for."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if self._spent:
            return []
        robots = await self.fetcher.fetch(
            Request(f"{site}/robots.txt", expects="page", accept="text/plain, */*;q=0.5")
        )
        self._note(f"{site}/robots.txt", robots.rule)
        for place in robots_sitemaps(robots.body):
            if self._spent:
                break
            fetched, parsed = await self._ask(Request(place, expects="sitemap"))
            if parsed is not None and parsed.follow and not parsed.items and not self._spent:
                _, part = await self._ask(Request(parsed.follow[0].url, expects="sitemap"))
                parsed = replace(parsed, proposals=part.proposals) if part is not None else parsed
            if found := candidates(fetched.final_url, parsed):
                return [below(found[0], parts.path)]
        return []

    async def _ask(self, request: Request) -> tuple[Fetched, Parsed | None]:
        """One request and what its answer holds; None where it is no good."""
        fetched = await self.fetcher.fetch(request)
        if fetched.verdict is not Verdict.OK:
            away = fetched.status != 200 and fetched.verdict in (
                Verdict.BLOCKED,
                Verdict.TIMEOUT,
                Verdict.UNREACHABLE,
            )
            self._down = self._down + 1 if away else self._down
            self._note(request.url, f"{fetched.verdict}: {fetched.rule}")
            return fetched, None
        self._down = 0
        parsed = await self._parse(fetched.final_url, fetched.body, fetched.headers.get("content-type", ""))
        kinds = ", ".join(dict.fromkeys(p.kind for p in parsed.proposals if p.items))
        self._note(request.url, f"{len(parsed.items)} items ({kinds})" if kinds else parsed.rule)
        return fetched, parsed

    async def _parse(self, url: str, body: bytes, content_type: str) -> Parsed:
        context = ParseContext(
            source_id="probe", url=url, now=self.now, content_type=content_type, timezone=self.timezone
        )
        return await self.parser.parse("discovery", body, context)

    @property
    def _spent(self) -> bool:
        """Whether enough was asked, or the host has shut its door."""
        return len(self._tried) >= MOST_REQUESTS or self._down > MOST_DOWN

    def _note(self, url: str, outcome: str) -> None:
        self._tried.append(Tried(url, outcome))
        self.told(self._tried[-1])

    def _found(self, url: str, found: list[Candidate]) -> Probed:
        return Probed(url, found[0], tuple(found[1:]), tuple(self._tried))

    def _failed(self, url: str, fetched: Fetched, parsed: Parsed | None) -> Probed:
        verdict, rule = (fetched.verdict, fetched.rule) if parsed is None else (parsed.verdict, parsed.rule)
        return Probed(url, None, (), tuple(self._tried), verdict, rule, remedy_for(verdict, rule))


def _is_ours(fetched: Fetched) -> bool:
    """Whether we refuse, and for every address of the host."""
    return fetched.verdict is Verdict.REFUSED and "robots" not in fetched.rule
