"""Items that people labelled, a JSON object a line: what themes are evaluated against.

====================  ============================================================================
``title``             a text; ``summary`` too, and either may be missing, but not both
``language``          an ISO 639-1 code or a longer tag; where it is missing it is found out
``themes``            the labels people gave, a list of texts; where a line has no such key, its
                      ``labels``
``id``                anything; only shown
====================  ============================================================================

An item without labels counts too: a theme found in it is found wrongly. Other keys are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

LONGEST_LINE = 10_000_000
"""Bytes of a line; a longer one is no item."""


@dataclass(frozen=True, slots=True)
class LabelledItem:
    """An item with the labels people gave it. `language` is "" where the line does not say it."""

    id: str
    language: str
    title: str
    summary: str
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class LineFault:
    """A line that is no labelled item. `line` counts from 1."""

    line: int
    message: str


def read_labelled(lines: Iterable[bytes], *, key: str = "") -> Iterator[LabelledItem | LineFault]:
    """The items of a file in UTF-8, in order, and a fault for each line that is none; empty lines count only.

    `key` is the key to take the labels from in place of ``themes`` or ``labels``.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            read = _item(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, key)
            yield LineFault(number, read) if isinstance(read, str) else read


def _item(line: bytes, key: str) -> LabelledItem | str:
    """The item of a line, or what is wrong with the line."""
    if len(line) > LONGEST_LINE:
        return "the line is longer than 10 MB"
    try:
        value = json.loads(line.decode())
    except UnicodeDecodeError:
        return "the line is not in UTF-8"
    except (ValueError, RecursionError):
        return "the line is no JSON"
    if not isinstance(value, dict):
        return "the line is no JSON object"
    return _of_object(value, key)


def _of_object(value: dict[str, Any], key: str) -> LabelledItem | str:
    texts: dict[str, str] = {}
    for name in ("language", "title", "summary"):
        text = value.get(name)
        if not isinstance(text, str | None):
            return f"{name} is no text"
        texts[name] = text or ""
    if not (texts["title"].strip() or texts["summary"].strip()):
        return "there is neither a title nor a summary"
    name = key or ("themes" if "themes" in value else "labels")
    labels = value.get(name)
    if labels is None:
        return f"there is no {key}" if key else "there are neither themes nor labels"
    if not (isinstance(labels, list) and all(isinstance(label, str) for label in labels)):
        return f"{name} is no list of texts"
    return LabelledItem(str(value.get("id", "")), labels=frozenset(labels), **texts)
