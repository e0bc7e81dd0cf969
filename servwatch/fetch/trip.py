"""The way of one request: where it went, what it cost so far, and the `Fetched` it ends in."""

from __future__ import annotations

from dataclasses import dataclass, field

import httpx

from servwatch.fetch.body import BodyReader
from servwatch.fetch.faults import FetchStopped
from servwatch.fetch.freshness import fresh_for, retry_after
from servwatch.fetch.headers import ACCEPT, ANYTHING, kept, lower, request_headers, validators
from servwatch.fetch.redirects import REDIRECTS, Chain, address, without_credentials
from servwatch.fetch.verdict import HEAD_BYTES, Answer, judge
from servwatch.model import Fetched, FetchSettings, Request, Verdict

_ASKS_TO_WAIT = REDIRECTS | {202}  # besides all faults (RFC 9110, 10.2.3)


@dataclass(slots=True)
class Page:
    """What one address answered."""

    status: int
    headers: dict[str, str]  # lower-case names
    body: bytes = b""  # decompressed


@dataclass(slots=True)
class Trip:
    """One request under way. Times are in seconds."""

    request: Request
    settings: FetchSettings
    cut: bool = False  # whether a body over the cap is cut rather than refused
    left: float = 0.0  # of the total deadline
    seconds: float = 0.0  # spent on requests, waiting for slots left out
    chain: Chain | None = None
    page: Page | None = None  # the last answer
    reader: BodyReader | None = None  # of the last body
    retry_after: float | None = None
    accept: str = ""
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)  # of this trip only

    def __post_init__(self) -> None:
        self.left = (self.request.timeout or self.settings.timeout).total_seconds()
        self.accept = self.request.accept or ACCEPT.get(self.request.expects, ANYTHING)

    def begin(self) -> Chain:
        """The chain of addresses, at its first. Raises `FetchStopped` (REFUSED)."""
        self.chain = Chain(address(self.request.url), self.request.method)
        return self.chain

    @property
    def limit(self) -> int:
        """The cap on the body, bytes."""
        return self.settings.max_bytes if self.request.max_bytes is None else self.request.max_bytes

    def next_request(self, url: httpx.URL) -> httpx.Request:
        """The request to send now. Raises `FetchStopped` (REFUSED)."""
        self.page = self.reader = None
        method = self.chain.method if self.chain else self.request.method
        headers = request_headers(self.request, self.settings.user_agent, self.accept, method=method)
        content = self.request.content if method == "POST" else None
        request = httpx.Request(method, url, headers=headers, content=content)
        if self.cookies:
            self.cookies.set_cookie_header(request)
        return request

    def answered(self, response: httpx.Response, now: float) -> Page:
        """Takes note of an answer as soon as its headers are there. `now`: seconds since 1970."""
        self.page = Page(response.status_code, lower(response.headers.raw))
        if self.page.status in REDIRECTS and "set-cookie" in self.page.headers:
            self.cookies.extract_cookies(response)  # which needs the request
        if self.page.status >= 400 or self.page.status in _ASKS_TO_WAIT:
            wish = retry_after(self.page.headers, now)
            self.retry_after = max(self.retry_after or 0.0, wish) if wish is not None else self.retry_after
        return self.page

    @property
    def cookie(self) -> str:
        """The cookies so far, as text that changes with them."""
        return ";".join(sorted(f"{cookie.name}={cookie.value}" for cookie in self.cookies.jar))

    def too_late(self) -> FetchStopped:
        """The deadline has passed."""
        limit = (self.request.timeout or self.settings.timeout).total_seconds()
        got = f"the answer was not whole ({self.reader.wire} bytes)" if self.reader else "there was no answer"
        return FetchStopped(Verdict.TIMEOUT, f"{got} after {limit:g} seconds")

    def stopped(self, stop: FetchStopped) -> Fetched:
        """The outcome where something else than an answer's own content ended the trip."""
        if stop.status is not None:
            self.page = Page(stop.status, {})
        if stop.retry_after is not None:
            self.retry_after = stop.retry_after
        return self._outcome(stop.verdict, stop.rule)

    def judged(self, page: Page, now: float) -> Fetched:
        """The outcome where the last answer speaks for itself. `now`: seconds since 1970."""
        conditional = self.request.method == "GET" and any(
            validators(self.request.etag, self.request.last_modified)
        )
        verdict, rule = judge(
            Answer(
                status=page.status,
                headers=page.headers,
                head=page.body[:HEAD_BYTES],
                length=len(page.body),
                asked=self.chain.asked if self.chain else "",
                url=self._final_url,
                expects=self.request.expects,
                conditional=conditional,
            )
        )
        return self._outcome(verdict, rule, fresh=fresh_for(page.headers, now))

    @property
    def _final_url(self) -> str:
        return str(self.chain.url) if self.chain else without_credentials(self.request.url)

    def _outcome(self, verdict: Verdict, rule: str, *, fresh: float = 0.0) -> Fetched:
        page = self.page or Page(0, {})
        notes = [*(self.chain.notes if self.chain else ())]
        if self.reader is not None and self.reader.note and verdict is Verdict.OK:
            notes.append(self.reader.note)
        healthy = verdict in (Verdict.OK, Verdict.NOT_MODIFIED)
        etag, last_modified = self._validators(verdict, page)
        return Fetched(
            url=without_credentials(self.request.url),
            final_url=self._final_url,
            verdict=verdict,
            rule="; ".join([rule, *notes]),
            status=page.status or None,
            headers=kept(page.headers),
            body=page.body if verdict is Verdict.OK else b"",
            permanent_url=self.chain.permanent_url if self.chain and healthy else None,
            etag=etag,
            last_modified=last_modified,
            fresh_for=fresh if healthy else 0.0,
            retry_after=self.retry_after,
            wire_bytes=self.reader.wire if self.reader is not None else 0,
            seconds=self.seconds,
        )

    def _validators(self, verdict: Verdict, page: Page) -> tuple[str | None, str | None]:
        """Those to send next time: of a good answer its own, else those that are known already.

        RFC 9111, 4.3.4: a 304 updates what it repeats and leaves the rest.
        """
        known = validators(self.request.etag, self.request.last_modified)
        told = validators(page.headers.get("etag"), page.headers.get("last-modified"))
        if verdict is Verdict.OK:
            return told
        if verdict is Verdict.NOT_MODIFIED:
            return told[0] or known[0], told[1] or known[1]
        return known
