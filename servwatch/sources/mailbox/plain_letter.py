"""From the plain text of a newsletter to its articles: paragraphs that hold an address.

The first line of a paragraph is the title, and where the paragraph holds nothing but the address, the paragraph
before it says what it is about.
"""

from __future__ import annotations

import re

from servwatch.sources.drafts import MAX_TITLE, Draft
from servwatch.sources.mailbox.newsletter import MAX_LINKS, MAX_WORDS, target
from servwatch.sources.mailbox.unwanted import Refused, says_nothing, says_unwanted
from servwatch.sources.plain_text import plain_text

_URL = re.compile(r"https?://[^\s<>\"\]]{4,3000}", re.IGNORECASE)
_TAIL = ".,;:!?'*_"
_MARKS = " \t>*#=-–•|[]()<>:_~"


def plain_articles(text: str, refused: Refused) -> list[Draft]:
    """The articles of a plain text."""
    drafts: dict[str, Draft] = {}
    before: list[str] = []
    looked_at = 0
    for paragraph in re.split(r"\n[ \t>]*\n", text.replace("\r", "")):
        urls = [_trimmed(found.group()) for found in _URL.finditer(paragraph)]
        lines = [line for line in (_words(line) for line in paragraph.split("\n")) if line]
        looked_at += len(urls)
        if looked_at > MAX_LINKS:
            break
        if urls:
            draft = _draft(urls, lines or before, refused)
            if draft is not None:
                drafts.setdefault(draft.url, draft)
        before = [] if urls else lines
    return list(drafts.values())


def _draft(urls: list[str], lines: list[str], refused: Refused) -> Draft | None:
    """One article a paragraph: further addresses in it are part of what it tells."""
    told = [line for line in lines if not says_nothing(line)]
    if not told or any(says_unwanted(line) for line in told):
        return None
    link = next((found for url in urls if (found := target(url, refused))), "")
    if not link:
        return None
    summary = plain_text(" ".join(told[1:]), markup=False, limit=MAX_WORDS)
    return Draft(title=plain_text(told[0], markup=False, limit=MAX_TITLE), url=link, summary=summary)


def _words(line: str) -> str:
    return _URL.sub(" ", line).strip(_MARKS)


def _trimmed(url: str) -> str:
    url = url.rstrip(_TAIL)
    while url.endswith(")") and url.count("(") < url.count(")"):
        url = url[:-1].rstrip(_TAIL)
    return url
