"""What an editor may write into a digest: plain text, on one line but for the introduction, and not too long. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from servwatch.errors import UsageError

HEADLINE = 70
"""Characters of a headline; more is allowed, and said (the budget of a brief)."""
NOTE = 40
"""Words of a note, likewise: a brief has 65 for a whole entry."""
INTRODUCTION = 80
"""Words of an introduction, likewise."""

_MOST = {"headline": 300, "note": 1000, "introduction": 3000, "name": 80, "initials": 8, "reason": 500}
"""Characters beyond which it is no text for a mail."""
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of what follows: they can make a text say what it does not."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it will stand, and what the editor should know of it: a sentence, "" for nothing."""

    text: str
    warning: str = ""


def headline(text: str) -> Written:
    """A headline of one line. Raises UsageError."""
    clean = one_line("headline", text)
    over = len(clean) - HEADLINE
    return Written(clean, f"The headline has {len(clean)} characters, {over} over." if over > 0 else "")


def note(text: str) -> Written:
    """A note of one line. Raises UsageError."""
    clean = one_line("note", text)
    return Written(clean, _over(clean, "note", NOTE))


def introduction(text: str) -> Written:
    """An introduction of one line or several. Raises UsageError."""
    lines = [" ".join(_plain("introduction", line).split()) for line in text.strip().splitlines()]
    clean = re.sub("\n{3,}", "\n\n", "\n".join(lines))
    _bounded("introduction", clean)
    return Written(clean, _over(clean, "introduction", INTRODUCTION))


def one_line(what: str, text: str) -> str:
    """A text of one line without what cannot be seen. Raises UsageError."""
    stripped = text.strip()
    if len(stripped.splitlines()) > 1:
        raise UsageError("a {what} stands on one line", what=what, remedy="Write it without line breaks.")
    clean = " ".join(_plain(what, stripped).split())
    _bounded(what, clean)
    return clean


def initials_of(name: str) -> str:
    """The initials of a name: "Lees Voor" is LV, "lv" is LV, "an" is A."""
    parts = re.split(r"[\s._-]+", name.strip())
    letters = "".join(part[0] for part in parts if part and part[0].isalnum()).upper()
    return letters[: _MOST["initials"]]


def _over(text: str, what: str, most: int) -> str:
    count = len(text.split())
    return f"The {what} has {count} words, {count - most} over." if count > most else ""


def _bounded(what: str, text: str) -> None:
    most = _MOST[what]
    if len(text) > most:
        raise UsageError(
            "the {what} has {count} characters, and {most} are allowed",
            what=what,
            count=len(text),
            most=most,
            remedy="Make it shorter.",
        )


def _plain(what: str, text: str) -> str:
    """The text in composed form. Signs that control a terminal, a mail or the direction of a text are refused."""
    text = unicodedata.normalize("NFC", text.replace("\t", " "))
    hidden = next((c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")), "")
    turning = _TURNING.search(text)
    if hidden or turning:
        sign = hidden or (turning.group() if turning else "")
        raise UsageError(
            "the {what} holds a sign that cannot be seen: U+{code}",
            what=what,
            code=f"{ord(sign):04X}",
            remedy="Type it again, as plain text.",
        )
    return text
