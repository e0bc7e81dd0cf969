"""How texts are written into a page or a mail: lines of text, directions of writing, nothing that hides.

Titles come from outside. What makes text look other than it is (controls, marks that turn its direction) is taken out
of everything before a template sees it; text from right to left is set apart instead, in HTML by `dir="auto"`
and in plain text by the isolates of Unicode (UAX #9, 2.7).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from textwrap import fill
from typing import Any

from markupsafe import Markup

TEXT_WIDTH = 72
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LEADING = ("https://", "http://", "mailto:")
_ISOLATES = "\u2068\u2069"
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def readable(value: Any) -> Any:
    """A value with all its texts as they may be shown: a text, a tuple or list, or a dataclass of them.

    An address that a mail must not lead to (`javascript:` and its like) is "".
    """
    if isinstance(value, str):
        return _HIDDEN.sub("", value)
    if isinstance(value, tuple | list):
        return type(value)(readable(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: _field(field.name, getattr(value, field.name)) for field in fields(value)}
        )
    return value


def _field(name: str, value: Any) -> Any:
    shown = readable(value)
    return "" if name.endswith("url") and not shown.startswith(_LEADING) else shown


def has_right_to_left(text: object) -> bool:
    """Whether any letter of a text runs from right to left."""
    return bool(_RIGHT_TO_LEFT.search(str(text)))


def isolated(text: str) -> str:
    """Plain text from right to left between isolates, so that what follows keeps its place."""
    if not has_right_to_left(text):
        return text
    return f"{_ISOLATES[0]}{text}{_ISOLATES[1]}"


def wrapped(text: str, indent: int = 0, hanging: int | None = None) -> str:
    """Plain text in lines of at most 72 characters; addresses are never broken."""
    return fill(
        text,
        TEXT_WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if hanging is None else hanging),
        break_long_words=False,
        break_on_hyphens=False,
    )


def parts(text: str) -> list[str]:
    """The paragraphs of a text: what empty lines part."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def trimmed(lines: Markup) -> Markup:
    """Lines of HTML without the break before the first."""
    return Markup(str(lines).strip().removeprefix("<br>"))  # noqa: S704  # a macro's output, escaped already


FILTERS: Mapping[str, Callable[..., Any]] = {
    "isolated": isolated,
    "parts": parts,
    "trimmed": trimmed,
    "wrapped": wrapped,
}
