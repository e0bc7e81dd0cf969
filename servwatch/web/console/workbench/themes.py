"""The workbench of one theme: its terms, what a change of them would do, saving it, and going back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.responses import Response

from servwatch.cycle.saving import Moved, undo
from servwatch.cycle.theme_draft import (
    Draft,
    fields_of,
    languages_of,
    mark_of_theme,
    read_draft,
    save_theme,
    theme_of,
)
from servwatch.cycle.trying_themes import try_theme
from servwatch.errors import ConfigError, NotFound
from servwatch.model import Settings, Theme
from servwatch.model.account import Role
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Said, Visit
from servwatch.web.console.workbench.on_disk import files_of, loaded_now, signed, told
from servwatch.web.console.workbench.theme_list import named
from servwatch.web.console.workbench.trial_view import shown_trial

PERIODS = (30, 90, 365)
_MOST_BYTES = 1_000_000
_MOST_TEXT = 60_000
"""Characters of one field."""


def show(visit: Visit) -> Response:
    """Show a theme to be edited."""
    settings = loaded_now(visit).require()
    theme = theme_of(settings, visit.parameter("id"))
    return _page(visit, theme, fields_of(theme, languages_of(theme)))


def changes(visit: Visit) -> Response:
    """Show what a change would do; nothing is saved."""
    settings = loaded_now(visit).require()
    theme = theme_of(settings, visit.parameter("id"))
    draft = read_draft(theme, sent(visit, theme))
    facts = _tried(visit, settings, draft)
    if visit.scripted:
        return visit.part("theme-changes.html.j2", faults=_faults(visit, draft), **facts)
    return _page(
        visit, theme, draft.fields, faults=_faults(visit, draft), seen=visit.form.line("seen", 64), **facts
    )


def save(visit: Visit) -> Response:
    """Save a theme; where somebody was quicker, show both."""
    settings = loaded_now(visit).require()
    theme = theme_of(settings, visit.parameter("id"))
    draft = read_draft(theme, sent(visit, theme))
    if draft.faults:
        said = Said(visit.words._("Nothing was saved: some lines cannot be read."), "bad")
        return _page(visit, theme, draft.fields, 422, said, faults=_faults(visit, draft))
    if not signed(visit).reason:
        said = Said(visit.words._("Nothing was saved yet: say in a few words why."), "doubt")
        return _page(visit, theme, draft.fields, 422, said, **_tried(visit, settings, draft))
    try:
        saved = save_theme(files_of(visit), draft, visit.form.line("seen", 64), signed(visit))
    except Moved as moved:
        return _both(visit, draft, moved)
    except ConfigError as error:
        problems = [told(visit, problem) for problem in error.problems]
        said = Said(error.sentence(visit.words._), "bad")
        return _page(visit, theme, draft.fields, 422, said, problems=problems)
    visit.about, visit.detail = theme.id, signed(visit).reason
    if not saved.files:
        return visit.go(
            f"/themes/{theme.id}", visit.words._("Nothing is different: nothing was saved."), "doubt"
        )
    visit.site.reload()
    return visit.go(f"/themes/{theme.id}", visit.words._("Saved."), saved=saved.revision)


def go_back(visit: Visit) -> Response:
    """Undo what the visitor has just saved; what others did is an administrator's to bring back."""
    number = visit.form.number("revision") or 0
    made = visit.archive.revisions.get(str(visit.settings.path), number)
    if made is None or made.author != visit.by:
        raise NotFound("there is nothing to go back to")
    try:
        undo(files_of(visit), number, signed(visit))
    except Moved:
        text = visit.words._("Somebody saved after you: choose under Settings what is to come back.")
        return visit.go(f"/themes/{visit.parameter('id')}", text, "doubt")
    visit.site.reload()
    return visit.go(f"/themes/{visit.parameter('id')}", visit.words._("It is as it was before."))


