"""From an answer in JSON to its items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from servwatch.model import Parsed, Request, Verdict
from servwatch.sources.categories import categories
from servwatch.sources.drafts import (
    MAX_ENTRIES,
    MAX_IDENTIFIER,
    MAX_ITEMS,
    MAX_SUMMARY,
    MAX_TITLE,
    TOO_MANY,
    Draft,
    finished,
    telling,
)
from servwatch.sources.given import given_in
from servwatch.sources.json_api.asking import following, page_size
from servwatch.sources.json_api.expressions import Expressions
from servwatch.sources.json_document import json_document
from servwatch.sources.language_code import language_code
from servwatch.sources.links import http_link
from servwatch.sources.plain_text import plain_text, visible
from servwatch.sources.selection import ALL_LEFT_OUT
from servwatch.sources.source_kind import ParseContext, Unreadable
from servwatch.sources.stated_dates import date_in

OK = "It is an answer with items."
EMPTY = "It is the answer we know, and its list is empty."
NO_LIST = "In the answer list = “{expression}” finds no list: it has changed its shape."
NO_FIELD = "In no entry fields.{name} = “{expression}” finds anything: the answer has changed its shape."
DATELESS = (
    " But fields.date = “{expression}” finds no date in any entry: the answer may have changed its shape."
)

MORE = "There is more than was read, or may be: raise `pages`, or shorten `window`."


def read_answer(body: bytes, context: ParseContext) -> Parsed:
    """Make items of an answer. Raises Unreadable where nothing can be made of it."""
    value, notes = json_document(body, context)
    entries = _entries(value, context)
    if not entries:
        return Parsed(Verdict.EMPTY, EMPTY, notes=tuple(notes))
    reader = Expressions(context.zone, context.now)
    wanted = _wanted(entries, reader, context)
    follow, cut = _next(context), _cut(context, len(entries))
    if len(wanted) < len(entries):
        notes.append(f"{len(entries) - len(wanted)} of {len(entries)} entries left out by `where`.")
    if not wanted:
        # Entries of this page may all be unwanted, and those of the next not.
        verdict = Verdict.OK if follow else Verdict.EMPTY
        return Parsed(verdict, ALL_LEFT_OUT, notes=tuple(notes), follow=follow, cut=cut)
    fields = context.options.get("fields") or {}
    drafts = [_draft(entry, reader, fields, context) for entry in wanted[:MAX_ENTRIES]]
    _refuse_other_shape(drafts, fields)
    told, lacking = telling(drafts)
    items, more = finished(told, context.zone)
    rule, shortened = OK, TOO_MANY if len(wanted) > MAX_ITEMS else ""
    if fields.get("date") and not any(item.published for item in items):
        rule += DATELESS.format(expression=fields["date"])
    return Parsed(
        Verdict.OK, rule, items, notes=(*notes, *lacking, *more), follow=follow, cut=cut or shortened
    )


def _entries(value: Any, context: ParseContext) -> list[Any]:
    """The list of the answer. A table of entries (the World Bank's) is taken with `values(...)`."""
    expression = context.options.get("list") or "@"
    found = Expressions(context.zone, context.now).value(expression, value)
    if not isinstance(found, list):
        raise Unreadable(Verdict.BROKEN, NO_LIST.format(expression=expression))
    return [entry for entry in found if isinstance(entry, dict)]


def _wanted(entries: list[Any], reader: Expressions, context: ParseContext) -> list[Any]:
    where = context.options.get("where")
    return [entry for entry in entries if not where or _is_true(reader.value(where, entry))]


def _is_true(value: Any) -> bool:
    """As JMESPath has it: false, null, and what is empty are false; 0 is true."""
    return value is not None and value is not False and value not in ("", [], {})


def _refuse_other_shape(drafts: list[Draft], fields: Mapping[str, str]) -> None:
    for name in ("title", "link"):
        told = any(draft.title if name == "title" else draft.url for draft in drafts)
        if fields.get(name) and not told:
            raise Unreadable(Verdict.BROKEN, NO_FIELD.format(name=name, expression=fields[name]))


def _draft(entry: Any, reader: Expressions, fields: Mapping[str, str], context: ParseContext) -> Draft:
    def text(name: str) -> str:
        return reader.text(fields[name], entry) if fields.get(name) else ""

    def texts(name: str) -> list[str]:
        return reader.texts(fields[name], entry) if fields.get(name) else []

    title = plain_text(text("title"), markup=True, limit=MAX_TITLE)
    link = reader.address(fields["link"], entry) if fields.get("link") else ""
    summary = plain_text(text("summary"), limit=MAX_SUMMARY)
    date = text("date")
    return Draft(
        title=title,
        url=http_link(link, context.url) if link else "",
        summary="" if summary == title else summary,
        reference=visible(text("id"))[:MAX_IDENTIFIER],
        published=date_in(date, str(context.options.get("date_format") or ""), context) if date else None,
        language=language_code(text("language")),
        categories=categories(texts("categories")),
        given=given_in(
            context,
            deadline=text("deadline"),
            begins=text("begins"),
            ends=text("ends"),
            stage=text("stage"),
            references=texts("references"),
        ),
    )


def _is_last(context: ParseContext) -> bool:
    """Whether this is the last page that may be read in one poll."""
    return context.page >= int(context.options.get("pages", 1))


def _cut(context: ParseContext, entries: int) -> str:
    """What is to be said of the last page that may be read: it is full, or nobody knows how long a full one is."""
    paging = context.options.get("paging")
    if not paging or context.asked is None or not _is_last(context):
        return ""
    full = page_size(context.asked, paging)
    return MORE if full is None or entries >= full else ""


def _next(context: ParseContext) -> tuple[Request, ...]:
    """The next page; a page without entries is the last, whatever the interface says of its total."""
    paging = context.options.get("paging")
    if not paging or context.asked is None or _is_last(context):
        return ()
    return (following(context.asked, paging, context.page),)
