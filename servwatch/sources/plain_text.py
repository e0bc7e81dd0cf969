"""Text of the outside world as plain text: no markup, no entities, no invisible characters.

Nothing here decides what is safe to show as HTML, because nothing is shown as HTML: the result is
text, and whoever renders it escapes it.

Tags are removed by one regular expression that never backtracks, not by an HTML parser: 6 µs for a
summary of 600 characters in one paragraph (html.parser 8, nh3 10, lxml 13), 35 µs where it holds 44
tags (lxml 27, nh3 31, html.parser 94), no library to load in the child process, and it knows a tag
within a word from one between words. It does not mend markup: a stray "<" stays a character.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

ELLIPSIS = "…"
MAX_INPUT = 200_000
"""Characters that are looked at; a summary keeps a fiftieth of it."""

_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby "
    "s samp small span strike strong sub sup time tt u var wbr"
)
_BLOCK_NAMES = (
    "address applet article aside audio base blockquote body br button canvas caption center col colgroup "
    "dd details dialog div dl dt embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr html img input legend li link main map meta nav ol optgroup option p param picture pre section "
    "select source summary table tbody td textarea tfoot th thead tr track ul video"
)
_INLINE = frozenset(_INLINE_NAMES.split())
# Elements whose content is no text.
_SILENT = "script|style|head|template|noscript|iframe|object|svg|math"

# What stands between the name of a tag and its end, quotes respected. Atomic, so that it never backtracks.
_REST = r"""(?>[^<>"']+|"[^"]*"|'[^']*'|["'])*+>?"""
# The rarer things: a comment, the opening of a CDATA section, a silent element up to its end or that of all.
_RARE = (
    r"!--.*?(?:-->|\Z)|!\[CDATA\["
    rf"|(?P<silent>{_SILENT})\b(?!-).*?(?:</(?P=silent)\s*>|\Z)|/(?:{_SILENT})\s*>"
)
_MARKUP = re.compile(
    rf"(?si)<(?:/?(?!(?:{_SILENT})\b)(?P<name>[a-z][a-z0-9]*)(?:[:-][^\s<>/]*)?{_REST}"
    rf"|{_RARE}|[!?][a-z]{_REST})"
)
_KNOWN = "|".join(sorted(_INLINE.union(_BLOCK_NAMES.split())))
_KNOWN_MARKUP = re.compile(rf"(?si)<(?:/?(?P<name>{_KNOWN})(?=[\s/>]){_REST}|{_RARE})")
_NO_GAP = _INLINE | {name.upper() for name in _INLINE}

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
# Characters that show nothing and only hide or reverse: soft hyphen, zero-width space, word joiner
# and its invisible kin, byte order mark, the marks, embeddings, overrides and isolates of the
# bidirectional algorithm (UAX 9), interlinear annotation, tags; and what is no character at all:
# lone surrogates, noncharacters.
_INVISIBLE = re.compile(
    "[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
# A joiner means something in Arabic, Indic scripts and emoji, never after a Latin letter.
_LOST_JOINER = re.compile("(?<![\u0590-\U0010ffff])[\u200c\u200d]+")


def plain_text(value: str, *, markup: bool = True, limit: int = 0) -> str:
    """The text of `value` on one line.

    `markup` says whether the publisher declared HTML. Without it a "<" is a character, except where
    a known element of HTML evidently stands: many feeds escape once too often. Entities are
    resolved as often as they evidently were escaped, at most three times.
    `limit` cuts the result at a word, with an ellipsis; 0 leaves it whole.
    """
    text = value[:MAX_INPUT]
    if "<" in text or "&" in text:
        text = _without_markup(text, markup=markup)
    text = visible(text)
    return shorten(text, limit) if limit else text


def visible(text: str) -> str:
    """`text` on one line without control and invisible characters, in Unicode form NFC."""
    if not text.isascii():
        text = _LOST_JOINER.sub("", _INVISIBLE.sub("", text))
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(_CONTROL.sub("", text).split())


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, cut at a word where there is one, with an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    if text[limit - 1] != " ":
        words, space, _ = head.rpartition(" ")
        if space and len(words) > limit // 2:
            head = words
    return head.rstrip(" ,;:.-–—…") + ELLIPSIS


def _without_markup(text: str, *, markup: bool) -> str:
    for level in range(3):
        declared = markup and level == 0
        if "<" in text:
            text = (_MARKUP if declared else _KNOWN_MARKUP).sub(_gap, text)
        resolved = unescape(text) if declared else _ENTITY.sub(_resolved, text)
        if resolved == text:
            break
        text = resolved
    return text


def _gap(match: re.Match[str]) -> str:
    """What a tag leaves: nothing where it stands within a word, else a space."""
    return "" if match["name"] in _NO_GAP else " "


def _resolved(match: re.Match[str]) -> str:
    return unescape(match.group())
