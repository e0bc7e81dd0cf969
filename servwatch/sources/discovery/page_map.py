"""A page as discovery sees it: the links that may lead to entries, and what belongs to the frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from servwatch.sources.html_document import Element, base_of, spaced_text_of
from servwatch.sources.links import http_link
from servwatch.sources.plain_text import visible
from servwatch.sources.source_kind import ParseContext

MAX_LINKS = 3_000
MAX_TEXT = 20_000
"""Characters of an element's text that are looked at."""
SHORTEST_LABEL = 6

_FRAME_TAGS = frozenset({"nav", "aside", "form", "select", "dialog", "noscript"})
_FRAME_UNLESS_INSIDE = frozenset({"header", "footer"})  # of the page, not of an article
_CONTENT_TAGS = frozenset({"main", "article", "li", "section"})
_FRAME_ROLES_NAMES = "navigation banner contentinfo complementary search menu menubar dialog tablist"
_FRAME_ROLES = frozenset(_FRAME_ROLES_NAMES.split())
_FRAME_WORDS_NAMES = (
    "nav navbar navigation menu submenu breadcrumb breadcrumbs sidebar cookie cookies consent social "
    "share sharing pager pagination skip language languages lang toolbar footer widget filters facets "
    "tabs toc"
)
_FRAME_WORDS = frozenset(_FRAME_WORDS_NAMES.split())
_MAIN_WORDS_NAMES = "main content inhoud contenu inhalt primary"
_MAIN_WORDS = frozenset(_MAIN_WORDS_NAMES.split())
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_NAMING = ("aria-label", "title", "alt")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the page that may lead to an entry."""

    element: Element
    url: str
    label: str  # its text, else what it is called for those who do not see it


class PageMap:
    """The parsed page, with texts and links read once. lxml keeps elements alive only while they are held."""

    def __init__(self, root: Element, context: ParseContext) -> None:
        self.root = root
        self.body = next(iter(root.iter("body")), root)
        self.base = base_of(root, context.url)
        self.url = context.url
        self.host = _site(context.url)
        self.dated: dict[Element, list[Element]] = {}  # what was found to hold dates, by item
        self._texts: dict[Element, str] = {}
        self._frames: dict[Element, bool] = {}
        self._count = sum(1 for _ in self.body.iter("a"))
        self.links = list(self._links())

    def text(self, element: Element) -> str:
        """The text of an element on one line."""
        if element not in self._texts:
            self._texts[element] = visible(spaced_text_of(element)[:MAX_TEXT])
        return self._texts[element]

    def same_site(self, url: str) -> bool:
        """Whether an address is of the host of the page, `www.` or not, or of a host above or below it."""
        site = _site(url)
        return site == self.host or site.endswith(f".{self.host}") or self.host.endswith(f".{site}")

    def in_frame(self, element: Element) -> bool:
        """Whether it stands in a menu, a head, a foot: what every page of the site has."""
        path = []
        at = element
        known = False
        while at is not None and at is not self.body and isinstance(at.tag, str):
            if at in self._frames:
                known = self._frames[at]
                break
            path.append(at)
            at = at.getparent()
        for step in reversed(path):
            known = known or self._is_frame(step)
            self._frames[step] = known
        return known

    def in_main(self, element: Element) -> bool:
        """Whether it stands where the page says its content is."""
        for above in element.iterancestors():
            if above.tag == "main" or above.get("role") == "main":
                return True
            if above is not self.body and _MAIN_WORDS & _words(above.get("id") or ""):
                return True
        return False

    def _links(self) -> Iterator[Link]:
        page = self.url.partition("#")[0]
        for number, element in enumerate(self.body.iter("a")):
            if number >= MAX_LINKS:
                return
            href = element.get("href")
            url = http_link(href, self.base).partition("#")[0] if href else ""
            if not url or url == page or self.in_frame(element):
                continue
            yield Link(element, url, self.text(element) or _called(element))

    def _is_frame(self, element: Element) -> bool:
        tag = element.tag
        if tag in _FRAME_TAGS or (element.get("role") or "").lower() in _FRAME_ROLES:
            return self._holds_little(element) or tag in ("nav", "aside")
        if tag in _FRAME_UNLESS_INSIDE:
            return not any(above.tag in _CONTENT_TAGS for above in element.iterancestors())
        names = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
        return bool(_FRAME_WORDS & _words(names)) and self._holds_little(element)

    def _holds_little(self, element: Element) -> bool:
        """Less than half of the links: a frame is called after its place, a page sometimes too ("no-sidebar")."""
        return 2 * sum(1 for _ in element.iter("a")) < self._count


def _called(element: Element) -> str:
    for inner in element.iter("a", "img", "span", "svg"):
        for name in _NAMING:
            if value := visible(inner.get(name) or ""):
                return value
    return ""


def _words(names: str) -> set[str]:
    return {word.lower() for word in _WORDS.findall(names)}


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
