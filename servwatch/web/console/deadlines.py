"""The register of deadlines: what is open, whose it is, and what becomes of it."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import Response

from servwatch.archive.deadlines import Decision
from servwatch.cycle.deadline_desk import KINDS, as_calendar, entered
from servwatch.cycle.deadline_notices import kind_in_words
from servwatch.cycle.house_calendar import calendar_of
from servwatch.errors import ServwatchError
from servwatch.model import DeadlineState
from servwatch.model.account import Role
from servwatch.web.console.deadline_lines import STATE_NAMES, DeadlineLine, told_changes
from servwatch.web.console.deadline_selection import Selection
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Said, Visit

PAGE = 50
"""Deadlines on a page."""
MOST_IN_CALENDAR = 5000
_MOST_NAME, _MOST_NOTE = 100, 1000


def show(visit: Visit) -> Response:
    """List them, the earliest first."""
    selection = Selection.of(visit)
    found = visit.archive.deadlines.find(selection.query(limit=PAGE + 1, skip=selection.skip))
    today = visit.settings.day_of(visit.now)
    calendar = calendar_of(visit.settings, visit.archive, today)
    kept = Selection.kept(visit.query)
    return visit.page(
        "deadlines.html.j2",
        selection=selection,
        same=f"?{urlencode(kept)}" if kept else "",
        lines=[DeadlineLine(one, today, calendar, visit) for one in found[:PAGE]],
        owners=visit.archive.deadlines.owners(),
        states=[(state.value, visit.words._(name)) for state, name in STATE_NAMES.items()],
        earlier=visit.here(skip=selection.skip + PAGE) if len(found) > PAGE else "",
        later=visit.here(skip=max(0, selection.skip - PAGE) or None) if selection.skip else "",
    )


def one(visit: Visit) -> Response:
    """Show one with all that happened to it."""
    number = visit.parameter("number")
    entry = visit.archive.deadlines.get(number)
    today = visit.settings.day_of(visit.now)
    line = DeadlineLine(entry, today, calendar_of(visit.settings, visit.archive, today), visit)
    return visit.page(
        "deadline.html.j2",
        line=line,
        entry=entry,
        history=told_changes(visit.archive.deadlines.history(number), visit),
        owners=visit.archive.deadlines.owners(),
        states=[(state.value, visit.words._(name)) for state, name in STATE_NAMES.items()],
    )


def decide(visit: Visit) -> Response:
    """Say what becomes of one: its state, who takes care of it, a note."""
    number, form, _ = visit.parameter("number"), visit.form, visit.words._
    wanted = form.get("state")
    state = DeadlineState(wanted) if wanted in STATE_NAMES else None
    owner = form.line("owner", _MOST_NAME) if "owner" in form else None
    note = form.line("note", _MOST_NOTE) if "note" in form else None
    found = visit.archive.deadlines.decide(number, Decision(state, owner, note), who=visit.by, at=visit.now)
    title = found.title or found.text
    name = _(STATE_NAMES[found.state])
    visit.about = f"{found.id}: {title}"[:200]
    visit.detail = f"{found.state.value}, {found.owner}" if found.owner else found.state.value
    said = _("{title}: {state}, {owner}.", title=title, state=name, owner=found.owner)
    said = said if found.owner else _("{title}: {state}.", title=title, state=name)
    if form.get("from") == "one":
        return visit.go(f"/deadlines/{number}", said)
    return visit.go("/deadlines", said, "good", **Selection.kept(visit.query))


def enter(visit: Visit) -> Response:
    """Show the form for one that is entered by hand."""
    return _form(visit, {"item": visit.query.get("item", "")})


def add(visit: Visit) -> Response:
    """Enter one by hand."""
    form, _ = visit.form, visit.words._
    day, at = form.line("day", 40), form.line("time", 10)
    item, address = form.number("item"), form.line("url", 2000)
    try:
        said = entered(f"{day}T{at}" if at else day, form.line("text"), form.get("kind"))
        if item is not None:
            address = ""  # an item has its own
        entry = visit.archive.deadlines.add(said, item_id=item, url=address, who=visit.by, at=visit.now)
    except ServwatchError as error:
        fault = error.sentence(_)
        return _form(visit, dict(form), Said(fault, "bad"), status=422)
    visit.about = f"{entry.id}: {entry.text}"[:200]
    if entry.date < visit.settings.day_of(visit.now):
        text = _("Entered. Its day is past: nobody is mailed of it.")
        return visit.go(f"/deadlines/{entry.id}", text, "doubt")
    return visit.go(f"/deadlines/{entry.id}", _("The deadline is entered."))


def take_along(visit: Visit) -> Response:
    """The deadlines that the filters give, as an iCalendar."""
    selection = Selection.of(visit)
    entries = visit.archive.deadlines.find(selection.query(limit=MOST_IN_CALENDAR))
    about = next((name for id_, name in selection.themes if id_ == selection.theme), selection.dossier)
    return _calendar(as_calendar(entries, visit.settings, visit.words, about), "deadlines.ics")


def take_one(visit: Visit) -> Response:
    """One, as an iCalendar."""
    entry = visit.archive.deadlines.get(visit.parameter("number"))
    body = as_calendar([entry], visit.settings, visit.words)
    return _calendar(body, f"deadline-{entry.id}.ics")


def _form(visit: Visit, given: dict[str, str], said: Said | None = None, *, status: int = 200) -> Response:
    kinds = [(kind, kind_in_words(kind, visit.words)) for kind in reversed(KINDS)]
    return visit.page("deadline-add.html.j2", status=status, said=said, given=given, kinds=kinds)


def _calendar(body: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


PAGES = (
    Page("/deadlines", "deadlines", show),
    Page("/deadlines.ics", "deadlines.calendar", take_along),
    Page("/deadlines/add", "deadlines.enter", enter, role=Role.EDITOR),
    Page("/deadlines/add", "deadlines.add", add, method="POST", role=Role.EDITOR),
    Page("/deadlines/{number:int}", "deadlines.one", one),
    Page("/deadlines/{number:int}.ics", "deadlines.calendar-of-one", take_one),
    Page("/deadlines/{number:int}", "deadlines.decide", decide, method="POST", role=Role.EDITOR),
)
