"""Groups of elements that repeat on a page, each with a link of its own: what may be a list of entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from statistics import median

from servwatch.sources.discovery.classes import lasting_classes
from servwatch.sources.discovery.group import Entry, Group, folder_of, heading_in, in_heading, title_of
from servwatch.sources.discovery.page_map import SHORTEST_LABEL, Link, PageMap
from servwatch.sources.discovery.weighing import weigh
from servwatch.sources.html_document import Element
from servwatch.sources.source_kind import ParseContext

LEVELS = 9
"""Elements above a link that are tried as its item."""
FEWEST = 2
BEST = 12
FOLDERS = 3
"""Places of the site that the links of one shape are parted into."""
LEAST_SCORE = 0.4
"""Words of a menu and of a sentence score less; short lists without dates from 0.45, most lists above 3."""
LISTS = 20
"""Lists of one shape that are looked at one by one."""


def groups(page: PageMap, context: ParseContext) -> list[Group]:
    """The groups of a page that may be lists, the best first."""
    by_shape: dict[tuple[object, ...], dict[Element, list[Link]]] = {}
    for link in page.links:
        for element in _upwards(link.element, page):
            by_shape.setdefault(_shape(element), {}).setdefault(element, []).append(link)
    shapes = [part for shape in by_shape.values() for part in (shape, *_parts(shape))]
    found = [group for shape in shapes for group in _groups_of(shape, page, context)]
    return sorted(found, key=lambda group: -group.score)[:BEST]


def _upwards(element: Element, page: PageMap) -> Iterator[Element]:
    for _ in range(LEVELS):
        if element is None or element is page.body or element.tag in ("main", "html", "tbody", "table"):
            return
        yield element
        element = element.getparent()


def _parts(shape: dict[Element, list[Link]]) -> list[dict[Element, list[Link]]]:
    """A shape that stands in several lists, tables or sections, one by one: they may be of different things."""
    found: dict[frozenset[Element], dict[Element, list[Link]]] = {}
    around = {element: element.getparent() for element in shape}
    for _ in range(LEVELS):
        lists: dict[Element, dict[Element, list[Link]]] = {}
        for element, above in around.items():
            if above is not None:
                lists.setdefault(above, {})[element] = shape[element]
        if len(lists) < 2:
            break
        found |= {frozenset(part): part for part in list(lists.values())[:LISTS] if len(part) >= FEWEST}
        around = {element: above.getparent() for element, above in around.items() if above is not None}
    return list(found.values())


def _shape(element: Element) -> tuple[object, ...]:
    """What elements of one list share: tag and classes of their own and of what they stand in."""
    path: list[object] = [
        element.tag,
        frozenset(lasting_classes(element)),
        len(element.attrib.get("class", "").split()) > 0,
    ]
    above = element.getparent()
    for _ in range(2):
        if above is None:
            break
        path.append((above.tag, frozenset(lasting_classes(above))))
        above = above.getparent()
    return tuple(path)


def _groups_of(shape: dict[Element, list[Link]], page: PageMap, context: ParseContext) -> Iterator[Group]:
    """The group of a shape; where its links lead to several places of the site, also one for each place."""
    if len(shape) < FEWEST or _nested(shape):
        return
    entries = [entry for element, links in shape.items() if (entry := _entry(element, links, page))]
    if (group := _group(entries, "", page, context)) is not None:
        yield group
    folders = Counter(folder_of(entry.main.url) for entry in entries)
    if len(folders) > 1:
        for folder, count in folders.most_common(FOLDERS):
            part = [entry for entry in entries if folder_of(entry.main.url) == folder]
            group = _group(part, folder, page, context) if FEWEST <= count < len(entries) else None
            if group is not None and folder.count("/") > 1:
                yield group


def _group(entries: list[Entry], folder: str, page: PageMap, context: ParseContext) -> Group | None:
    urls = frozenset(entry.main.url for entry in entries)
    if len(urls) < FEWEST or len(urls) < 0.5 * len(entries):
        return None
    labels = Counter(title_of(entry, page) for entry in entries)
    if len(labels) < 0.7 * len(urls):
        return None  # "Read more"
    group = Group(entries, urls=urls, titles=float(median(map(len, labels))), folder=folder)
    weigh(group, page, context)
    fewest = FEWEST if group.dated or group.headed else FEWEST + 1
    return group if group.score >= LEAST_SCORE and len(urls) >= fewest else None


def _nested(shape: dict[Element, list[Link]]) -> bool:
    return any(above in shape for element in shape for above in element.iterancestors())


def _entry(element: Element, links: list[Link], page: PageMap) -> Entry | None:
    """The element with its main link: in a heading, else the one with the longest label."""
    named = [link for link in links if len(link.label) >= SHORTEST_LABEL]
    if not named:
        if len({link.url for link in links}) == 1 and heading_in(element) is not None:
            named = links
        else:
            return None
    headed = [link for link in named if in_heading(link.element, element)]
    main = max(headed or named, key=lambda link: (page.same_site(link.url), min(len(link.label), 120)))
    first = next((link for link in named if link.url == main.url and (not headed or link in headed)), main)
    long_enough = max(15, len(main.label) // 2)
    others = {
        link.url
        for link in named
        if link.url != main.url and len(link.label) >= long_enough and main.label not in link.label
    }
    return Entry(element, first if len(first.label) * 2 > len(main.label) else main, len(others))
