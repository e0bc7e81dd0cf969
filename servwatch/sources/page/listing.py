"""From a listing page to its items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from servwatch.model import Parsed, Request, Verdict
from servwatch.sources.categories import categories
from servwatch.sources.css import css
from servwatch.sources.date_of import date_of
from servwatch.sources.drafts import MAX_SUMMARY, MAX_TITLE, Draft, finished
from servwatch.sources.given import MAX_STAGE, given_in
from servwatch.sources.html_document import Element, base_of, html_document, text_of
from servwatch.sources.links import http_link
from servwatch.sources.paging import next_number, parameter, with_parameter
from servwatch.sources.plain_text import plain_text
from servwatch.sources.source_kind import ParseContext, Unreadable

OK = "It is a page with items."
EMPTY = "It is the page we know, and its list is empty."
SHAPE = "On this page {key} = “{selector}” finds nothing: it has changed its shape."
PART = "In no item {key} = “{selector}” finds anything: the page has changed its shape."
NO_LINK = "No item of the page holds a link: it has changed its shape, or `item` is too narrow."
DATELESS = " But `date` = “{selector}” finds no date in any item: the page may have changed its shape."

MAX_ELEMENTS = 2_000
"""Elements taken for items on one page; the longest listings show a few hundred."""
_NAMING = ("title", "aria-label", "alt")


@dataclass(frozen=True, slots=True)
class Keys:
    """The selectors of a source, "" where there is none."""

    item: str = "article"
    link: str = ""
    title: str = ""
    date: str = ""
    summary: str = ""
    category: str = ""
    deadline: str = ""
    stage: str = ""
    date_format: str = ""
    empty: str = ""
    next: str = ""
    pages: int = 1
    strip_query: bool = False

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Keys:
        """Those of the options; what is there has been checked by the configuration."""
        return cls(**{name: options[name] for name in cls.__dataclass_fields__ if options.get(name)})


def read_listing(body: bytes, context: ParseContext) -> Parsed:
    """Make items of a listing page. Raises Unreadable where nothing can be made of it."""
    root, notes = html_document(body, context)
    keys = Keys.of(context.options)
    base = base_of(root, context.url)
    elements = css(keys.item).elements(root)[:MAX_ELEMENTS]
    if not elements:
        return _without_items(root, keys, notes)
    drafts = [_draft(element, keys, base, context) for element in elements]
    _refuse_other_shape(drafts, keys)
    linked = [draft for draft in drafts if draft.url and draft.url != context.url]
    if left_out := len(drafts) - len(linked):
        notes.append(f"Left out because they have no link of their own: {left_out}.")
    items, more = finished(_joined(linked), context.zone)
    if not items:
        raise Unreadable(Verdict.BROKEN, NO_LINK)
    rule = OK
    if keys.date and not any(item.published for item in items):
        rule += DATELESS.format(selector=keys.date)
    follow = _next(root, keys, base, context)
    return Parsed(Verdict.OK, rule, items, notes=(*notes, *more), follow=follow)


def _without_items(root: Element, keys: Keys, notes: list[str]) -> Parsed:
    if keys.empty and css(keys.empty).elements(root):
        return Parsed(Verdict.EMPTY, EMPTY, notes=tuple(notes))
    raise Unreadable(Verdict.BROKEN, SHAPE.format(key="item", selector=keys.item))


def _refuse_other_shape(drafts: list[Draft], keys: Keys) -> None:
    """A selector that finds nothing in any item is one of a page that was."""
    if not any(draft.url for draft in drafts):
        rule = PART.format(key="link", selector=keys.link) if keys.link else NO_LINK
        raise Unreadable(Verdict.BROKEN, rule)
    if keys.title and not any(draft.title for draft in drafts):
        raise Unreadable(Verdict.BROKEN, PART.format(key="title", selector=keys.title))


def _draft(element: Element, keys: Keys, base: str, context: ParseContext) -> Draft:
    link = _link(element, keys)
    title = _text(element, keys.title, MAX_TITLE) if keys.title else _title(link)
    summary = _text(element, keys.summary, MAX_SUMMARY) if keys.summary else ""
    stated = date_of(element, keys.date, keys.date_format, context) if keys.date else None
    terms = css(keys.category).found(element) if keys.category else []
    return Draft(
        title=title,
        url=_own_address(link, base, keys),
        summary="" if summary == title else summary,
        published=stated,
        categories=categories(_value(found, attribute, 0) for found, attribute in terms),
        given=given_in(
            context,
            deadline=date_of(element, keys.deadline, keys.date_format, context) if keys.deadline else None,
            stage=_text(element, keys.stage, MAX_STAGE) if keys.stage else "",
        ),
    )


def _link(element: Element, keys: Keys) -> tuple[Element | None, str]:
    """The element that leads to the entry, and the attribute that says where."""
    selector = css(keys.link or "a[href]")
    found = selector.found(element)
    return found[0] if found else (None, "")


def _address(link: tuple[Element | None, str], base: str) -> str:
    element, attribute = link
    if element is None:
        return ""
    value = element.get(attribute or "href") or ""
    if not value and not attribute:
        within = element.find(".//a[@href]")
        value = within.get("href") if within is not None else ""
    address = http_link(value, base) if value else ""
    return address.partition("#")[0]


def _own_address(link: tuple[Element | None, str], base: str, keys: Keys) -> str:
    address = _address(link, base)
    return address.partition("?")[0] if keys.strip_query else address


def _title(link: tuple[Element | None, str]) -> str:
    """The text of the link, else what it is called for those who do not see it: a link may be an image."""
    element, _ = link
    if element is None:
        return ""
    if text := text_of(element, MAX_TITLE):
        return text
    names = (e.get(name) for e in element.iter("a", "img", "span") for name in _NAMING if e.get(name))
    return plain_text(next(names, ""), markup=False, limit=MAX_TITLE)


def _text(element: Element, selector: str, limit: int) -> str:
    found = css(selector).found(element)
    values = (_value(one, attribute, limit) for one, attribute in found)
    return next((value for value in values if value), "")


def _value(element: Element, attribute: str, limit: int) -> str:
    if attribute:
        return plain_text(element.get(attribute) or "", markup=False, limit=limit)
    return text_of(element, limit)


def _joined(drafts: list[Draft]) -> list[Draft]:
    """One draft for the links of one entry: an image, a title and "read more" may all lead to it.

    Only a draft without a title, or with the same one, is taken for part of another.
    """
    found: dict[str, Draft] = {}
    more: list[Draft] = []
    for draft in drafts:
        known = found.get(draft.url)
        if known is None:
            found[draft.url] = draft
        elif not known.title or not draft.title or known.title == draft.title:
            found[draft.url] = replace(
                known,
                title=known.title or draft.title,
                summary=known.summary or draft.summary,
                published=known.published or draft.published,
                categories=known.categories or draft.categories,
                given=known.given or draft.given,
            )
        else:
            more.append(draft)
    return [*found.values(), *more]


def _next(root: Element, keys: Keys, base: str, context: ParseContext) -> tuple[Request, ...]:
    """The next page, where there is one and it is still wanted."""
    if context.page >= keys.pages:
        return ()
    paging = context.options.get("paging")
    if paging:
        first = context.asked.url if context.asked is not None else context.url
        number = str(next_number(paging, context.page))
        return (Request(with_parameter(first, parameter(paging), number)),)
    element = css(keys.next).first(root) if keys.next else None
    address = _address((element, ""), base)
    return (Request(address),) if address and address != context.url else ()
