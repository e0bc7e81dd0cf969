"""What a group of repeating elements is: entries, each with its link; and what names an entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from servwatch.sources.discovery.page_map import Link, PageMap
from servwatch.sources.html_document import Element

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt"})


@dataclass(slots=True)
class Entry:
    """One element of a group, and the link that leads to it."""

    element: Element
    main: Link
    others: int  # further links of the element that look like titles and lead elsewhere


@dataclass(slots=True)
class Group:
    """Elements of one shape. `dated` is the share with a date inside, `told` that with further text."""

    entries: list[Entry]
    dated: float = 0.0
    headed: float = 0.0
    told: float = 0.0
    busy: float = 0.0
    titles: float = 0.0  # median length
    score: float = 0.0
    urls: frozenset[str] = field(default_factory=frozenset)
    folder: str = ""  # where it is only those entries of a shape whose links lead there

    @property
    def elements(self) -> list[Element]:
        """Its elements, in the order of the page."""
        return [entry.element for entry in self.entries]


def is_headed(entry: Entry) -> bool:
    """Whether the link stands in a heading or holds one; a heading apart from it may be that of a section."""
    return in_heading(entry.main.element, entry.element)


def in_heading(link: Element, within: Element) -> bool:
    """Whether a link holds a heading or stands in one, no further up than `within`."""
    if any(inner.tag in _HEADINGS for inner in link.iterdescendants()):
        return True
    for above in link.iterancestors():
        if above.tag in _HEADINGS:
            return True
        if above is within:
            return False
    return False


def heading_in(element: Element) -> Element | None:
    """The first heading within an element, itself included."""
    return next((inner for inner in element.iter() if inner.tag in _HEADINGS), None)


def title_of(entry: Entry, page: PageMap) -> str:
    """The title of an entry: its heading where the link holds one or is held by one, else the label."""
    heading = heading_in(entry.element)
    if heading is not None and (text := page.text(heading)):
        return text
    return entry.main.label


def folder_of(url: str) -> str:
    """The first two steps of the path: the place of a site at which entries of a kind stand."""
    steps = urlsplit(url).path.split("/")[1:-1][:2]
    return "/" + "".join(f"{step}/" for step in steps)
