"""Queries in SPARQL, to CELLAR above all: acts, proposals, opinions of the EESC and the CoR, judgments.

```toml
[[source]]
id = "cellar-proposals"
name = "CELLAR, proposals of the Commission"
body = "ec"
kind = "sparql"
url = "https://publications.example.org/webapi/rdf/sparql"
window = "30d"                           # how far back {since} lies
query = '''
SELECT ?id ?title ?date ?link WHERE {
  ... FILTER(?date >= "{since}"^^xsd:date)
}
'''
```

The variables of the query are mapped by their names: ?title is required, ?link, ?date, ?id, ?summary,
?language and ?kind are taken where they are. ?id identifies for good (a CELEX number), ?language may be a
code or the address of one in the Publications Office's list, ?kind becomes a category. ?deadline is until when
one can act, ?stage how far it is, ?reference what else it is known by. Sent as a POST of a
form (SPARQL 1.1 Protocol, section 2.1.2); the answer is SPARQL 1.1 Query Results in JSON. An endpoint that
gives up on a query answers 5xx: it is asked three times in all, then by the next poll. One that breaks the
connection off or does not answer in time is asked once.

An answer of as many rows as the endpoint allows, or the `LIMIT` at the end of the query, may lack some: its
rule says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from servwatch.model import Parsed, Request, Source, Verdict
from servwatch.sources.categories import categories
from servwatch.sources.dates import read_date
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
from servwatch.sources.json_document import json_document
from servwatch.sources.language_code import language_code
from servwatch.sources.links import http_link
from servwatch.sources.placeholders import filled
from servwatch.sources.plain_text import plain_text, visible
from servwatch.sources.source_kind import ParseContext, Unreadable, plain_request

RESULTS = "application/sparql-results+json"
FORM = "application/x-www-form-urlencoded"

OK = "It is an answer with rows."
EMPTY = "The query finds nothing in its window."
OTHER = "The answer is JSON, but no result of a query."
NO_TITLE = "The rows have no ?title: the query must name one, or what it asks for has changed its shape."
FULL = "The answer is as long as the endpoint or the query allows: a shorter window, or a higher LIMIT, is needed."

MOST_ROWS = 10_000  # of CELLAR
TRIES = 3
"""The endpoint is public and loaded: it fails now and then, and a moment later it does not."""

_LIMIT = re.compile(r"\bLIMIT\s+(\d{1,9})(?:OFFSET\s+\d+|#[^\n]*|\s)*\Z", re.IGNORECASE)
"""At the end of a query (SPARQL 1.1 Query Language, section 15.5); behind it comments and blanks may stand."""


class Sparql:
    """The source kind `sparql`: the rows of a SELECT."""

    name = "sparql"

    def request(self, source: Source, now: datetime) -> Request:
        """The query, with its days put in."""
        query = filled(str(source.options.get("query", "")), now, source.options.get("window"))
        return replace(
            plain_request(source, now, expects="json"),
            accept=source.accept or f"{RESULTS}, application/json;q=0.9",
            method="POST",
            content=urlencode({"query": query, "format": RESULTS}).encode(),
            content_type=FORM,
            tries=TRIES,
        )

    def parse(self, body: bytes, context: ParseContext) -> Parsed:
        """Make items of the rows.

        OK with items; EMPTY for no row; BROKEN where it is no result or the rows lack ?title;
        BLOCKED for HTML or nothing at all.
        """
        try:
            return _read(body, context)
        except Unreadable as refusal:
            return refusal.parsed()


def _read(body: bytes, context: ParseContext) -> Parsed:
    value, notes = json_document(body, context)
    rows = _rows(value)
    if not rows:
        return Parsed(Verdict.EMPTY, EMPTY, notes=tuple(notes))
    drafts = [_draft(row, context) for row in rows[:MAX_ENTRIES]]
    told, lacking = telling(drafts)
    items, more = finished(told, context.zone)
    if not items:
        raise Unreadable(Verdict.BROKEN, NO_TITLE)
    return Parsed(Verdict.OK, OK, items, notes=(*notes, *lacking, *more), cut=_cut(len(rows), context))


def _cut(rows: int, context: ParseContext) -> str:
    """What is to be said where rows may be lacking."""
    limit = _LIMIT.search(str(context.options.get("query", "")))
    if rows >= min(MOST_ROWS, int(limit[1]) if limit else MOST_ROWS):
        return FULL
    return TOO_MANY if rows > MAX_ITEMS else ""


def _rows(value: Any) -> list[dict[str, str]]:
    """The rows as text by variable (SPARQL 1.1 Query Results JSON Format, section 3.2)."""
    results = value.get("results") if isinstance(value, dict) else None
    bindings = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(bindings, list):
        raise Unreadable(Verdict.BROKEN, OTHER)
    return [{name: _value(term) for name, term in row.items()} for row in bindings if isinstance(row, dict)]


def _value(term: Any) -> str:
    value = term.get("value") if isinstance(term, dict) else None
    return value if isinstance(value, str) else ""


def _draft(row: Mapping[str, str], context: ParseContext) -> Draft:
    title = plain_text(row.get("title", ""), markup=False, limit=MAX_TITLE)
    summary = plain_text(row.get("summary", ""), markup=False, limit=MAX_SUMMARY)
    language = row.get("language", "").rpartition("/")[2]
    kind = row.get("kind", "").rpartition("/")[2]
    return Draft(
        title=title,
        url=http_link(row.get("link", ""), context.url) if row.get("link") else "",
        summary="" if summary == title else summary,
        reference=visible(row.get("id", ""))[:MAX_IDENTIFIER],
        published=read_date(row.get("date", ""), zone=context.zone, now=context.now),
        language=language_code(language),
        categories=categories([kind] if kind else ()),
        given=given_in(
            context,
            deadline=row.get("deadline", ""),
            stage=row.get("stage", "").rpartition("/")[2],
            references=[row["reference"]] if row.get("reference") else (),
        ),
    )
