"""Cut texts of others to the length that a reader has time for, at words and at sentences."""

from __future__ import annotations

import re

_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:art|nr|no|mr|mevr|dr|prof|bv|bijv|resp|ca|cf|vs|pp?|al|st|incl|excl|[A-Za-z])\.$",
    re.IGNORECASE,
)
_FEWEST_WORDS = 5
_A_WORD = 4
"""Characters that a word takes at the least, with the space behind it, in a title that is one."""
_LEADING_ON = re.compile(
    r"[\s,;:(–-]+(?:[a-zà-ÿ]{1,3}|[ld]['’]|over|voor|door|naar|with|from|pour|dans|avec)[\s,;:(–-]*$"
)
"""An article or preposition at the end, in Dutch, English or French: short and without a capital."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ0-9\"'(«“])")


def shortened(text: str, limit: int) -> str:
    """The text, cut at a word with an ellipsis where it is longer than `limit` characters.

    Small words that lead to what was cut ("op de", "of the") go with it.
    """
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at = cut.rfind(" ")
    kept = cut[:at] if at > limit // 2 else cut
    while (found := _LEADING_ON.search(kept)) and found.start() > limit // 2:
        kept = kept[: found.start()]
    return kept.rstrip(" ,;:-–(") + "…"


def title(text: str, limit: int) -> str:
    """A title in at most `limit` characters, and in no more words than a title of that length has."""
    return shortened(first_words(text, max(_FEWEST_WORDS, limit // _A_WORD)), limit)


def opening(text: str, sentences: int, words: int) -> str:
    """The first sentences of a text, at most so many words; "" where there is no room for any worth reading."""
    told: list[str] = []
    for piece in _SENTENCE_END.split(text.strip()):
        if told and _ABBREVIATION.search(told[-1]):
            told[-1] += f" {piece}"
        elif len(told) == sentences:
            break
        else:
            told.append(piece)
    return first_words(" ".join(told), words)


def first_words(text: str, most: int) -> str:
    """The text in at most so many words, with an ellipsis where it is cut; "" where too few are left to say a thing."""
    parts = text.split()
    if len(parts) <= most:
        return text
    return " ".join(parts[:most]).rstrip(" ,;:-") + "…" if most >= _FEWEST_WORDS else ""
