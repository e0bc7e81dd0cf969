"""The name that stands behind a label, such as "Rapporteur: " or "Buyer: ": as far as a name goes, and no further."""

from __future__ import annotations

import re

LONGEST = 120
"""Characters of a name, with its brackets; more than that is a sentence."""

_BRACKETS = re.compile(r"\([^()]{1,60}\)")
_ENDS = re.compile(
    r"[;|•\n\r\t]|\s[-–—]\s|(?<=[^\W\d_]{3})\.(?=\s|$)|(?<=\))\.|\)\s(?=[^\W\d_])"
    r"|(?:,\s*|\s+)(?:[Cc]o-?\s?|[Ss]hadow\s)?(?:[Rr]apporteu[rse]+\b|[Bb]erichterstatter)"
    r"|\s+(?=[^\W\d_]+(?:[ ][a-zß-öø-ÿ]+){0,3}\s?:)"
)
_LETTERS = re.compile(r"[^\W\d_]{2}")


def name_from(text: str, start: int) -> str:
    """The name that begins at an offset of a text; "" where none does: a name has a capital.

    It ends at the next label, the end of its sentence, a dash or a break, but not within brackets. A bracket that
    is never closed goes, with what stands in it.
    """
    rest = text[start : start + 4 * LONGEST].lstrip(" :\u00a0")
    masked = _BRACKETS.sub(lambda found: "(" + "x" * (len(found.group()) - 2) + ")", rest)
    end = _ENDS.search(masked)
    stop = len(rest) if end is None else end.start() + (end.group().startswith(")"))
    name = " ".join(rest[:stop].split()).strip(" ,:-")
    opened = name.rfind("(")
    if opened > name.rfind(")"):
        name = name[:opened].rstrip(" ,")
    named = _LETTERS.search(name) is not None and any(letter.isupper() for letter in name)
    return name if named and len(name) <= LONGEST else ""
