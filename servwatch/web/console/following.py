"""Follow a dossier, and follow it no longer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from starlette.responses import Response

from servwatch.config.dossier_edit import mark_of_dossier, with_dossier, with_dossier_until
from servwatch.cycle.dossier_page import DossierPage, asked_for, dossier_page
from servwatch.cycle.saving import LOOK, MOVED
from servwatch.errors import ConfigError, ServwatchError, UsageError
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
    asked = asked_for(visit.parameter("ref")[:200])
    page = dossier_page(asked, visit.settings, visit.archive, speech.language)
    stop = form.get("act") == "stop"
    reason = speech._("is followed no longer") if stop else speech._("is followed")
    try:
        edit = _ended(visit, page) if stop else _followed(visit, page)
        save(visit, edit, f"{page.id}: {reason}")
    except ServwatchError as error:
        lines = {name: form.line(name, _MOST_NOTE) for name in ("name", "until", "note", "mark")}
        return shown(visit, page, {"digests": form.all("digest"), **lines}, error)
    visit.about, visit.detail = page.id, reason
    if stop:
        return visit.go(path_of(page.id), speech._("{name} is followed no longer.", name=page.id))
    return visit.go(path_of(page.id), speech._("{name} is followed.", name=page.id))


def _followed(visit: Visit, page: DossierPage) -> Callable[[Texts], Texts]:
    """What the form asks for, where the entry is still as it was shown. Raises UsageError."""
    main, mark = str(visit.settings.path), visit.form.line("mark")
    was = page.follows or FollowedDossier(page.id)
    wanted = _wanted(was, visit.form, visit.words.language, visit.settings.day_of(visit.now))

    def edit(texts: Texts) -> Texts:
        if mark_of_dossier(texts, main, was.ref) != mark:
            raise ConfigError(MOVED, remedy=LOOK)
        return with_dossier(texts, main, was, wanted)

    return edit


def _ended(visit: Visit, page: DossierPage) -> Callable[[Texts], Texts]:
    """That every entry that follows it ends: of one dossier there may be several, by its several references."""
    today = visit.settings.day_of(visit.now)

    def edit(texts: Texts) -> Texts:
        changed = dict(texts)
        for one in page.followers:
            if one.open(today):
                last = today - timedelta(days=1)
                changed |= with_dossier_until(changed, str(visit.settings.path), one.ref, last)
        return {file: text for file, text in changed.items() if text != texts[file]}

    return edit


def _wanted(known: FollowedDossier, form: Form, language: str, today: date) -> FollowedDossier:
    """What a form asks for; a field that was left alone stays as it is written. Raises UsageError."""
    until = form.day("until")
    if until is not None and until < today:
        raise UsageError("{day} is over", remedy="Give a day that is to come.", day=until.isoformat())
    digests, note = tuple(form.all("digest")), form.line("note", _MOST_NOTE)
    return replace(
        known,
        name=_names(known.name, form.line("name", _MOST_NAME), language),
        digests=known.digests if set(digests) == set(known.digests) else digests or ("*",),
        until=until,
        note=known.note if note == " ".join(known.note.split())[:_MOST_NOTE] else note,
    )


def _names(known: Mapping[str, str], name: str, language: str) -> dict[str, str]:
    """The names by language, with this one; what it is called elsewhere stays. A name for all languages stays one."""
    if "" in known:
        return {"": name} if name else {}
    others = {code: one for code, one in known.items() if code != language}
    return {language: name, **others} if name else others


PAGES = (Page("/dossiers/{ref:path}", "dossiers.follow", follow, method="POST", role=Role.EDITOR),)
