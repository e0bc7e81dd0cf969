"""Save changed texts of the configuration: checked as a whole, refused where somebody was quicker, kept as a revision.

The command line and the console write through here. What is written is old or new, never half, also
over several files and under `kill -9`: `config.pending_save` says how.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from servwatch.archive.archive import Archive
from servwatch.archive.revisions import Revision, fingerprint_of
from servwatch.config import (
    MISSING,
    FileMoved,
    Loaded,
    PendingSave,
    Read,
    Write,
    all_locked,
    mark_of,
    mark_of_file,
    read_file,
    read_raw,
    remove_strays,
    settle,
    with_line_ends,
)
from servwatch.cycle.configuration import InForce, examine, keep_revision
from servwatch.errors import ConfigError, NotFound, Problem

Texts = Mapping[str, str]
"""Texts of files with plain line ends, by absolute path."""

Edit = Callable[[Loaded], Texts]
"""From the files as they are to those that change. May raise Moved, ConfigError, NotFound."""

UNREADABLE = "{file} cannot be written: {cause}"
MOVED = "somebody else changed this meanwhile: nothing was written"
LOOK = "Look at both, and save again."
INVALID = "the configuration would not be valid: nothing was changed"
NOT_WRITABLE = "Give the service the right to write it, or change it by hand on the server."


@dataclass(frozen=True, slots=True)
class Files:
    """Whose files they are: the configuration at `path`, and the archive that keeps its revisions."""

    archive: Archive
    path: Path
    environ: Mapping[str, str]
    db: str | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """Who saves, why, and when (aware)."""

    by: str
    reason: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written; no files where nothing was different. `problems` are warnings."""

    files: tuple[Path, ...]
    revision: int = 0
    problems: tuple[Problem, ...] = ()


class Moved(ConfigError):
    """Somebody else changed what an editor was changing. `theirs` is what stands there now, by file."""

    def __init__(self, theirs: Texts) -> None:
        super().__init__(
            MOVED,
            remedy=LOOK,
        )
        self.theirs = theirs


def marks_of(texts: Texts) -> dict[str, str]:
    """What an editor is given with the texts, and brings back when saving: which state was seen."""
    return {file: mark_of(text) for file, text in texts.items()}


def with_texts(changed: Texts, read: Read = read_file) -> Read:
    """The files as they would be with some of them changed."""
    return lambda file: changed[str(file)] if str(file) in changed else read(file)


def replacing(changed: Texts, seen: Texts) -> Edit:
    """The edit that puts whole texts in place of those that were `seen` (their marks, by file)."""

    def edit(loaded: Loaded) -> Texts:
        unknown = [file for file in changed if file not in loaded.files]
        if unknown:
            raise NotFound("{file} is not a file of the configuration", file=unknown[0])
        theirs = {
            file: loaded.files[file] for file in changed if mark_of(loaded.files[file]) != seen.get(file)
        }
        if theirs:
            raise Moved(theirs)
        return changed

    return edit


def save(files: Files, edit: Edit, signed: Signed) -> Saved:
    """Write what `edit` makes of the files as they are, and keep it as a revision.

    Raises Moved where somebody was quicker; ConfigError with every problem where the whole would not be valid,
    or where a file cannot be written: nothing is changed then.
    """
    path = files.path.absolute()
    before = examine(path, files.environ, files.db)
    try:
        with all_locked(map(Path, before.files)) as folders:
            settle(path, folders=folders)
            return _save(files, path, edit, signed)
    except OSError as error:
        place = str(error.filename or path)
        cause = error.strerror or type(error).__name__
        raise ConfigError(UNREADABLE, remedy=NOT_WRITABLE, file=place, cause=cause) from error


def _save(files: Files, path: Path, edit: Edit, signed: Signed) -> Saved:
    """The same under the locks. Raises OSError too."""
    now = examine(path, files.environ, files.db, read=read_file)
    texts = {file: text for file, text in edit(now).items() if text != now.files.get(file)}
    raw = {file: _raw(Path(file), now.files.get(file)) for file in texts}
    after = examine(path, files.environ, files.db, read=with_texts(texts))
    if after.settings is None:
        raise ConfigError(INVALID, problems=after.problems)
    if not texts:
        return Saved((), problems=after.problems)
    if now.settings is not None:
        keep_revision(files.archive, InForce(now.settings, now), signed.now)
    writes = {file: _write_of(text, raw[file]) for file, text in texts.items()}
    pending = PendingSave(
        str(path), signed.now.astimezone(UTC).isoformat(), signed.by, signed.reason, after.files, writes
    )
    _put(pending, raw)
    files.archive.revisions.keep(str(path), after.files, signed.now, author=signed.by, reason=signed.reason)
    pending.forget()
    newest = files.archive.revisions.newest(str(path))
    return Saved(tuple(map(Path, texts)), newest.id if newest is not None else 0, after.problems)


def _put(pending: PendingSave, raw: Mapping[str, str | None]) -> None:
    """Note the change, then write it; where a disk refuses half-way, bring the old texts back. Raises OSError, Moved."""
    for file in pending.files:
        remove_strays(Path(file))
    for file, before in raw.items():
        if mark_of_file(Path(file)) != pending.writes[file].before:  # by hand, since it was read
            raise Moved({file: before or ""})
    pending.note()
    try:
        pending.write()
    except BaseException as error:
        _bring_back(pending, raw)
        if isinstance(error, FileMoved):
            raise Moved({str(error): ""}) from error
        raise


def _bring_back(pending: PendingSave, raw: Mapping[str, str | None]) -> None:
    """What cannot be brought back now is finished by the note, which then stays."""
    back = {
        file: Write(mark_of(pending.writes[file].text), text)
        for file, text in raw.items()
        if text is not None
    }
    written = {file: one for file, one in back.items() if mark_of_file(Path(file)) == one.before}
    with suppress(OSError):
        replace(pending, writes=written).write()
        pending.forget()


def _raw(file: Path, read: str | None) -> str | None:
    """The text with its own line ends, which is still what was `read`; None for a new file. Raises Moved, OSError."""
    try:
        raw = read_raw(file)
    except FileNotFoundError:
        raw = None
    plain = None if raw is None else raw.replace("\r\n", "\n").replace("\r", "\n")
    if plain != read:
        raise Moved({str(file): plain or ""})
    return raw


def _write_of(text: str, raw: str | None) -> Write:
    return Write(MISSING if raw is None else mark_of(raw), with_line_ends(text, raw or ""))


def bringing_back(revision: Revision, wanted: Iterable[str], newest: str = "") -> Edit:
    """The edit that brings the texts of a revision back, of some files of it.

    With `newest` (a fingerprint) only where the files are still as that revision has them. Raises Moved, NotFound.
    """

    def edit(loaded: Loaded) -> Texts:
        texts = {file: revision.files[file] for file in wanted if file in revision.files}
        if not texts:
            raise NotFound("this revision has none of these files")
        if newest and fingerprint_of(loaded.files) != newest:
            raise Moved({file: loaded.files.get(file, "") for file in texts})
        return texts

    return edit


def undo(files: Files, id: int, signed: Signed) -> Saved:  # noqa: A002
    """Bring back what stood before a revision, where nothing came after it. Raises as `save`, and NotFound."""
    path = str(files.path.absolute())
    made, before = files.archive.revisions.get(path, id), files.archive.revisions.before(path, id)
    if made is None or before is None:
        raise NotFound("there is nothing to go back to")
    changed = [file for file in before.files if made.files.get(file) != before.files[file]]
    return save(files, bringing_back(before, changed, made.fingerprint), signed)
