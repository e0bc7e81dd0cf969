"""From a page to proposals of the kind `page`: the lists on it, each with selectors that were tried."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from servwatch.model import Proposal, RawItem, Verdict
from servwatch.sources.css import css
from servwatch.sources.discovery.group import Group
from servwatch.sources.discovery.groups import groups
from servwatch.sources.discovery.item_fields import Fields, fields_of
from servwatch.sources.discovery.page_map import PageMap
from servwatch.sources.discovery.selectors import item_selector
from servwatch.sources.html_document import Element, text_of
from servwatch.sources.language_code import language_code
from servwatch.sources.page import Page
from servwatch.sources.source_kind import ParseContext

MOST = 3
"""Proposals for one page."""
LONGEST_TITLE = 100
FEW = 0.2
"""The most entries of a list that may be something else."""
LONG_QUERY = 60
"""Characters from which a query is more than the number of an entry."""


def page_proposals(body: bytes, root: Element, context: ParseContext) -> tuple[Proposal, ...]:
    """The lists of a page, the best first. Each was read by the kind itself."""
    page = PageMap(root, context)
    found: list[Proposal] = []
    for group in groups(page, context):
        if len(found) == MOST:
            break
        proposal = _proposal(group, body, page, context)
        if proposal is not None and not any(_is_same(proposal, other) for other in found):
            found.append(proposal)
    found.sort(key=lambda proposal: -proposal.score)
    title, language = title_of_page(root), language_code(root.get("lang") or "")
    return tuple(replace(proposal, title=title, language=language) for proposal in found)


def title_of_page(root: Element) -> str:
    """What the page calls itself."""
    return next((text for e in root.iter("title") if (text := text_of(e, LONGEST_TITLE))), "")


def _proposal(group: Group, body: bytes, page: PageMap, context: ParseContext) -> Proposal | None:
    selector = item_selector(group.elements, page.root, group.folder)
    if not selector:
        return None
    fields = fields_of(group, page, context)
    options = _options(_narrowed(selector, fields, group), fields)
    if _has_sessions(group):
        options["strip_query"] = True
    parsed = Page().parse(body, replace(context, options=options))
    items = parsed.items
    if parsed.verdict is not Verdict.OK or len(items) < 2:
        return None
    wanted = sum(
        url in _urls(items)
        for url in ({u.partition("?")[0] for u in group.urls} if "strip_query" in options else group.urls)
    )
    agreeing = wanted / max(len(items), len(group.urls))
    lacking = any(not item.published or not item.summary for item in items)
    return Proposal("page", options, items, detail=lacking, score=round(group.score * agreeing, 3))


def _options(item: str, fields: Fields) -> dict[str, Any]:
    named = {name: getattr(fields, name) for name in ("link", "title", "date", "summary", "date_format")}
    return {"item": item, **{name: value for name, value in named.items() if value}}


def _narrowed(selector: str, fields: Fields, group: Group) -> str:
    """The selector without elements that lack the date and the summary which all others have: links to other lists."""
    if not (fields.date and fields.summary) or " " in fields.date or "," in fields.date:
        return selector
    bare = sum(not css(fields.date).found(e) and not css(fields.summary).found(e) for e in group.elements)
    return f"{selector}:has({fields.date})" if 0 < bare <= FEW * len(group.elements) else selector


def _has_sessions(group: Group) -> bool:
    """Whether links carry the visitor's way through the site: long queries on paths that tell them apart."""
    queries = [url.partition("?")[2] for url in group.urls]
    long = sum(len(query) >= LONG_QUERY for query in queries)
    return long >= 0.8 * len(queries) and len({url.partition("?")[0] for url in group.urls}) == len(queries)


def _is_same(proposal: Proposal, other: Proposal) -> bool:
    """Whether two proposals take the same entries: the better one was there first."""
    ours, theirs = _urls(proposal.items), _urls(other.items)
    return len(ours & theirs) >= 0.5 * min(len(ours), len(theirs))


def _urls(items: tuple[RawItem, ...]) -> set[str]:
    return {item.url for item in items}
