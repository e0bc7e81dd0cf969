"""A feed before it is written: what it is called, and its entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One item. `updated` is when its newest version came."""

    id: str  # a tag URI (RFC 4151), the same for ever
    title: str
    url: str  # absolute
    summary: str
    published: datetime
    updated: datetime
    author: str  # the body that published it
    language: str  # "" where it is not known
    categories: Sequence[tuple[str, str]]  # of themes: id and name


@dataclass(frozen=True, slots=True)
class Channel:
    """One feed. `began` is the time that it bears while it has no entry."""

    id: str  # a tag URI
    title: str
    language: str
    home: str  # the page of the console that shows the same
    entries: Sequence[FeedEntry]
    began: datetime

    @property
    def updated(self) -> datetime:
        """When it last changed."""
        return max((entry.updated for entry in self.entries), default=self.began)


def legible(text: str) -> str:
    """The text without the characters that XML 1.0 does not have (2.2), in which control characters are none either."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and not "\x7f" <= c <= "\x9f" and _stands(c)))


def _stands(character: str) -> bool:
    code = ord(character)
    return not (0xD800 <= code <= 0xDFFF or (code & 0xFFFE) == 0xFFFE or 0xFDD0 <= code <= 0xFDEF)
