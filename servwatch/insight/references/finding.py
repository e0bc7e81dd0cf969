"""Find references in texts and addresses, in time that grows with the length of what is read.

Of an item its title and its summary are read as one text, and its own address. A grammar is tried only
where one of its clues stands, so that a text without references costs little more than a look at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from servwatch.insight.references.grammar import Grammar, plain
from servwatch.insight.references.registry import hinted, locations_of

READ = 20_000
"""How many characters of a field are read, as for the themes."""

MOST = 200
"""References taken of one item: a longer list is a register, and is about none of them."""

NEARBY = 120
"""Characters before and after a form that says too little by itself, in which it must be explained."""

_DIGIT = re.compile(r"\d")
_WEB = re.compile(r"https?://[^\s<>\"]{1,2000}")
_TAIL = ".,;:!?'»”’]"
_LONGEST_ADDRESS = 2048


class Found(NamedTuple):
    """A reference where it stands in a text."""

    start: int
    end: int
    kind: str
    id: str


def in_text(text: str, home: str = "", *, sure: bool = False) -> list[Found]:
    """The references of a text, in their order, none inside another.

    `home` is the host that publishes it. With `sure`, the reader says that the text is a reference, and
    no context is asked for.
    """
    if _DIGIT.search(text) is None:
        return []
    found: list[Found] = []
    if "://" in text:
        text, found = _without_addresses(text)
    text = plain(text)
    for grammar in hinted(text):
        found.extend(_matches(grammar, text, home, sure=sure))
    return _apart(found)


def in_address(url: str) -> list[tuple[str, str]]:
    """What an address names: (kind, canonical form); nothing for what cannot be read as an address."""
    if not url.startswith(("http://", "https://")) or len(url) > _LONGEST_ADDRESS:
        return []
    host = host_of(url)
    locations = tuple(locations_of(host)) if host else ()
    if not locations:
        return []
    rest = plain(unquote(url.split("/", 3)[3] if url.count("/") > 2 else ""))
    named: dict[tuple[str, str], None] = {}
    for location in locations:
        for m in location.pattern.finditer(f"/{rest}"):
            canonical = location.canonical(m)
            if canonical:
                named[location.kind, canonical] = None
    return list(named)


def host_of(url: str) -> str:
    """The host in small letters without www, "" for what is no web address."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return ""


def _without_addresses(text: str) -> tuple[str, list[Found]]:
    """The text with its addresses blanked out, and what those name."""
    found: list[Found] = []
    parts: list[str] = []
    after = 0
    for m in _WEB.finditer(text):
        url = _trimmed(m[0])
        end = m.start() + len(url)
        found += [Found(m.start(), end, kind, name) for kind, name in in_address(url)]
        parts += [text[after : m.start()], " " * len(url)]
        after = end
    return "".join([*parts, text[after:]]), found


def _trimmed(url: str) -> str:
    """The address without what closes the sentence around it."""
    url = url.rstrip(_TAIL)
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(_TAIL)
    return url


def _matches(grammar: Grammar, text: str, home: str, *, sure: bool) -> Iterator[Found]:
    given = sure or grammar.context is None or _at_home(grammar, home)
    for count, m in enumerate(grammar.pattern.finditer(text)):
        if count >= MOST:
            return
        if given or _explained(grammar, text, m):
            canonical = grammar.canonical(m)
            if canonical:
                yield Found(m.start(), m.end(), grammar.kind, canonical)


def _at_home(grammar: Grammar, home: str) -> bool:
    return any(home == host or home.endswith(f".{host}") for host in grammar.home)


def _explained(grammar: Grammar, text: str, m: re.Match[str]) -> bool:
    """Whether the context of the form stands before or after it, not within it."""
    assert grammar.context is not None  # noqa: S101  # else it would not be asked for
    context = grammar.context
    before = text[max(0, m.start() - NEARBY) : m.start()]
    return bool(context.search(before) or context.search(text, m.end(), m.end() + NEARBY))


def _apart(found: Iterable[Found]) -> list[Found]:
    """In the order of the text; of two that overlap the one that begins first, or is longer."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end, f.kind, f.id)):
        last = kept[-1] if kept else None
        if last is None or one.start >= last.end or (one.start, one.end) == (last.start, last.end):
            kept.append(one)
    return kept
