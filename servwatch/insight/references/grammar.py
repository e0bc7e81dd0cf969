"""What a grammar of references is: how it is written, what it is called, and where it is found.

Every pattern is bounded in all its repetitions, so that a text of any length is read in time that grows
with its length and no faster. Texts are made plain first (see `plain`): one kind of space, one kind of
hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from unicodedata import decimal

START = r"(?<![\w/.\-])"
"""Before a reference stands nothing that could belong to it."""

NUMBER_SIGN = r"(?:n(?:o|r|°|º)s?\.?\s?|num(?:ber|mer)?\.?\s?)"
"""No, nr., n°: before a number, in any case of letters."""

Canonical = Callable[[re.Match[str]], str]
"""From a match to the one way of writing it; "" where it turns out to be none."""

Address = Callable[[re.Match[str], str], str]
"""From a canonical form and the reader's language (nl, en, fr, de, es) to a public address; "" for none."""

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\t", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2044\u2215\uff0f", "/"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
    }
)


_OTHER_DIGIT = re.compile(r"(?![0-9])\d")


def plain(text: str) -> str:
    """The text with one kind of space, hyphen, slash and digit, and without what is not seen."""
    if text.isascii():
        return text.replace("\t", " ")
    return _OTHER_DIGIT.sub(lambda m: str(decimal(m[0])), text.translate(_PLAIN))


def number(text: str, digits: int = 0) -> str:
    """The digits without leading zeros, or with so many as make `digits`."""
    return text.lstrip("0").zfill(digits) if digits else text.lstrip("0") or "0"


def spoken(language: str, offered: tuple[str, ...] = ("nl", "en", "fr", "de", "es")) -> str:
    """The reader's language where the publisher offers it, else English."""
    return language if language in offered else "en"


def nowhere(_form: re.Match[str], _language: str) -> str:
    """Of a kind that has no public address."""
    return ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of reference: its name, its canonical form, and where the public finds it."""

    name: str
    form: re.Pattern[str]  # of the canonical form, whole
    address: Address = nowhere
    example: str = ""


@dataclass(frozen=True, slots=True)
class Grammar:
    """One way to write references of a kind in texts.

    `clues`: one of these stands in the outline of every text that has such a reference, which is its
    capitals with a nine for every digit. `context`: what must stand nearby, where the form alone says too little; on
    the sites of `home` it is given.
    """

    kind: str
    clues: tuple[str, ...]
    pattern: re.Pattern[str]
    canonical: Canonical
    context: re.Pattern[str] | None = None
    home: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Location:
    """One way to address documents of a kind: on which host, and how its path and query are read.

    The pattern is searched in the path with its query, percent-encoding undone.
    """

    kind: str
    host: str  # the host, or the end of it behind a dot
    pattern: re.Pattern[str]
    canonical: Canonical


@dataclass(frozen=True, slots=True)
class Family:
    """All that one module of grammars contributes."""

    kinds: tuple[Kind, ...]
    grammars: tuple[Grammar, ...] = ()
    locations: tuple[Location, ...] = field(default_factory=tuple)


def exact(pattern: str) -> re.Pattern[str]:
    """A pattern that minds capitals."""
    return re.compile(pattern)


def loose(pattern: str) -> re.Pattern[str]:
    """A pattern that does not mind capitals."""
    return re.compile(pattern, re.IGNORECASE)
