"""What a program asks, read strictly: a word it means and we do not know is told, never passed over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from starlette.datastructures import QueryParams

from servwatch.archive.item_lists import Place
from servwatch.archive.item_query import ItemQuery
from servwatch.errors import UsageError
from servwatch.model import ItemKind
from servwatch.web.console.archive.asked import LONGEST, dossier_name

MOST = 200
"""Records of one answer."""
_USUAL = 50


def wrong(name: str, expected: str) -> UsageError:
    """That a parameter is not what it has to be."""
    return UsageError("{name} must be {expected}", name=name, expected=expected)


def only(query: QueryParams, known: Collection[str]) -> None:
    """Raise UsageError for a parameter that is none of these, "key" aside."""
    for name in query:
        if name not in known and name != "key":
            raise UsageError("there is no parameter {name}", name=name[:100])


def word(query: QueryParams, name: str, known: Collection[str] = ()) -> str:
    """The value of a parameter, "" where it is not given."""
    value = query.get(name, "")
    if len(value) > LONGEST:
        raise wrong(name, f"at most {LONGEST} characters")
    if value and known and value not in known:
        raise wrong(name, "one of: " + ", ".join(known))
    return value


def day(query: QueryParams, name: str) -> date | None:
    """A day as 2026-11-20."""
    value = query.get(name, "")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise wrong(name, "a day such as 2026-11-20") from None


def size(query: QueryParams) -> int:
    """How many records at most."""
    value = query.get("limit", "")
    if not value:
        return _USUAL
    if not (value.isascii() and value.isdigit() and len(value) < 9 and 1 <= int(value) <= MOST):
        raise wrong("limit", f"a number from 1 to {MOST}")
    return int(value)


def number(query: QueryParams, name: str) -> int | None:
    """A number that a database can hold."""
    value = query.get(name, "")
    if value and not (value.isascii() and value.isdigit() and len(value) < 19):
        raise wrong(name, "a number")
    return int(value) if value else None


def place(query: QueryParams) -> Place | None:
    """Where the page before ended."""
    value = query.get("before", "")
    found = Place.read(value) if value else None
    if value and found is None:
        raise wrong("before", "what `next` of the answer before says")
    return found


def items(query: QueryParams) -> ItemQuery:
    """Which items."""
    only(
        query,
        (
            "q",
            "theme",
            "source",
            "kind",
            "language",
            "dossier",
            "digest",
            "since",
            "until",
            "limit",
            "before",
        ),
    )
    return ItemQuery(
        theme=word(query, "theme"),
        sources=tuple(query.getlist("source")[:100]),
        since=day(query, "since"),
        until=day(query, "until"),
        words=word(query, "q"),
        kind=word(query, "kind", [kind.value for kind in ItemKind]),
        language=word(query, "language"),
        reference=dossier_name(word(query, "dossier")),
        digest=word(query, "digest"),
    )
