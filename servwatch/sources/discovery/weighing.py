"""How likely a group of elements is the list of a page."""

from __future__ import annotations

import math
import re
from collections import Counter
from statistics import median

from servwatch.sources.discovery.dated_elements import dated_elements, is_mere_date
from servwatch.sources.discovery.group import Entry, Group, folder_of, is_headed, title_of
from servwatch.sources.discovery.page_map import PageMap
from servwatch.sources.html_document import Element
from servwatch.sources.source_kind import ParseContext

LARGEST = 300
"""Elements of a group whose features are counted."""
LONGEST = 1_200
"""Characters from which a text is more than that of an entry in a list."""
MOST_DATES = 3
_BLOCKS = frozenset({"p", "li", "td", "dd", "div", "article", "section", "blockquote"})
_DOCUMENT = re.compile(r"[./](?:pdf|docx?|xlsx?|zip)(?:$|\?)", re.IGNORECASE)


def weigh(group: Group, page: PageMap, context: ParseContext) -> None:
    """Give the group its features and its score."""
    entries = group.entries[:LARGEST]
    count = len(entries)
    dates = [len(dated_elements(e.element, page, context)) for e in entries]
    group.dated = sum(map(bool, dates)) / count
    group.headed = sum(is_headed(e) for e in entries) / count
    rest = [len(page.text(e.element)) - len(title_of(e, page)) for e in entries]
    group.told = sum(r >= 60 for r in rest) / count
    group.busy = sum(min(e.others, 5) for e in entries) / count
    own = sum(page.same_site(e.main.url) for e in entries) / count
    documents = sum(bool(_DOCUMENT.search(e.main.url)) for e in entries) / count
    inside = page.in_main(entries[0].element)
    quality = min(group.titles, 60) / 60
    quality += 1.2 * group.dated + 0.5 * group.headed + 0.4 * group.told + 0.3 * inside
    quality *= (0.5 + 0.5 * own) * (1 - 0.3 * documents) / (1 + min(group.busy, group.busy**2))
    if group.titles < 15 and not group.dated:
        quality *= 0.3  # words of a menu
    if sum(_is_prose(e, page) for e in entries) > count / 2:
        quality *= 0.3
    if sum(is_mere_date(title_of(e, page), context) for e in entries) > count / 2:
        quality *= 0.2
    if median(rest) > LONGEST or median(dates) > MOST_DATES:
        quality *= 0.5  # a section that holds lists
    quality *= (0.7 + 0.3 * _kin(entries)) * len(group.urls) / len(group.entries)
    if group.folder:
        quality *= 0.9  # a whole list is likelier than a part of one
    group.score = quality * math.log2(1 + len(group.urls))


def _kin(entries: list[Entry]) -> float:
    """The share of addresses that begin as most do: entries of one list stand in one place of the site."""
    places = Counter(folder_of(entry.main.url) for entry in entries)
    return places.most_common(1)[0][1] / len(entries)


def _is_prose(entry: Entry, page: PageMap) -> bool:
    """Whether the link is a word in a sentence."""
    label, text = entry.main.label, page.text(_block(entry.main.element))
    return 2 * len(label) < len(text) and text.find(label) > 30 and not is_headed(entry)


def _block(element: Element) -> Element:
    return next((above for above in element.iterancestors() if above.tag in _BLOCKS), element)
