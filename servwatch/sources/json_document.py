"""JSON as an answer of a search interface."""

from __future__ import annotations

import json
from typing import Any

from servwatch.model import Verdict
from servwatch.sources.decoding import decode, unpacked
from servwatch.sources.source_kind import ParseContext, Unreadable

NOTHING = "The answer is empty where JSON was promised."
HTML = "An HTML page stands where JSON was promised."
BROKEN = "The answer cannot be read as JSON."


def json_document(body: bytes, context: ParseContext) -> tuple[Any, list[str]]:
    """The value, and notes on its encoding. Raises Unreadable where there is none."""
    content, *notes = unpacked(body)
    decoded = decode(content, context.content_type)
    text = decoded.text.strip("\ufeff\0 \t\r\n")
    if not text:
        raise Unreadable(Verdict.BLOCKED, NOTHING)
    if text.startswith("<"):
        raise Unreadable(Verdict.BLOCKED, HTML)
    try:
        value = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Unreadable(Verdict.BROKEN, BROKEN) from error
    return value, [note for note in (*notes, decoded.note) if note]


def _no_number(_word: str) -> None:
    """NaN and Infinity, which JSON does not know (RFC 8259, section 6)."""
