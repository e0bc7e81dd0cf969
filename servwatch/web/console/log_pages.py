"""What people changed, and how the last runs went."""

from __future__ import annotations

from starlette.responses import Response

from servwatch.model.account import Role
from servwatch.web.console.deed_words import DEEDS
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Visit

A_PAGE = 50
RUNS = 20


def show(visit: Visit) -> Response:
    """List the deeds of people, the newest first, of one person where asked; and the last runs."""
    by, before = visit.query.get("by", "")[:200], _number(visit.query.get("before", ""))
    found = visit.archive.deeds.newest(A_PAGE + 1, before=before, by=by)
    shown = found[:A_PAGE]
    earlier = visit.here(before=shown[-1][0]) if len(found) > A_PAGE else ""
    return visit.page(
        "log.html.j2",
        deeds=[(done, visit.words._(DEEDS[done.act]) if done.act in DEEDS else "") for _, done in shown],
        people=[(name, name) for name in visit.archive.deeds.people()],
        by=by,
        earlier=earlier,
        later=visit.here(before=None) if before is not None else "",
        runs=visit.archive.runs.recent(RUNS) if before is None and not by else [],
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


PAGES = (Page("/log", "log", show, role=Role.ADMINISTRATOR),)