def add_terms(visit: Visit) -> Response:
    """Put ticked suggestions among the terms; nothing is saved yet."""
    settings = loaded_now(visit).require()
    theme = theme_of(settings, visit.parameter("id"))
    fields = fields_of(theme, languages_of(theme))
    count = 0
    for one in visit.form.all("term"):
        language, _, term = one.partition(":")
        key = f"terms-{language}"
        if key in fields and term.strip() and len(term) <= 200 and term not in fields[key].split("\n"):
            fields[key] = "\n".join(filter(None, [fields[key], " ".join(term.split())]))
            count += 1
    draft = read_draft(theme, fields)
    text = visit.words.n_(
        "{n} term was put below the others. Save when you are content.",
        "{n} terms were put below the others. Save when you are content.",
        count,
    )
    return _page(
        visit, theme, fields, 200, Said(text), faults=_faults(visit, draft), **_tried(visit, settings, draft)
    )


def sent(visit: Visit, theme: Theme) -> dict[str, str]:
    """The fields of the form that are those of the theme."""
    known = fields_of(theme, languages_of(theme))
    return {
        key: visit.form.get(key)[:_MOST_TEXT] if key in visit.form else text for key, text in known.items()
    }


def _tried(visit: Visit, settings: Settings, draft: Draft) -> dict[str, Any]:
    """What a draft that can be read would do."""
    days = visit.form.number("days") or PERIODS[1]
    days = days if days in PERIODS else PERIODS[1]
    if draft.faults:
        return {"days": days}
    since = settings.day_of(visit.now - timedelta(days=days))
    trial = try_theme(visit.archive, settings, draft.theme, since=since)
    return {"days": days, "changes": shown_trial(visit, settings, trial)}


def _faults(visit: Visit, draft: Draft) -> dict[str, list[tuple[int, str, str]]]:
    """By field: line, what stands there, and what is wrong with it."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    for one in draft.faults:
        found.setdefault(one.field, []).append((one.line, one.text, visit.words._(one.message)))
    return found


def _both(visit: Visit, draft: Draft, moved: Moved) -> Response:
    """Show what the other wrote beside what this editor wants; to save now is to decide."""
    theme = theme_of(loaded_now(visit).require(), draft.theme.id)
    theirs = {
        key: text
        for key, text in fields_of(theme, languages_of(theme)).items()
        if text != draft.fields.get(key)
    }
    newest = next(iter(visit.archive.revisions.listed(str(visit.settings.path), limit=1)), None)
    said = Said(moved.sentence(visit.words._), "bad")
    return _page(visit, theme, draft.fields, 409, said, theirs=theirs, newest=newest)


def _page(
    visit: Visit, theme: Theme, fields: Any, status: int = 200, said: Said | None = None, **more: Any
) -> Response:
    saved = visit.query.get("saved", "")
    facts: dict[str, Any] = {
        "theme": theme,
        "name": named(visit, theme),
        "fields": fields,
        "languages": languages_of(theme),
        "excludes": [key for key in fields if key.startswith("exclude")],
        "seen": mark_of_theme(theme),
        "periods": PERIODS,
        "days": PERIODS[1],
        "faults": {},
        "problems": [],
        "theirs": {},
        "newest": None,
        "changes": None,
        "reason": visit.form.line("reason", 300),
        "saved": int(saved) if saved.isascii() and saved.isdigit() and len(saved) < 18 else 0,
    }
    facts |= more
    told_of = {*facts["faults"], *facts["theirs"]}
    facts["others_open"] = any(f"terms-{code}" in told_of for code in languages_of(theme)[3:])
    return visit.page("theme.html.j2", status=status, said=said, **facts)


PAGES = (
    Page("/themes/{id}", "theme", show, role=Role.EDITOR),
    Page(
        "/themes/{id}/changes",
        "theme.changes",
        changes,
        "POST",
        Role.EDITOR,
        kept=False,
        most_bytes=_MOST_BYTES,
    ),
    Page(
        "/themes/{id}/draft",
        "theme.draft",
        add_terms,
        "POST",
        Role.EDITOR,
        kept=False,
        most_bytes=_MOST_BYTES,
    ),
    Page("/themes/{id}/undo", "theme.undo", go_back, "POST", Role.EDITOR),
    Page("/themes/{id}", "theme.save", save, "POST", Role.EDITOR, most_bytes=_MOST_BYTES),
)
