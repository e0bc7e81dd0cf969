"""Within the items of a list: which selectors give the link, the title, the date and the summary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from servwatch.sources.css import css
from servwatch.sources.date_of import date_of
from servwatch.sources.dates import Stated
from servwatch.sources.discovery.dated_elements import dated_elements
from servwatch.sources.discovery.group import Entry, Group, heading_in
from servwatch.sources.discovery.page_map import PageMap
from servwatch.sources.discovery.selectors import inner_selectors, is_selector
from servwatch.sources.html_document import Element
from servwatch.sources.source_kind import ParseContext

SAMPLE = 60
"""Entries that are looked at."""
ENOUGH = 0.9
MOST_DATED = 0.5
"""The least share of items in which a selector of dates finds one."""
SHORTEST_SUMMARY = 40
_AMERICAN = "%m/%d/%Y"
_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_TITLE = re.compile(r"title|heading|headline|titel|titre", re.IGNORECASE)
_TITLE_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "strong", "b"})
_TEXT_TAGS = frozenset({"p", "div", "span", "td", "dd", "blockquote"})


@dataclass(frozen=True, slots=True)
class Fields:
    """Selectors, "" where the usual way of the kind does it."""

    link: str = ""
    title: str = ""
    date: str = ""
    date_format: str = ""
    summary: str = ""


def fields_of(group: Group, page: PageMap, context: ParseContext) -> Fields:
    """The selectors of a group, tried on its entries."""
    entries = group.entries[:SAMPLE]
    link = _link(entries)
    title = _title(entries, page)
    date, date_format = _date(entries, page, context)
    return Fields(link, title, date, date_format, _summary(entries, page, date))


def _link(entries: list[Entry]) -> str:
    """The selector of the link; none where the first link of the item is that of the entry."""

    def leads(selector: str) -> bool:
        found = [(css(selector).found(e.element) or [(None, "")])[0][0] for e in entries]
        return _most(
            one is not None and one.get("href") == e.main.element.get("href")
            for one, e in zip(found, entries, strict=True)
        )

    if leads("a[href]"):
        return ""
    candidates = (s for e in entries[:3] for s in _link_selectors(e))
    return next((s for s in dict.fromkeys(candidates) if is_selector(s) and leads(s)), "")


def _link_selectors(entry: Entry) -> Iterator[str]:
    for selector in inner_selectors(entry.main.element, entry.element):
        yield (
            selector
            if selector.split()[-1].startswith("a")
            else f"a{selector}"
            if " " not in selector
            else selector
        )
    for inner in inner_selectors(entry.main.element, entry.element):
        yield f"{inner}[href]"


def _title(entries: list[Entry], page: PageMap) -> str:
    """The selector of the title, a heading first; none where the text of the link is the title."""
    wrapping = [_wraps(e, page) for e in entries]
    if not _most(wrapping, 0.4):
        return ""
    counts: Counter[str] = Counter()
    for entry in entries:
        for inner in entry.element.iter():
            if _may_be_title(inner) and page.text(inner):
                counts.update(list(dict.fromkeys(inner_selectors(inner, entry.element))))
                break
    fitting = [s for s, n in counts.items() if n >= 0.8 * len(entries) and _distinct(s, entries, page)]
    if fitting:
        return fitting[0]
    named = [e.main.element.get("aria-label") or e.main.element.get("title") for e in entries]
    attribute = "aria-label" if entries[0].main.element.get("aria-label") else "title"
    return f"a::attr({attribute})" if _most(bool(name) for name in named) else ""


def _wraps(entry: Entry, page: PageMap) -> bool:
    """Whether the link holds more than the title, or no text at all."""
    text = page.text(entry.main.element)
    heading = heading_in(entry.element)
    if heading is not None and (name := page.text(heading)):
        return name != text
    return not text or any(_may_be_title(inner) for inner in entry.main.element.iterdescendants())


def _may_be_title(element: Element) -> bool:
    if element.tag in _TITLE_TAGS:
        return True
    return (
        isinstance(element.tag, str)
        and element.tag != "a"
        and bool(_TITLE.search(element.get("class") or ""))
    )


def _distinct(selector: str, entries: list[Entry], page: PageMap) -> bool:
    texts = [page.text(found[0][0]) for e in entries if (found := css(selector).found(e.element))]
    return len(texts) >= 0.8 * len(entries) and len(set(texts)) >= 0.8 * len(texts)


def _date(entries: list[Entry], page: PageMap, context: ParseContext) -> tuple[str, str]:
    """The selector of the date and its format; of several kinds of date the one by which the list is sorted."""
    counts: Counter[str] = Counter()
    for entry in entries:
        selectors = [
            s for one in dated_elements(entry.element, page, context) for s in _date_selectors(one, entry)
        ]
        counts.update(list(dict.fromkeys(selectors)))
    best, found = "", 0.0
    for selector, count in counts.items():
        if count < MOST_DATED * len(entries):
            continue
        worth = _worth(selector, entries, page, context)
        if worth > found + 0.05:
            best, found = selector, worth
    return (best, _format(best, entries, page)) if best else ("", "")


def _date_selectors(element: Element, entry: Entry) -> Iterator[str]:
    if element is entry.element:
        yield from filter(is_selector, [element.tag])  # the item itself
        return
    if element.tag == "time" and len(list(entry.element.iter("time"))) == 1:
        yield "time"
    yield from inner_selectors(element, entry.element)


def _worth(selector: str, entries: list[Entry], page: PageMap, context: ParseContext) -> float:
    """The share of items with a date, less where they are in no order, still to come, or part of a title."""
    dates = [date_of(e.element, selector, "", context) for e in entries]
    stated = [d for d in dates if d is not None]
    if not stated:
        return 0.0
    worth = len(stated) / len(entries)
    worth -= 0.3 * _disorder(stated)
    worth -= 0.4 * sum(d.instant > context.now for d in stated) / len(stated)
    firsts = [found[0][0] for e in entries if (found := css(selector).found(e.element))]
    in_title = sum(
        one in set(e.main.element.iter()) or e.main.element in set(one.iter())
        for one, e in zip(firsts, entries, strict=False)
    )
    worth -= 0.2 * in_title / len(entries)
    length = median(len(page.text(one)) for one in firsts)
    return worth - 0.1 * min(length, 200) / 100


def _disorder(dates: list[Stated]) -> float:
    pairs = list(pairwise(dates))
    if not pairs:
        return 0.0
    down = sum(a.instant < b.instant for a, b in pairs)
    up = sum(a.instant > b.instant for a, b in pairs)
    return min(down, up) / len(pairs)


def _format(selector: str, entries: list[Entry], page: PageMap) -> str:
    """The American format where the second number is a day somewhere, and the first can always be a month."""
    texts = [
        page.text(one)
        for e in entries
        for one, _ in css(selector).found(e.element)[:1]
        if not one.get("datetime")
    ]
    numbers = [(int(m[1]), int(m[2])) for text in texts if (m := _SLASHED.search(text))]
    american = numbers and max(a for a, _ in numbers) <= 12 and max(b for _, b in numbers) > 12
    return _AMERICAN if american and len(numbers) >= ENOUGH * len(texts) else ""


def _summary(entries: list[Entry], page: PageMap, date: str) -> str:
    """The element with the longest text that is neither title nor date nor the link."""
    lengths: dict[str, list[int]] = {}
    for entry in entries:
        taken = {found for found, _ in (css(date).found(entry.element) if date else [])}
        heading = heading_in(entry.element)
        for inner in entry.element.iterdescendants():
            if inner.tag not in _TEXT_TAGS or not _is_apart(inner, entry, heading, taken):
                continue
            size = len(page.text(inner))
            for selector in (
                dict.fromkeys(inner_selectors(inner, entry.element)) if size >= SHORTEST_SUMMARY else ()
            ):
                lengths.setdefault(selector, []).append(size)
    usual = {s: sum(sizes) for s, sizes in lengths.items() if len(sizes) >= 0.5 * len(entries)}
    for selector in sorted(usual, key=lambda s: -usual[s]):
        if _is_clean(selector, entries, page):
            return selector
    return ""


def _is_apart(inner: Element, entry: Entry, heading: Element | None, taken: set[Element]) -> bool:
    within = set(inner.iter())
    if heading is not None and (heading in within or inner in set(heading.iter())):
        return False
    if entry.main.element in within and entry.main.element.tag == "a":
        return False
    return not (taken & within) and not (taken & set(inner.iterancestors()) - {entry.element})


def _is_clean(selector: str, entries: list[Entry], page: PageMap) -> bool:
    """What it finds first is a text of its own, and another for each item."""
    texts: list[str] = []
    for entry in entries:
        found = css(selector).found(entry.element)
        if found:
            texts.append(page.text(found[0][0]))
    if not texts:
        return False
    return len(set(texts)) >= 0.6 * len(texts) and median(map(len, texts)) >= SHORTEST_SUMMARY


def _most(values: Iterable[bool], share: float = ENOUGH) -> bool:
    all_ = list(values)
    return sum(all_) >= share * len(all_)
