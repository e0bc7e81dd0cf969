"""The answers of the interface. Who asks brings the key of an account, or a session."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from starlette.responses import Response

from servwatch.archive.deadlines import DeadlineQuery
from servwatch.archive.item_lists import Place
from servwatch.cycle.health import health
from servwatch.cycle.house_calendar import calendar_of
from servwatch.cycle.machine_records import deadline_json, item_json, source_json
from servwatch.errors import NotFound, ServwatchError
from servwatch.locale import translator
from servwatch.model import DeadlineState
from servwatch.model.account import Role
from servwatch.web.console.api import asked
from servwatch.web.console.api.openapi import description
from servwatch.web.console.archive.numbers import unknown_item
from servwatch.web.console.feeds.answering import unless_known
from servwatch.web.console.feeds.keyed import public_address, reading_account
from servwatch.web.console.routes import Answer, Page
from servwatch.web.console.visit import Visit

_JSON = "application/json"
Record = dict[str, Any]


def items(visit: Visit) -> Record:
    """Items, the newest first."""
    query, limit = asked.items(visit.query), asked.size(visit.query)
    page = visit.archive.lists.page(query, limit, before=asked.place(visit.query))
    stories = visit.archive.stories.of([item.id for item, _ in page.items])
    records = [item_json(i, a, stories[i.id].story if i.id in stories else None) for i, a in page.items]
    return {"items": records, "next": _next(visit, page.earlier)}


def one_item(visit: Visit) -> Record:
    """One item."""
    asked.only(visit.query, ())
    said = str(visit.parameter("number"))
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0
    found = visit.archive.items.get(number)
    if found is None:
        raise unknown_item(number)
    item, annotation = found
    placed = visit.archive.stories.of([item.id]).get(item.id)
    return item_json(item, annotation, placed.story if placed is not None else None)


def deadlines(visit: Visit) -> Record:
    """Deadlines, the earliest first."""
    query = visit.query
    asked.only(query, ("state", "theme", "since", "until", "limit", "after"))
    states = [DeadlineState(s) for s in filter(None, [asked.word(query, "state", list(DeadlineState))])]
    wanted = DeadlineQuery(tuple(states), asked.word(query, "theme"), (), asked.day(query, "since"), asked.day(query, "until"))  # fmt: skip
    after, limit = _after(query.get("after", "")), asked.size(query)
    found = [e for e in visit.archive.deadlines.find(wanted) if after is None or (e.date, e.id) > after]
    today = visit.settings.day_of(visit.now)
    calendar = calendar_of(visit.settings, visit.archive, today)
    shown = found[:limit]
    last = f"{shown[-1].date}.{shown[-1].id}" if len(found) > limit else None
    records = [deadline_json(e, today, calendar, visit.settings.language) for e in shown]
    return {"deadlines": records, "next": _next(visit, last, "after")}


def _after(text: str) -> tuple[date, int] | None:
    found = Place.read(text) if text else None
    if text and found is None:
        raise asked.wrong("after", "what `next` of the answer before says")
    return (found.day, found.item) if found is not None else None


def sources(visit: Visit) -> Record:
    """Every source and how it stands."""
    asked.only(visit.query, ())
    states, counts = visit.archive.sources.all(), visit.archive.items.counts()
    today, zone = visit.settings.day_of(visit.now), visit.settings.timezone
    listed = visit.settings.sources
    return {
        "sources": [source_json(s, states.get(s.id), counts.get(s.id, (0, 0)), zone, today) for s in listed]
    }


def digests(visit: Visit) -> Record:
    """Every digest that is configured."""
    asked.only(visit.query, ())
    keys = ("id", "layout", "language", "enabled")
    return {
        "digests": [
            {**{k: getattr(d, k) for k in keys}, "title": dict(d.title), "schedule": d.comes}
            for d in visit.settings.digests
        ]
    }


def editions(visit: Visit) -> Record:
    """Editions, the newest first; without any recipient."""
    asked.only(visit.query, ("digest", "limit", "before"))
    limit, before = asked.size(visit.query), asked.number(visit.query, "before")
    digest = asked.word(visit.query, "digest") or None
    rows = visit.archive.sent.before(digest, before, limit + 1)
    keys = ("id", "digest", "number", "scheduled", "frozen", "state", "language", "subject")
    records = [{**{k: getattr(row, k) for k in keys}, "counts": dict(row.counts)} for row in rows[:limit]]
    return {"editions": records, "next": _next(visit, rows[limit - 1].id if len(rows) > limit else None)}


def status(visit: Visit) -> Record:
    """The page of health."""
    asked.only(visit.query, ())
    return health(visit.archive, visit.current, visit.now)


def describe(visit: Visit) -> Response:
    """The description of the interface, which anybody may read: it holds nothing of the archive."""
    body = json.dumps(description(public_address(visit, "/api/v1")), ensure_ascii=False, indent=1).encode()
    return unless_known(visit, body, _JSON)


def about(visit: Visit) -> Response:
    """A page about the interface, for people."""
    whole = description(public_address(visit, "/api/v1"))
    paths = [(path, found["get"]) for path, found in whole["paths"].items()]
    return visit.page("api.html.j2", paths=paths, root=public_address(visit, "/api/v1"))


def _next(visit: Visit, place: object, name: str = "before") -> str | None:
    """The address of the next page, without the key it was asked with."""
    if place is None:
        return None
    kept = {key: visit.query.getlist(key) for key in visit.query if key != "key"}
    path = visit.request.url.path.removeprefix(visit.base)
    return public_address(visit, path, **(kept | {name: [str(place)]}))


def _asked(answer: Callable[[Visit], Record], least: Role = Role.READER) -> Answer:
    def page(visit: Visit) -> Response:
        account = reading_account(visit)
        if account is None:
            return _refused("This address needs the key of an account.", 401)
        if account.role < least:
            return _refused("This is not open to your account.", 403)
        try:
            record = answer(visit)
        except ServwatchError as error:
            return _refused(error.sentence(translator("en")), 404 if isinstance(error, NotFound) else 400)
        body = json.dumps(record, ensure_ascii=False, separators=(",", ":"), default=_plain)
        return unless_known(visit, body.encode(errors="replace"), _JSON)

    return page


def _refused(sentence: str, status: int) -> Response:
    headers = {"WWW-Authenticate": 'Bearer realm="servwatch"'} if status == 401 else {}
    body = json.dumps({"error": sentence}, ensure_ascii=False).encode(errors="replace")
    return Response(body, status, headers, _JSON)


def _plain(value: Any) -> str:
    """Times in ISO 8601, as `--json` has them."""
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


def _row(path: str, name: str, answer: Callable[[Visit], Record], least: Role = Role.READER) -> Page:
    return Page(f"/api/v1/{path}", f"api.{name}", _asked(answer, least), role=None, by_key=least)


PAGES = (
    Page("/api", "api", about),
    Page("/api/v1/openapi.json", "api.openapi", describe, role=None),
    _row("items", "items", items),
    _row("items/{number}", "item", one_item),
    _row("deadlines", "deadlines", deadlines),
    _row("sources", "sources", sources),
    _row("digests", "digests", digests),
    _row("editions", "editions", editions),
    _row("status", "status", status, Role.EDITOR),
)
