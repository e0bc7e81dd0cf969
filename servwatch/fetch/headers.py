"""What we say in a request's headers, and what we keep of an answer's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from servwatch.fetch.codings import ACCEPTED
from servwatch.fetch.faults import FetchStopped
from servwatch.fetch.redirects import without_credentials
from servwatch.model import Request, Verdict

ACCEPT = {
    "feed": "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5",
    "page": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5",
    "json": "application/json, application/ld+json;q=0.9, */*;q=0.5",
    "sitemap": "application/xml, text/xml;q=0.9, */*;q=0.5",
}
"""The Accept header for what is expected; anything goes, since some servers insist (RFC 9110, 12.5.1)."""

ANYTHING = "*/*"
"""The Accept header after a 406: Eurostat's catalogue gives its feed to nobody who names a type."""

KEPT = frozenset(
    {
        "age",
        "cache-control",
        "cf-mitigated",
        "content-encoding",
        "content-language",
        "content-length",
        "content-type",
        "date",
        "etag",
        "expires",
        "last-modified",
        "link",
        "location",
        "retry-after",
        "server",
        "x-amzn-waf-action",
        "x-robots-tag",
    }
)
"""The headers of an answer that `Fetched` carries."""

_LONGEST_KEPT = 1_000  # characters
_LONGEST_ETAG = 1_000
_LONGEST_DATE = 100
_LISTS = frozenset({"cache-control", "content-encoding", "link"})  # repeated, these form one list

# RFC 9110, 5.5: visible characters, and blanks between them. The bytes above 127 are Latin-1 here.
_VALUE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff\t]*[\x21-\x7e\x80-\xff])?")


def request_headers(
    request: Request, user_agent: str, accept: str, *, method: str = "GET"
) -> list[tuple[bytes, bytes]]:
    """The headers of one request. Raises `FetchStopped` (REFUSED) where one could not be written.

    Validators that no header may hold are left out: then the answer is simply a whole one. What was
    asked for by POST is never asked for conditionally (RFC 9110, 13.1).
    """
    named = {
        "User-Agent": request.user_agent or user_agent,
        "Accept": accept,
        "Accept-Encoding": ACCEPTED,
    }
    if method == "POST" and request.content_type:
        named["Content-Type"] = request.content_type
    for name, value in named.items():
        if _VALUE.fullmatch(value) is None:
            raise FetchStopped(Verdict.REFUSED, f"the {name} of this source holds what no header may hold")
    etag, last_modified = validators(request.etag, request.last_modified)
    if request.method == "POST":
        etag = last_modified = None
    if etag is not None:
        named["If-None-Match"] = etag
    if last_modified is not None:
        named["If-Modified-Since"] = last_modified
    return [(name.encode(), value.encode("latin-1")) for name, value in named.items()]


def validators(etag: str | None, last_modified: str | None) -> tuple[str | None, str | None]:
    """Both validators, each None unless it may be sent back as it is (RFC 9110, 8.8).

    Their inside is the server's affair: weak tags, unquoted tags and odd dates are kept verbatim.
    """
    return _clean(etag, _LONGEST_ETAG), _clean(last_modified, _LONGEST_DATE)


def _clean(value: str | None, longest: int) -> str | None:
    if value is None or len(value) > longest or _VALUE.fullmatch(value) is None:
        return None
    return value


def lower(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """An answer's headers under lower-case names. Lists are joined; of others the first counts."""
    found: dict[str, str] = {}
    for key, content in raw:
        name, value = key.decode("latin-1").lower(), content.decode("latin-1").strip()
        if name not in found:
            found[name] = value
        elif name in _LISTS:
            found[name] += ", " + value
    return found


def kept(headers: Mapping[str, str]) -> dict[str, str]:
    """The few headers that `Fetched` carries, each of a bounded size, printable."""
    return {name: _shown(name, value) for name, value in headers.items() if name in KEPT}


def _shown(name: str, value: str) -> str:
    value = without_credentials(value) if name == "location" else value
    return "".join(letter for letter in value[:_LONGEST_KEPT] if letter.isprintable())
