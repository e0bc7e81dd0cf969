"""The entries of the shipped feeds.toml as they stand there, and the channels of the world that play them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from servwatch.sources.patterns import matches
from tests.docs.sources_table import SHIPPED, shipped
from tests.institutions import Channel, Publication, World

_ENTRY = re.compile(r'^\[\[source\]\]\nid = "([^"]+)"\n.*?(?=^\[\[|^# )', re.MULTILINE | re.DOTALL)
_NUMBERS = re.compile(r'REGEX\(STR\(\?\w+\), "([^"]+)"\)')
_BY_INTERFACE = {"oecd-employment": "oecd-search"}
"""Sources that ask an interface which the world has under a name of its own."""


def enabled() -> list[dict[str, Any]]:
    """The sources that are polled."""
    return [source for source in shipped() if source.get("enabled", True)]


def entry_of(source: str) -> str:
    """The text of a source's entry in feeds.toml, with all of its sub-tables."""
    text = SHIPPED.read_text(encoding="utf-8")
    return next(found[0] for found in _ENTRY.finditer(text) if found[1] == source)


def themes() -> str:
    """The text of the shipped themes."""
    text = SHIPPED.read_text(encoding="utf-8")
    return text.partition("# === What is looked for")[2].partition("\n")[2].partition("# ===")[0]


def channel_of(world: World, source: dict[str, Any]) -> Channel:
    """The channel that plays a source."""
    if source["kind"] == "sparql":
        return world.channels["cellar"]
    return world.channels[_BY_INTERFACE.get(source["id"], source["id"])]


def wants(source: dict[str, Any], publication: Publication) -> bool:
    """Whether a source is to have a publication: by its patterns, by the numbers that its query asks for."""
    numbers = _NUMBERS.search(source.get("query", ""))
    if numbers and not re.search(numbers[1], publication.reference):
        return False
    include, exclude = source.get("include", []), source.get("exclude", [])
    texts = (publication.link, publication.category)
    if include and not any(matches(pattern, texts) for pattern in include):
        return False
    return not any(matches(pattern, texts) for pattern in exclude)


def host_of(source: dict[str, Any]) -> str:
    """The host that a source asks."""
    return urlsplit(source["url"]).hostname or ""
