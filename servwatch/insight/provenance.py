"""Which watched source an address may come from: by its site, then by how much of the path is the same."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from urllib.parse import urlsplit

from servwatch.model import Source

SHARED = frozenset({"europa.eu", "un.org", "co.uk", "vlaanderen.be", "belgium.be", "fgov.be", "gouv.fr"})
"""Domains under which many bodies have their sites: there the third name from the end decides too."""


def of_site(url: str, sources: Iterable[Source]) -> list[Source]:
    """The sources an address may come from, the likeliest (the longest common path) first.

    Those of the same host, or, where there are none, those of the same site.
    """
    host = host_of(url)
    if not host:
        return []
    near = [source for source in sources if _one_site(host, host_of(source.url))]
    near = [source for source in near if host_of(source.url) == host] or near
    path = urlsplit(url).path.split("/")
    return sorted(near, key=lambda source: _in_common(path, source), reverse=True)


def _in_common(path: list[str], source: Source) -> int:
    parts = urlsplit(source.url).path.split("/")
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(path, parts, strict=False)))


def host_of(url: str) -> str:
    """The host of an address without its "www.", "" for what is no address."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _one_site(one: str, other: str) -> bool:
    if one == other:
        return True
    ours, theirs = one.split("."), other.split(".")
    names = 3 if ".".join(ours[-2:]) in SHARED else 2
    return len(ours) >= names and ours[-names:] == theirs[-names:]
