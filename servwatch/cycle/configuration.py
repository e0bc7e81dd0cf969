"""The configuration in force: the files as they are, else the last valid revision of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from servwatch.archive.archive import Archive
from servwatch.archive.revisions import Revision
from servwatch.config import Loaded, Read, database_of, load, pending_save, read_file, readable_terms, settle
from servwatch.cycle.followed_references import dossier_problems
from servwatch.cycle.understanding import Understanding
from servwatch.errors import ArchiveError, ConfigError, Problem
from servwatch.insight.terms import TermFault, parse_term
from servwatch.model import Settings


@dataclass(frozen=True, slots=True)
class InForce:
    """The settings a run works with. `problems` says why the files themselves are not in force."""

    settings: Settings
    loaded: Loaded
    problems: tuple[Problem, ...] = ()
    since: datetime | None = None  # when the revision in force was made, where it is not the files


def examine(
    path: Path, environ: Mapping[str, str], db: str | None = None, *, read: Read | None = None
) -> Loaded:
    """Load the files and check what only the other packages know: the syntax of terms, and of references.

    A change of the files that was cut off is finished first. `read` gives other texts than those on disk.
    """
    loaded = load(path, environ=environ, db=db, read=read or settle(path.absolute()))
    loaded = loaded.with_problems(dossier_problems(loaded.root))
    if loaded.settings is not None and not _has_term_fault(loaded.settings):
        return loaded
    return loaded.with_problems(_term_problems(loaded))


def _has_term_fault(settings: Settings) -> bool:
    return any(
        isinstance(parse_term(term, language), TermFault)
        for theme in settings.themes
        for language, terms in theme.terms.items()
        for term in terms
    )


def _term_problems(loaded: Loaded) -> Iterator[Problem]:
    """The terms that staff wrote and the engine cannot read, each with its place."""
    for written in readable_terms(loaded.root):
        fault = parse_term(written.term, written.language)
        if isinstance(fault, TermFault):
            text = f"the term {fault.text!r} of the theme {written.theme!r} cannot be read: {fault.message}"
            yield Problem(*written.place, text, path=f"theme.{written.theme}.terms.{written.language}")


def in_force(path: Path, environ: Mapping[str, str], db: str | None = None) -> InForce:
    """The settings to work with.

    Raises ConfigError where the files are invalid and no valid revision of them is kept.
    """
    loaded = examine(path, environ, db)
    if loaded.settings is not None:
        return InForce(loaded.settings, loaded)
    revision = None
    try:
        with Archive(database_of(loaded, path, environ, db)) as archive:
            revision = archive.revisions.newest(str(path))
    except ArchiveError:
        loaded.require()
    if revision is None:
        loaded.require()
        raise AssertionError  # require() raises where there are no settings
    earlier = settings_of(revision, path, environ, db)
    return InForce(earlier, loaded, loaded.problems, revision.made)


def settings_of(
    revision: Revision, path: Path, environ: Mapping[str, str], db: str | None = None
) -> Settings:
    """The settings that a revision of the files gave, over the base that is shipped now. Raises ConfigError."""
    texts = dict(revision.files)
    return load(path, environ=environ, db=db, read=lambda file: texts[str(file)]).require()


def keep_revision(archive: Archive, current: InForce, now: datetime) -> None:
    """Keep the files, where they are valid and newer than the last revision.

    Before them what a person saved and a kill kept from being noted, with the name and the reason. Files that
    changed since they were read are kept by who reads them next: what is older must not come after what is newer.
    """
    _keep_cut_off(archive, current.settings.path)
    if not current.problems and _as_on_disk(current.loaded.files):
        archive.revisions.keep(str(current.settings.path), current.loaded.files, now)


def _as_on_disk(files: Mapping[str, str]) -> bool:
    """Whether the files still hold what was read of them; also where they cannot be read any more."""
    try:
        return all(read_file(Path(file)) == text for file, text in files.items())
    except (OSError, UnicodeDecodeError):
        return True


def _keep_cut_off(archive: Archive, path: Path) -> None:
    try:
        pending = pending_save(path)
        if pending is not None and not pending.writes:
            made = datetime.fromisoformat(pending.made)
            archive.revisions.keep(
                str(path), pending.files, made, author=pending.author, reason=pending.reason
            )
            pending.forget()
    except (OSError, ValueError):
        return  # kept without a name then


def understanding_of(settings: Settings) -> Understanding:
    """The compiled settings. Those of the last few are kept: to compile the themes takes longer than most questions.

    Raises ConfigError.
    """
    return _compiled(_Decisive(settings))


@dataclass(frozen=True, slots=True, eq=False)
class _Decisive:
    """Settings that are equal in what is compiled of them."""

    settings: Settings

    def _parts(self) -> tuple[object, ...]:
        return (self.settings.themes, self.settings.sources, self.settings.language)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Decisive) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash((len(self.settings.themes), len(self.settings.sources), self.settings.fingerprint))


@lru_cache(maxsize=4)
def _compiled(decisive: _Decisive) -> Understanding:
    try:
        return Understanding(decisive.settings)
    except ConfigError as error:
        raise ConfigError("the themes cannot be used", remedy="Run `servwatch check`.") from error
