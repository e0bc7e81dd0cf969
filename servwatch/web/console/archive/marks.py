"""Texts in pieces, of which some are marked: a template escapes each piece, and marks no other way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from servwatch.archive.search_marks import Span, merged

EXCERPT = 320
"""Characters of a summary in a list."""
_BEFORE = 90


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, marked or not."""

    text: str
    marked: bool = False


def pieces(text: str, spans: Iterable[Span]) -> list[Piece]:
    """The whole text. Places beyond its ends, such as those of an earlier version, are left out."""
    inside = sorted((start, end) for start, end in spans if 0 <= start < end <= len(text))
    found: list[Piece] = []
    last = 0
    for start, end in merged(inside):
        found += [Piece(text[last:start])] if start > last else []
        found.append(Piece(text[start:end], marked=True))
        last = end
    return [*found, Piece(text[last:])] if last < len(text) else found


def excerpt(text: str, spans: Iterable[Span]) -> list[Piece]:
    """The part of a text around its first mark, with an ellipsis where something is left out."""
    marks = sorted(spans)
    if len(text) <= EXCERPT:
        return pieces(text, marks)
    start = _word_start(text, marks[0][0] - _BEFORE) if marks else 0
    end = start + EXCERPT
    shown = pieces(text[start:end], [(a - start, min(b, end) - start) for a, b in marks])
    head = [Piece("… ")] if start else []
    return [*head, *shown, *([Piece(" …")] if end < len(text) else [])]


def _word_start(text: str, place: int) -> int:
    """Where the first whole word from a place on begins."""
    if place <= 0:
        return 0
    space = text.find(" ", place, place + _BEFORE)
    return space + 1 if space >= 0 else place
