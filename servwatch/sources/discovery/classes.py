"""Which classes and ids of a page mean something to its makers, and so outlive a release.

Front ends of today carry classes that a builder makes: "css-1x2y3z4", "Card_title__Zz81x". They change
with the next release; so do numbers ("post-9100", "node-4000"). Words of layout ("col", "mb-3") stay,
but tell nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from servwatch.sources.html_document import Element

_NAME = re.compile(r"-?[A-Za-z_][\w-]{1,60}")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_MADE = re.compile(
    r"^(?:css|sc|jss|jsx|svelte|emotion|chakra|makeStyles|MuiBox)-|__[A-Za-z0-9]{5,}$|_[a-z0-9]{5}_", re.ASCII
)
_SUFFIX = re.compile(r"(__|-|_)([A-Za-z0-9]{5,8})$")
_NUMBERED = re.compile(r"[A-Za-z_-]*[A-Za-z]{3}\d")  # "section6" is a place, "node-4000" a thing
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
_STATE_NAMES = (
    "active current selected open closed hidden visible first last odd even sticky promoted new "
    "clearfix collapsed show expanded loaded lazy animated is-active no-image has-image"
)
_STATE = frozenset(_STATE_NAMES.split())
_LAYOUT = re.compile(
    r"(?:[a-z]{2}:)?(?:col|row|container|grid|flex|d|m[tblrxy]?|p[tblrxy]?|w|h|text|bg|border|gap|items|justify|align"
    r"|font|float|pull|u|order|rounded|shadow|space|large|small|medium|block|inline|relative|absolute|cell|columns?|wrapper|inner)"
    r"(?:-[\w-]*)?"
)
_TELLING = re.compile(
    r"item|card|teaser|news|article|result|entry|post|listing|publication|event|views-row|story|release|document|opinion|press",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def is_lasting(name: str) -> bool:
    """Whether a class or id is a name that people chose."""
    if not _NAME.fullmatch(name) or name.lower() in _STATE or is_made(name):
        return False
    return _NUMBERED.fullmatch(name) is not None or not any(c.isdigit() for c in name)


@lru_cache(maxsize=20_000)
def is_made(name: str) -> bool:
    """Whether a builder made it. "card__title" was chosen, "Card_title__kQxZb" was not."""
    if made := _MADE.search(name):
        word = made.group().lstrip("_")
        return not (word.islower() and word.isalpha() and _VOWEL.search(word))
    suffix = _SUFFIX.search(name)
    if suffix and (any(map(str.isdigit, suffix[2])) or _mixed(suffix[2])):
        return True
    return any(len(word) >= 6 and not _VOWEL.search(word) for word in _WORD.findall(name))


def _mixed(text: str) -> bool:
    """Capitals strewn within: "kQxZb", and not "NewsItem"."""
    return len(re.findall(r"[A-Z](?![a-z]{2})", text)) >= 2 and not text.isupper()


def rank(name: str) -> int:
    """How much a class tells: 2 names what it holds, 1 is a word, 0 is of the layout."""
    if _LAYOUT.fullmatch(name):
        return 0
    return 2 if _TELLING.search(name) else 1


def lasting_classes(element: Element) -> tuple[str, ...]:
    """The classes of an element that mean something, the most telling first."""
    names = dict.fromkeys(name for name in (element.get("class") or "")[:500].split() if is_lasting(name))
    return tuple(sorted(names, key=lambda name: -rank(name)))


def made_prefixes(element: Element) -> tuple[str, ...]:
    """What stays of the classes a builder made: of "Card_title__Zz81x" the part "Card_title__"."""
    names = (element.get("class") or "")[:500].split()
    found = (re.match(r"([A-Z]?[a-z]+(?:[_-]?[A-Za-z]+)*__)[\w-]+$", name) for name in names if is_made(name))
    return tuple(match[1] for match in found if match and not any(map(str.isdigit, match[1])))


def lasting_id(element: Element) -> str:
    """Its id, where that means something."""
    name = element.get("id") or ""
    return name if is_lasting(name) else ""
