"""An item that a person found, added by hand."""

from __future__ import annotations

from datetime import date

from starlette.responses import Response

from servwatch.cycle.adding import Wanted, add
from servwatch.cycle.configuration import understanding_of
from servwatch.digest.compose import KIND_NAMES
from servwatch.errors import ServwatchError, UsageError
from servwatch.insight.language import KNOWN
from servwatch.model import ItemKind
from servwatch.model.account import Role
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Said, Visit

_FIELDS = ("url", "title", "summary", "day", "language", "kind")


def ask(visit: Visit) -> Response:
    """Show the form; an address may come with it."""
    return _form(visit, {"url": visit.query.get("url", "")})


def add_item(visit: Visit) -> Response:
    """Add an item, or say why that does not go, with what was typed kept."""
    given = {name: visit.form.line(name, 10_000) for name in _FIELDS}
    try:
        wanted = _wanted(given)
        added = add(visit.settings, visit.archive, understanding_of(visit.settings), wanted, visit.now)
    except ServwatchError as error:
        return _form(visit, given, error.sentence(visit.words._))
    visit.about, visit.detail = f"{added.item}", added.title[:200]
    text = visit.words._("The archive has it already.") if added.known else visit.words._("Added. The next editions choose it or not, like any other.")  # fmt: skip
    if added.note:
        text += " " + visit.words._("Its page was not read: {why}", why=added.note)
    return visit.go(f"/items/{added.item}", text, "doubt" if added.known or added.note else "good")


def _wanted(given: dict[str, str]) -> Wanted:
    try:
        day = date.fromisoformat(given["day"]) if given["day"] else None
    except ValueError as error:
        raise UsageError("{day!r} is no day", remedy="Write it as 2026-11-20.", day=given["day"]) from error
    kind = ItemKind(given["kind"]) if given["kind"] in set(ItemKind) else None
    language = given["language"] if given["language"] in KNOWN else ""
    return Wanted(given["url"], given["title"], given["summary"], day, language, kind)


def _form(visit: Visit, given: dict[str, str], fault: str = "") -> Response:
    kinds = sorted((visit.words._(name), kind.value) for kind, name in KIND_NAMES.items())
    return visit.page(
        "item-add.html.j2",
        status=422 if fault else 200,
        said=Said(fault, "bad") if fault else None,
        given=dict.fromkeys(_FIELDS, "") | given,
        kinds=[("", visit.words._("As its source has them")), *((value, name) for name, value in kinds)],
        languages=[("", visit.words._("Find it out")), *((code, visit.words.named(code)) for code in KNOWN)],
    )


PAGES = (
    Page("/items/add", "items.add", ask, role=Role.EDITOR),
    Page("/items/add", "items.add-by-hand", add_item, method="POST", role=Role.EDITOR),
)
