"""A title for a page of which only the address is known: the words of its path."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from servwatch.sources.drafts import MAX_TITLE
from servwatch.sources.plain_text import shorten, visible

_EXTENSION = re.compile(r"\.(?:html?|aspx?|php|jsp|cfm|pdf)$", re.IGNORECASE)
_LANGUAGE = re.compile(r"[_.-](?:nl|en|fr|de|es)$", re.IGNORECASE)
_JOINTS = re.compile(r"[-_+ ]+")
_INDEX = frozenset({"index", "default", "home"})


def title_of(url: str) -> str:
    """The last part of the path in words: `/nl/vooruitzichten-2026` is "Vooruitzichten 2026"."""
    parts = urlsplit(url)
    segments = [_words(segment) for segment in parts.path.split("/") if segment]
    said = [words for words in segments if words and words.lower() not in _INDEX]
    if not said:
        return parts.hostname or ""
    title = said[-1]
    if title.isdecimal() and len(said) > 1:  # "/publication/12345" says more than "12345"
        title = f"{said[-2]} {title}"
    return shorten(title[:1].upper() + title[1:], MAX_TITLE)


def _words(segment: str) -> str:
    text = _LANGUAGE.sub("", _EXTENSION.sub("", unquote(segment)))
    return visible(_JOINTS.sub(" ", text)).strip()
