"""From the answer to a question for an edition to its title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from servwatch.insight.language import language_of
from servwatch.model import Parsed, RawItem, Verdict
from servwatch.sources.article.reading import read_article
from servwatch.sources.drafts import MAX_TITLE
from servwatch.sources.json_document import json_document
from servwatch.sources.language_edition.asking import EUR_LEX
from servwatch.sources.plain_text import plain_text
from servwatch.sources.source_kind import ParseContext

OK = "It is the edition in that language."
NONE = "There is no edition in that language."
OTHER = "The answer is in another language."


def read_edition(body: bytes, context: ParseContext) -> Parsed:
    """Read the answer. `context.options`: form, language, url, and the title in the language that is known.

    Raises Unreadable where it has not the shape of its form.
    """
    wanted = str(context.options.get("language", ""))
    form = context.options.get("form", "")
    if form == "page":
        return _page(body, context, wanted)
    document, _ = json_document(body, context)
    if form == "press-corner":
        return _press_corner(document, context, wanted)
    return _cellar(document, wanted)


def _press_corner(document: Any, context: ParseContext, wanted: str) -> Parsed:
    """The title, where the answer is in the language asked for: else it falls back to the original."""
    resource = _get(document, "docuLanguageResource")
    title, language = _text(_get(resource, "title")), str(_get(resource, "language") or "").lower()
    if not title:
        return Parsed(Verdict.EMPTY, NONE)
    if language != wanted:
        return Parsed(Verdict.EMPTY, OTHER)
    return _found(title, str(context.options.get("url", "")), wanted)


def _cellar(document: Any, wanted: str) -> Parsed:
    rows = _get(_get(document, "results"), "bindings")
    for row in rows if isinstance(rows, list) else ():
        title, celex = (str(_get(_get(row, name), "value") or "") for name in ("title", "celex"))
        if _text(title) and celex.isascii() and celex.replace("(", "").replace(")", "").isalnum():
            return _found(_text(title), EUR_LEX.format(language=wanted.upper(), celex=celex), wanted)
    return Parsed(Verdict.EMPTY, NONE)


def _page(body: bytes, context: ParseContext, wanted: str) -> Parsed:
    """The title of the page, where page and title are in the language: sites show untranslated pages under any."""
    found = read_article(body, context)
    if not found.items or found.items[0].made_title:
        return Parsed(Verdict.EMPTY, NONE)
    page = found.items[0]
    title = page.title
    if title.casefold() == str(context.options.get("known", "")).casefold():
        return Parsed(Verdict.EMPTY, OTHER)
    if language_of("", (), f"{title}. {page.summary}") != wanted:
        return Parsed(Verdict.EMPTY, OTHER)
    return _found(title, str(context.options.get("url", "")), wanted)


def _found(title: str, url: str, language: str) -> Parsed:
    return Parsed(Verdict.OK, OK, (RawItem(title, url, language=language),))


def _text(value: Any) -> str:
    return plain_text(value, limit=MAX_TITLE) if isinstance(value, str) else ""


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else None
