"""Every source with how it fares, narrowed down to what asks for a person, is silent, or cannot be read."""

from __future__ import annotations

from starlette.responses import Response

from servwatch.model.account import Role
from servwatch.web.console.routes import Page
from servwatch.web.console.sources.fares import VIEWS, all_fares, bodies_of, counted
from servwatch.web.console.visit import Visit

ON_A_PAGE = 60


def show(visit: Visit) -> Response:
    """Show the list."""
    found = all_fares(visit)
    counts = counted(found)
    view = visit.query.get("show", "")
    view = view if view in VIEWS else "watched"
    body, words = visit.query.get("body", ""), visit.query.get("q", "").strip()[:100]
    lines = [one for one in found if VIEWS[view](one) and (not body or one.source.body == body)]
    if words:
        asked = words.casefold()
        lines = [one for one in lines if asked in f"{one.source.name} {one.source.id}".casefold()]
    start = _number(visit.query.get("from", ""))
    return visit.page(
        "sources.html.j2",
        lines=lines[start : start + ON_A_PAGE],
        found=len(lines),
        counts=counts,
        view=view,
        names=_names(visit),
        bodies=[("", visit.words._("all bodies")), *bodies_of(visit.settings, visit).items()],
        body=body,
        words_asked=words,
        earlier=visit.here(**{"from": start + ON_A_PAGE}) if start + ON_A_PAGE < len(lines) else "",
        later=visit.here(**{"from": max(start - ON_A_PAGE, 0) or None}) if start else "",
    )


def _names(visit: Visit) -> dict[str, str]:
    _ = visit.words._
    return {
        "watched": _("Watched"),
        "attention": _("Need attention"),
        "silent": _("Silent"),
        "blocked": _("Not readable"),
        "off": _("Off"),
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


PAGES = (Page("/sources", "sources", show, role=Role.EDITOR),)
