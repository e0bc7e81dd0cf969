"""Follow a dossier, and follow it no longer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from starlette.responses import Response

from servwatch.config.dossier_edit import with_dossier, with_dossier_until
from servwatch.cycle.dossier_page import asked_for, dossier_page
from servwatch.errors import ServwatchError, UsageError
from servwatch.model import FollowedDossier
from servwatch.model.account import Role
from servwatch.web.console.dossiers import path_of, shown
from servwatch.web.console.forms import Form
from servwatch.web.console.routes import Page
from servwatch.web.console.saving import Texts, save
from servwatch.web.console.visit import Visit

_MOST_NAME, _MOST_NOTE = 200, 1000


def follow(visit: Visit) -> Response:
    """Write what the form says of a dossier; where that cannot be, show it again with the fault."""
    speech, form = visit.words, visit.form
    page = dossier_page(
        asked_for(visit.parameter("ref")[:200]), visit.settings, visit.archive, speech.language
    )
    known = page.follows or FollowedDossier(page.id)
    stop = form.get("act") == "stop"
    reason = speech._("is followed no longer") if stop else speech._("is followed")
    main = str(visit.settings.path)
    try:
        wanted = known if stop else _wanted(known, form, speech.language, visit.settings.day_of(visit.now))

        def edit(texts: Texts) -> Texts:
            if stop:
                last = visit.settings.day_of(visit.now) - timedelta(days=1)
                return with_dossier_until(texts, main, known.ref, last)
            return with_dossier(texts, main, wanted)

        save(visit, edit, f"{page.id}: {reason}")
    except ServwatchError as error:
        given = {
            "digests": form.all("digest"),
            **{key: form.line(key, _MOST_NOTE) for key in ("name", "until", "note")},
        }
        return shown(visit, page, given, error)
    visit.about, visit.detail = page.id, reason
    if stop:
        return visit.go(path_of(page.id), speech._("{name} is followed no longer.", name=page.id))
    return visit.go(path_of(page.id), speech._("{name} is followed.", name=page.id))


def _wanted(known: FollowedDossier, form: Form, language: str, today: date) -> FollowedDossier:
    """What a form asks for. Raises UsageError."""
    day = form.line("until")
    try:
        until = date.fromisoformat(day) if day else None
    except ValueError as error:
        raise UsageError("{text} is no day", text=day, remedy="Write it as 2027-12-31.") from error
    if until is not None and until < today:
        raise UsageError("{day} is over", remedy="Give a day that is to come.", day=until.isoformat())
    return replace(
        known,
        name=_names(known.name, form.line("name", _MOST_NAME), language),
        digests=tuple(form.all("digest")) or ("*",),
        until=until,
        note=form.line("note", _MOST_NOTE),
    )


def _names(known: Mapping[str, str], name: str, language: str) -> dict[str, str]:
    """The names by language, with this one; what it is called elsewhere stays. One that holds for all is kept as one."""
    if name == known.get(""):
        return dict(known)
    others = {code: one for code, one in known.items() if code not in ("", language)}
    return {language: name, **others} if name else others


PAGES = (Page("/dossiers/{ref:path}", "dossiers.follow", follow, method="POST", role=Role.EDITOR),)
