"""The configuration as its files are now, which may be newer than the one that the service works with."""

from __future__ import annotations

from pathlib import Path

from servwatch.config import Loaded, pending_save, read_file
from servwatch.cycle.configuration import examine
from servwatch.cycle.saving import Files, Signed
from servwatch.errors import Problem
from servwatch.web.console.visit import Visit


def loaded_now(visit: Visit) -> Loaded:
    """The files as they are; read anew only where they are not those in force."""
    loaded, path = visit.current.loaded, visit.settings.path
    try:
        if pending_save(path) is None and all(read_file(Path(f)) == text for f, text in loaded.files.items()):
            return loaded
    except (OSError, UnicodeDecodeError):
        pass
    return examine(path, visit.site.environ)


def files_of(visit: Visit) -> Files:
    """Where they are, and where their revisions are kept."""
    return Files(visit.archive, visit.settings.path, visit.site.environ)


def signed(visit: Visit) -> Signed:
    """Who saves, and why."""
    return Signed(visit.by, visit.form.line("reason", 300), visit.now)


def short(visit: Visit, file: str) -> str:
    """The name of a file as it is known in the house: from the folder of the configuration on."""
    folder = visit.settings.path.parent
    path = Path(file)
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else file


def told(visit: Visit, problem: Problem) -> str:
    """A problem without its place."""
    whole = str(problem)
    place = f"{problem.file}:{problem.line}:{problem.column}: {problem.severity}: "
    return whole.removeprefix(place).replace(f"{visit.settings.path.parent}/", "")
