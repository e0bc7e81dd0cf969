"""The revisions of the configuration: what each changed, and bringing one back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from starlette.responses import Response

from servwatch.archive.revisions import Revision
from servwatch.cycle.saving import bringing_back
from servwatch.cycle.saving import save as save_texts
from servwatch.errors import ConfigError, NotFound
from servwatch.model.account import Role
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Said, Visit
from servwatch.web.console.workbench.differences import Line, difference
from servwatch.web.console.workbench.on_disk import files_of, loaded_now, short, signed, told


def show(visit: Visit) -> Response:
    """Show what a revision changed, and how the files differ from it now."""
    return _page(visit, _revision(visit))


def restore(visit: Visit) -> Response:
    """Bring files of a revision back, as a new revision."""
    revision = _revision(visit)
    wanted = [file for file in revision.files if short(visit, file) in visit.form.all("file")]
    if not wanted:
        said = Said(visit.words._("Nothing was chosen: tick the files that are to come back."), "doubt")
        return _page(visit, revision, 422, said)
    reason = signed(visit)
    try:
        saved = save_texts(files_of(visit), bringing_back(revision, wanted), reason)
    except ConfigError as error:
        problems = [told(visit, problem) for problem in error.problems]
        return _page(visit, revision, 422, Said(error.sentence(visit.words._), "bad"), problems)
    visit.about, visit.detail = ", ".join(short(visit, file) for file in wanted), f"#{revision.id}"
    if not saved.files:
        return visit.go("/settings", visit.words._("Nothing is different: nothing was saved."), "doubt")
    visit.site.reload()
    return visit.go(f"/settings/revisions/{saved.revision}", visit.words._("It was brought back."))


def _revision(visit: Visit) -> Revision:
    found = visit.archive.revisions.get(str(visit.settings.path), visit.parameter("id"))
    if found is None:
        raise NotFound("there is no such revision")
    return found


def _page(
    visit: Visit,
    revision: Revision,
    status: int = 200,
    said: Said | None = None,
    problems: list[str] | None = None,
) -> Response:
    before = visit.archive.revisions.before(str(visit.settings.path), revision.id)
    earlier = before.files if before is not None else {}
    now = loaded_now(visit).files
    facts = {
        "revision": revision,
        "first": before is None,
        "changed": _differences(visit, earlier, revision.files) if before is not None else [],
        "since": _differences(visit, now, revision.files),
        "people": short(visit, _members(revision)),
        "problems": problems or [],
    }
    return visit.page("settings-revision.html.j2", status=status, said=said, **facts)


def _differences(
    visit: Visit, before: Mapping[str, str], after: Mapping[str, str]
) -> list[tuple[str, list[Line]]]:
    files = dict.fromkeys([*after, *before])
    apart = [(short(visit, file), difference(before.get(file, ""), after.get(file, ""))) for file in files]
    return [(file, lines) for file, lines in apart if lines]


def _members(revision: Revision) -> str:
    """The file of those who get digests: who left since must not come back with it unasked."""
    return next((file for file in revision.files if Path(file).name == "members.toml"), "")


PAGES = (
    Page("/settings/revisions/{id:int}", "settings.revision", show, role=Role.ADMINISTRATOR),
    Page("/settings/revisions/{id:int}/restore", "settings.restore", restore, "POST", Role.ADMINISTRATOR),
)
