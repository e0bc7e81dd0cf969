"""What changed between two states of a text, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_WORDS = 600
"""Of each text; longer ones are told whole, since comparing takes the square of it."""
_WORD = re.compile(r"\s+|[^\W_]+|[\W_]")


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of text: what stayed ("same"), what came ("new"), or what went ("old")."""

    kind: str
    text: str


def word_changes(old: str, new: str) -> tuple[Change, ...]:
    """The pieces of which the two are made, in their order: "old" stands before what came in its place."""
    if old == new:
        return (Change("same", new),) if new else ()
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > 2 * MOST_WORDS:  # a word and what stands between
        return tuple(Change(kind, text) for kind, text in (("old", old), ("new", new)) if text)
    pieces: list[Change] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Change("same", "".join(after[j1:j2])))
            continue
        pieces += [Change("old", "".join(before[i1:i2]))] if i2 > i1 else []
        pieces += [Change("new", "".join(after[j1:j2]))] if j2 > j1 else []
    return tuple(pieces)
