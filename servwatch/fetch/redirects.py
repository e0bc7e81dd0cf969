"""Addresses: which may be fetched, and where redirects lead (RFC 9110, 15.4)."""

from __future__ import annotations

import re

import httpx

from servwatch.fetch.faults import FetchStopped
from servwatch.model import Verdict

REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 10

_PERMANENT = frozenset({301, 308})
_SAME_METHOD = frozenset({307, 308})
_LONGEST_URL = 8_000  # characters; RFC 9110, 4.1 recommends to support as much
_USERINFO = re.compile(r"(?<=//)[^/?#]*@")
_NAME = re.compile(r"(?=.{1,254}$)(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?")  # RFC 1035, 2.3.4
_LITERAL = re.compile(r"[0-9a-f:.]{2,45}")  # an IPv6 address without a zone


def address(text: str) -> httpx.URL:
    """The address, without its fragment, if it may be fetched at all. Raises `FetchStopped` (REFUSED)."""
    try:
        url = httpx.URL(text) if len(text) <= _LONGEST_URL else None
        if url is None or not url.scheme:
            raise FetchStopped(Verdict.REFUSED, "this is no address that can be fetched")
        if url.scheme not in ("http", "https"):
            raise FetchStopped(Verdict.REFUSED, f"the scheme “{url.scheme[:20]}” is neither http nor https")
        if not url.host:  # which may fail to decode (RFC 5891)
            raise FetchStopped(Verdict.REFUSED, "the address names no host")
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchStopped(Verdict.REFUSED, "this is no address that can be fetched") from error
    host = host_of(url)
    if (_LITERAL if ":" in host else _NAME).fullmatch(host) is None:
        raise FetchStopped(Verdict.REFUSED, "the host of the address is no name of a host")
    if url.port is not None and not 0 < url.port < 65_536:
        raise FetchStopped(Verdict.REFUSED, f"there is no port {url.port}")
    if url.userinfo:
        raise FetchStopped(Verdict.REFUSED, "the address holds a name or password")
    return url.copy_with(fragment=None) if "#" in text else url


def without_credentials(text: str) -> str:
    """The address as it may be shown and stored: no name and password before the host."""
    return _USERINFO.sub("", text, count=1)


def host_of(url: httpx.URL) -> str:
    """The host as it is resolved and paced: lower case, ASCII, an IPv6 address without brackets."""
    return url.raw_host.decode("ascii").lower()


class Chain:
    """The addresses of one fetch, one after another, and the method for the next of them."""

    def __init__(self, url: httpx.URL, method: str = "GET") -> None:
        self.asked = str(url)
        self.url = url
        self.method = method
        self.permanent_url: str | None = None
        self.notes: list[str] = []
        self._permanent = True  # whether every redirect so far was permanent
        self._seen = {(self.asked, "")}

    def follow(self, status: int, location: str | None, cookie: str) -> None:
        """Goes on to the next address. Raises `FetchStopped` (MOVED, REFUSED).

        The same address counts as a loop only with the same `cookie`: some sites give a cookie and
        lead back to where one came from. A POST becomes a GET behind 301, 302 and 303, as browsers do
        it, and stays one behind 307 and 308 (RFC 9110, 15.4).
        """
        if not location:
            raise FetchStopped(Verdict.MOVED, f"a redirect ({status}) that gives no address to follow")
        target = self._target(location)
        if (str(target), cookie) in self._seen:
            raise FetchStopped(Verdict.MOVED, f"the redirects go round in a circle ({len(self._seen)})")
        if len(self._seen) > MOST_REDIRECTS:
            raise FetchStopped(Verdict.MOVED, f"more than {MOST_REDIRECTS} redirects")
        downgrade = self.url.scheme == "https" and target.scheme == "http"
        if downgrade:
            self.notes.append(f"a redirect gave up https for {target.host}")
        # Never remembered: what was once asked for under TLS.
        self._permanent = self._permanent and status in _PERMANENT and not downgrade
        if self._permanent:
            self.permanent_url = str(target)
        if status not in _SAME_METHOD:
            self.method = "GET"
        self.url = target
        self._seen.add((str(target), cookie))

    def _target(self, location: str) -> httpx.URL:
        try:
            joined = str(self.url.join(_as_utf8(location)))
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchStopped(Verdict.MOVED, "a redirect to what is no address") from error
        try:
            return address(joined)
        except FetchStopped as stop:
            raise FetchStopped(stop.verdict, f"a redirect was not followed: {stop.rule}") from stop


def _as_utf8(location: str) -> str:
    """Header values are read as Latin-1; a raw path in a Location is UTF-8 nearly always."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location
