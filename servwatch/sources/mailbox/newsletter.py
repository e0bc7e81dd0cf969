"""From the HTML of a newsletter to its articles.

Every link has a target; links with the same target (image, title, "read more") are one article. An article is
called by the link that stands in a heading, else by its longest text that says something, else by the heading of
its block. Its block is the largest element that holds no other article's link; the text of the block, without the
title and the links that say nothing, is its summary.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from servwatch.insight.address import canonical_address
from servwatch.sources.drafts import MAX_TITLE, Draft
from servwatch.sources.html_document import Element, html_document, text_of
from servwatch.sources.links import http_link
from servwatch.sources.mailbox.message import Text
from servwatch.sources.mailbox.unwanted import Refused, leads_to_unwanted, says_nothing, says_unwanted
from servwatch.sources.mailbox.wrapped import impersonal, unwrapped
from servwatch.sources.plain_text import plain_text, shorten
from servwatch.sources.source_kind import ParseContext

MAX_LINKS = 2_000
"""Links of one message that are looked at; a long newsletter has two hundred."""
MAX_WORDS = 700  # characters of a summary
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCK_NAMES = (
    "p div td th li tr table section article header footer center blockquote body h1 h2 h3 h4 h5 h6"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_LEAST = 12  # characters of a title that stands in no heading
_LEAST_IN_HEADING = 3


@dataclass(slots=True)
class _Article:
    """The links that lead to one target."""

    url: str
    links: list[tuple[Element, str]] = field(default_factory=list)  # each with its words

    @property
    def first(self) -> Element:
        return self.links[0][0]


def articles(text: Text, refused: Refused, context: ParseContext) -> tuple[list[Draft], list[str]]:
    """The articles of an HTML text, and notes. Raises Unreadable where it is no HTML."""
    declared = f"text/html; charset={text.charset}" if text.charset else "text/html"
    root, notes = html_document(text.content, replace(context, content_type=declared))
    links = [element for element in root.iter("a") if element.get("href")]
    if len(links) > MAX_LINKS:
        notes.append(f"{len(links)} links in one message: only the first {MAX_LINKS} are looked at.")
        links = links[:MAX_LINKS]
    around: dict[Element, str] = {}  # of each block once: a message may be one block of links
    found, other = _grouped(links, refused, around)
    owners = _owners(found, other)
    drafts = (_draft(article, owners, around) for article in found)
    return [draft for draft in drafts if draft is not None], notes


def target(href: str, refused: Refused) -> str:
    """Where a link leads as its own address says, "" where it is none or one of those that are no news."""
    link = http_link(href)
    if not link or refused.covers(href) or refused.covers(link):
        return ""
    chain = unwrapped(link)
    if any(leads_to_unwanted(one) or refused.covers(one) for one in chain):
        return ""
    found = impersonal(chain[-1])
    return "" if leads_to_unwanted(found) else found


def _grouped(
    links: Iterable[Element], refused: Refused, around: dict[Element, str]
) -> tuple[list[_Article], list[Element]]:
    """Articles in their order, and the links that belong to none."""
    found: dict[str, _Article] = {}
    other: list[Element] = []
    unwanted: set[str] = set()
    for element in links:
        words = text_of(element, MAX_TITLE) or _name_of_image(element)
        url = target(element.get("href"), refused)
        key = canonical_address(url)
        if (
            not key
            or says_unwanted(words)
            or (says_nothing(words) and says_unwanted(_sentence(element, around)))
        ):
            other.append(element)
            unwanted.add(key)
            continue
        found.setdefault(key, _Article(url)).links.append((element, words))
    kept = [article for key, article in found.items() if key not in unwanted]
    other += [element for key in unwanted if key in found for element, _ in found[key].links]
    return kept, other


def _name_of_image(element: Element) -> str:
    names = (
        e.get(name)
        for e in element.iter("a", "img")
        for name in ("title", "alt", "aria-label")
        if e.get(name)
    )
    return plain_text(next(names, ""), markup=False, limit=MAX_TITLE)


def _sentence(element: Element, told: dict[Element, str]) -> str:
    """The words around a link, up to its nearest block; what is `told` already is not read again."""
    block = next((above for above in element.iterancestors() if above.tag in _BLOCKS), element)
    if block not in told:
        told[block] = text_of(block, 300)
    return told[block]


def _owners(found: list[_Article], other: list[Element]) -> dict[Element, _Article | None]:
    """The article whose links an element holds; None where it holds those of several, or one that is no news."""
    owners: dict[Element, _Article | None] = {}
    links = [(element, article) for article in found for element, _ in article.links]
    for element, article in [*links, *((element, None) for element in other)]:
        for above in (element, *element.iterancestors()):
            if above in owners and owners[above] is not article:
                owners[above] = None
            else:
                owners.setdefault(above, article)
    return owners


def _draft(
    article: _Article, owners: dict[Element, _Article | None], around: dict[Element, str]
) -> Draft | None:
    blocks = _blocks(article, owners)
    title = _title(article, blocks)
    if not title:
        return None
    summary = _summary(article, blocks, title, around)
    return Draft(title=title, url=article.url, summary=summary)


def _blocks(article: _Article, owners: dict[Element, _Article | None]) -> list[Element]:
    """The largest elements that hold this article's links and no other's, in their order."""
    blocks: dict[Element, None] = {}
    for element, _ in article.links:
        block = element
        for above in element.iterancestors():
            if owners.get(above) is not article or above.tag in ("body", "html"):
                break
            block = above
        blocks[block] = None
    return list(blocks)


def _title(article: _Article, blocks: list[Element]) -> str:
    told = [(element, words) for element, words in article.links if not says_nothing(words)]
    headed = [words for element, words in told if _in_heading(element) and len(words) >= _LEAST_IN_HEADING]
    if headed:
        return max(headed, key=len)
    long = [words for element, words in told if len(words) >= _LEAST and text_of(element, _LEAST)]
    if long:
        return max(long, key=len)
    headings = (text_of(h, MAX_TITLE) for block in blocks for h in block.iter(*_HEADINGS))
    heading = next((words for words in headings if not says_nothing(words) and not says_unwanted(words)), "")
    return heading or max((words for _, words in told if len(words) >= _LEAST), key=len, default="")


def _in_heading(element: Element) -> bool:
    if any(above.tag in _HEADINGS for above in element.iterancestors()):
        return True
    return next(element.iter(*_HEADINGS), None) is not None


def _summary(article: _Article, blocks: list[Element], title: str, around: dict[Element, str]) -> str:
    texts = [text_of(block, 4 * MAX_WORDS) for block in blocks if block.tag != "a"]
    text = " ".join(t for t in texts if t and t != title)
    for words in sorted({words for _, words in article.links if says_nothing(words)}, key=len, reverse=True):
        if words and text.endswith(words):
            text = text[: -len(words)].rstrip(" -–—|>»")
    before, found, after = text.partition(title)
    if found and (not before or _begins_a_block(article, title, around)):
        text = f"{before.strip()} {after.strip()}".strip()
    text = "" if text == title else text
    return shorten(text or next(filter(None, map(_beside, blocks)), ""), MAX_WORDS)


def _begins_a_block(article: _Article, title: str, around: dict[Element, str]) -> bool:
    """Whether the title stands by itself or before its text, and not within a sentence, which it would leave lame."""
    named = (element for element, words in article.links if words == title)
    return all(_sentence(element, around).startswith(title[:200]) for element in named)


def _beside(block: Element) -> str:
    """The text that follows a title in a layout of rows, up to whatever holds a link."""
    while (
        block.getnext() is None
        and block.getparent() is not None
        and block.tag in ("a", "td", "p", *_HEADINGS)
    ):
        block = block.getparent()
    follows = block.getnext()
    if follows is None or not isinstance(follows.tag, str) or next(follows.iter("a"), None) is not None:
        return ""
    return text_of(follows, MAX_WORDS)
