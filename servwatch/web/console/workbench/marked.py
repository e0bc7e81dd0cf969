"""Texts of items with the words that a theme found in them, cut so that they can be marked. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from servwatch.model import Match

AROUND = 90
"""Characters of a summary that are shown on either side of what was found."""

Pieces = list[tuple[str, bool]]
"""A text in pieces, each with whether it was found."""


def marked(text: str, matches: Iterable[Match], field: str) -> Pieces:
    """A text whole, in pieces."""
    return _cut(text, _spans(text, matches, field), 0, len(text))


def excerpt(text: str, matches: Iterable[Match], field: str) -> Pieces:
    """What stands around the first words found, in pieces; nothing where none was found."""
    spans = _spans(text, matches, field)
    if not spans:
        return []
    first, last = spans[0]
    start, end = max(0, first - AROUND), min(len(text), last + AROUND)
    start = text.find(" ", start, first) + 1 if start else 0
    end = max(last, text.rfind(" ", last, end)) if end < len(text) else end
    pieces = _cut(text, spans, start, end)
    return [("… ", False)] * bool(start) + pieces + [(" …", False)] * (end < len(text))


def _spans(text: str, matches: Iterable[Match], field: str) -> list[tuple[int, int]]:
    """Places in order, none over another."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted({(one.start, one.end) for one in matches if one.field == field}):
        if 0 <= start < end <= len(text) and (not spans or start >= spans[-1][1]):
            spans.append((start, end))
    return spans


def _cut(text: str, spans: list[tuple[int, int]], start: int, end: int) -> Pieces:
    pieces: Pieces = []
    at = start
    for first, last in spans:
        if first >= at and last <= end:
            pieces += [(text[at:first], False), (text[first:last], True)]
            at = last
    return [piece for piece in [*pieces, (text[at:end], False)] if piece[0]]
