"""Change what the configuration says of a source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from servwatch.errors import ConfigError, ServwatchError
from servwatch.model.account import Role
from servwatch.web.console.routes import Page
from servwatch.web.console.saving import Texts, save
from servwatch.web.console.sources.fares import known_source
from servwatch.web.console.sources.source_entries import (
    changed_texts,
    entry_form,
    names_secrets,
    shown_languages,
    shown_sides,
    wanted_of,
)
from servwatch.web.console.visit import Said, Visit


def ask(visit: Visit) -> Response:
    """Show the form."""
    source = known_source(visit)
    form = entry_form(visit, source)
    return _form(visit, form.values, form.lines, form.mark)


def change(visit: Visit) -> Response:
    """Write what the form says; where that cannot be, show it again with every fault."""
    source, _ = known_source(visit), visit.words._
    form, lines = entry_form(visit, source), visit.form.get("lines")
    wanted: Mapping[str, Any] = form.values
    try:
        wanted = wanted_of(visit.form)
        _require_right(visit, closed=source.kind == "mailbox")
        main, mark = str(visit.settings.path), visit.form.line("mark")

        def edit(texts: Texts) -> Texts:
            changed = changed_texts(texts, main, source.id, form, wanted, lines, mark)
            _require_right(visit, closed=names_secrets(changed, source.id))
            return changed

        save(visit, edit, f"{source.id}: {_('was changed')}")
    except ServwatchError as error:
        return _form(visit, wanted, lines, visit.form.line("mark"), error)
    visit.about, visit.detail = source.id, _("was changed")
    return visit.go(f"/sources/{source.id}", _("{name} was changed.", name=wanted["name"]))


def _require_right(visit: Visit, *, closed: bool) -> None:
    """Raise ConfigError where what is `closed` to editors is not changed by an administrator."""
    if closed and not visit.may("administrator"):
        raise ConfigError("a mailbox, and what names files with passwords, is changed by an administrator")


def _form(
    visit: Visit, values: Mapping[str, Any], lines: str, mark: str, error: ServwatchError | None = None
) -> Response:
    source = known_source(visit)
    said = Said(error.sentence(visit.words._), "bad") if error is not None else None
    return visit.page(
        "source-edit.html.j2",
        status=422 if error is not None else 200,
        said=said,
        source=source,
        values=values,
        lines=lines,
        mark=mark,
        own=entry_form(visit, source).own,
        languages=shown_languages(visit),
        sides=shown_sides(visit),
        problems=error.problems if isinstance(error, ConfigError) else (),
        closed=source.kind == "mailbox" and not visit.may("administrator"),
    )


PAGES = (
    Page("/sources/{id}/edit", "sources.entry", ask, role=Role.EDITOR),
    Page("/sources/{id}/edit", "sources.edit", change, method="POST", role=Role.EDITOR),
)
