"""The files of the configuration: their faults at their lines, their text, and what a change of it would do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from starlette.responses import Response

from servwatch.config import Loaded, mark_of, read_file
from servwatch.cycle.against import Against, hold_against
from servwatch.cycle.saving import Moved, replacing, with_texts
from servwatch.cycle.saving import save as save_texts
from servwatch.cycle.settings_changes import How
from servwatch.digest.backtest import Backtest
from servwatch.errors import ConfigError, NotFound, Problem
from servwatch.model.account import Role
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Said, Visit
from servwatch.web.console.workbench.differences import around, difference
from servwatch.web.console.workbench.on_disk import files_of, loaded_now, short, signed, told

DAYS = 30
"""The items over which a change of the files is tried."""
REVISIONS = 25
HOWS = {
    How.ADDED: "new",
    How.REMOVED: "removed",
    How.ENABLED: "enabled",
    How.DISABLED: "disabled",
    How.CHANGED: "changed",
}
_MOST_BYTES = 6_000_000  # a file of a megabyte, as a form writes it


def show(visit: Visit) -> Response:
    """List the files, their faults, and the revisions."""
    loaded = loaded_now(visit)
    before = visit.query.get("before", "")
    older = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    path = str(visit.settings.path)
    kept = visit.archive.revisions.listed(path, before=older, limit=REVISIONS + 1)
    names = list(loaded.files)
    return visit.page(
        "settings.html.j2",
        files=[
            (n, short(visit, file), text.count("\n") + 1)
            for n, (file, text) in enumerate(loaded.files.items())
        ],
        problems=_problems(visit, loaded.problems, loaded.files, names),
        since=visit.current.since,
        revisions=kept[:REVISIONS],
        earlier=visit.at("/settings", before=kept[REVISIONS - 1].id) if len(kept) > REVISIONS else "",
        later=visit.at("/settings") if older else "",
    )


def edit(visit: Visit) -> Response:
    """Show a file to be edited."""
    loaded, file = _file(visit)
    return _page(visit, loaded, file, loaded.files[file])


def check(visit: Visit) -> Response:
    """Show what the changed text would do: its faults, the difference, `check --against`. Nothing is saved."""
    loaded, file = _file(visit)
    text = _sent(visit)
    since = visit.settings.day_of(visit.now - timedelta(days=DAYS))
    held = hold_against(
        visit.settings,
        visit.settings.path,
        visit.site.environ,
        None,
        since=since,
        read=with_texts({file: text}, read_file),
    )
    problems = _problems(visit, held.problems, {**loaded.files, file: text}, list(loaded.files))
    facts: dict[str, Any] = {
        "checked": True,
        "problems": problems,
        "held": held,
        "effects": _effects(visit, held),
    }
    return _page(visit, loaded, file, text, seen=visit.form.line("seen", 64), **facts)


def save(visit: Visit) -> Response:
    """Save the text; where somebody was quicker, show both."""
    loaded, file = _file(visit)
    text = _sent(visit)
    if not signed(visit).reason:
        said = Said(visit.words._("Nothing was saved yet: say in a few words why."), "doubt")
        return _page(visit, loaded, file, text, 422, said, seen=visit.form.line("seen", 64))
    edit_of = replacing({file: text}, {file: visit.form.line("seen", 64)})
    try:
        saved = save_texts(files_of(visit), edit_of, signed(visit))
    except Moved as moved:
        said = Said(moved.sentence(visit.words._), "bad")
        theirs = moved.theirs.get(file, "")
        return _page(
            visit, loaded_now(visit), file, text, 409, said, theirs=theirs, apart=difference(theirs, text)
        )
    except ConfigError as error:
        said = Said(error.sentence(visit.words._), "bad")
        problems = _problems(visit, error.problems, {**loaded.files, file: text}, list(loaded.files))
        return _page(
            visit, loaded, file, text, 422, said, seen=visit.form.line("seen", 64), problems=problems
        )
    visit.about, visit.detail = short(visit, file), signed(visit).reason
    if not saved.files:
        return visit.go("/settings", visit.words._("Nothing is different: nothing was saved."), "doubt")
    visit.site.reload()
    return visit.go(f"/settings/revisions/{saved.revision}", visit.words._("Saved."))


def _file(visit: Visit) -> tuple[Loaded, str]:
    loaded = loaded_now(visit)
    names = list(loaded.files)
    number: int = visit.parameter("number")
    if number >= len(names):
        raise NotFound("there is no such file in the configuration")
    return loaded, names[number]


def _sent(visit: Visit) -> str:
    return visit.form.get("text").replace("\r", "\n")


def _page(
    visit: Visit,
    loaded: Loaded,
    file: str,
    text: str,
    status: int = 200,
    said: Said | None = None,
    **more: Any,
) -> Response:
    here = [problem for problem in loaded.problems if problem.file == file]
    line = visit.query.get("line", "")
    facts = {
        "number": list(loaded.files).index(file),
        "file": short(visit, file),
        "text": text,
        "seen": mark_of(loaded.files[file]),
        "problems": _problems(visit, here, loaded.files, list(loaded.files)),
        "apart": difference(loaded.files[file], text),
        "theirs": None,
        "checked": False,
        "held": None,
        "effects": None,
        "line": line if line.isascii() and line.isdigit() and len(line) < 8 else "",
        "reason": visit.form.line("reason", 300),
        "rows": min(40, max(12, text.count("\n") + 2)),
        "days": DAYS,
    }
    return visit.page("settings-file.html.j2", status=status, said=said, **(facts | more))


def _problems(
    visit: Visit, problems: Iterable[Problem], texts: Mapping[str, str], names: list[str]
) -> list[dict[str, Any]]:
    """Each with its place and the lines there; of no other files than those of the configuration in force."""
    return [
        {
            "file": short(visit, one.file),
            "number": names.index(one.file) if one.file in names else None,
            "line": one.line,
            "column": one.column,
            "bad": one.severity == "error",
            "text": told(visit, one),
            "lines": around(texts[one.file], one) if one.file in names else (),
        }
        for one in problems
    ]


def _effects(visit: Visit, held: Against) -> dict[str, Any] | None:
    """What `check --against` says, as rows."""
    if held.settings is None:
        return None
    moves = [] if held.backtest is None else [one for one in _moves(held.backtest) if one[1] or one[2]]
    return {
        "changes": [
            (one.table, one.id, visit.words._(HOWS[one.how]), [(k.key, k.before, k.after) for k in one.keys])
            for one in held.changes
        ],
        "readers": [(one.email, ", ".join(one.gains), ", ".join(one.loses)) for one in held.readers],
        "concerns": [(one.id, one.text) for one in held.concerns],
        "moves": moves,
        "without": held.without,
    }


def _moves(run: Backtest) -> Iterator[tuple[str, int, int]]:
    """The themes and digests that gain or lose items."""
    for theme, one in run.themes.items():
        yield theme, one.gained.items, one.lost.items
    for digest, other in run.digests.items():
        yield digest, other.gained.items, other.lost.items


PAGES = (
    Page("/settings", "settings", show, role=Role.ADMINISTRATOR),
    Page("/settings/files/{number:int}", "settings.file", edit, role=Role.ADMINISTRATOR),
    Page("/settings/files/{number:int}/check", "settings.check", check, "POST", Role.ADMINISTRATOR, kept=False, most_bytes=_MOST_BYTES),
    Page("/settings/files/{number:int}", "settings.save", save, "POST", Role.ADMINISTRATOR, most_bytes=_MOST_BYTES),
)  # fmt: skip
