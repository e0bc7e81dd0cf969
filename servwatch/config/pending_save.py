"""A change of several files as one: written down beside feeds.toml first, so that a kill leaves the old or the new, never half.

The note holds all that is to be written. From the moment it stands on disk the change counts as made: who
reads the configuration next finishes what a killed process left. A file that somebody changed by hand
since is never overwritten: nothing more is written then, and the note is set aside under another name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from servwatch.config.files import Read, read_file
from servwatch.config.members_file import locked, write_atomically

MISSING = "missing"
"""The mark of a file that is not there."""


@dataclass(frozen=True, slots=True)
class Write:
    """What one file is to hold, with its own line ends; `before` marks what it held."""

    before: str
    text: str


@dataclass(frozen=True, slots=True)
class PendingSave:
    """A change of the configuration at `path`; without `writes` all of it is written, and only its revision is not kept yet."""

    path: str
    made: str  # ISO 8601, UTC
    author: str
    reason: str
    files: Mapping[str, str]  # the whole configuration after it, as a revision keeps it
    writes: Mapping[str, Write] = field(default_factory=dict)

    def note(self) -> None:
        """Put the note on disk: from now on the change counts as made. Raises OSError."""
        there = [file for name in self.files if (file := Path(name)).exists()]
        closest = min(there, key=lambda file: file.stat().st_mode & 0o777, default=None)
        write_atomically(_note_of(Path(self.path)), json.dumps(asdict(self)), like=closest)

    def write(self) -> None:
        """Write the files that are not written yet. Raises OSError, and FileMoved where one is neither old nor new."""
        marks = {name: mark_of_file(Path(name)) for name in self.writes}
        for name, one in self.writes.items():
            if marks[name] not in (one.before, mark_of(one.text)):
                raise FileMoved(name)
        for name, one in self.writes.items():
            if marks[name] == one.before:
                write_atomically(Path(name).resolve(), one.text)  # a link stays one

    def forget(self) -> None:
        """Take the note away: the change is made, and its revision kept. Raises OSError."""
        _note_of(Path(self.path)).unlink(missing_ok=True)

    def set_aside(self) -> None:
        """Keep what could not be written under another name, for whoever looks for it. Raises OSError."""
        note = _note_of(Path(self.path))
        note.replace(note.with_name(f"{note.name}-left"))

    def read(self, path: Path) -> str:
        """A file as it will be: for who may read the files and not write them. Raises OSError."""
        one = self.writes.get(str(path))
        if one is not None and mark_of_file(path) == one.before:
            return one.text.replace("\r\n", "\n")
        return read_file(path)


class FileMoved(Exception):
    """A file is not as it was when the change was made."""


def pending_save(path: Path) -> PendingSave | None:
    """The change of the configuration at `path` that is under way or was cut off, None for none. Raises OSError."""
    try:
        noted: dict[str, Any] = json.loads(read_raw(_note_of(path)))
        writes = {name: Write(**one) for name, one in noted.pop("writes").items()}
        return PendingSave(**noted, writes=writes)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None  # it is put in place whole: this is none of ours


def settle(path: Path, *, folders: Iterable[Path] | None = None) -> Read:
    """Finish a change that was cut off, and give the way to read the files at `path`.

    Waits for a change under way. With `folders` the caller holds their locks already. Where the files may not be
    written, they are read as they will be. Never raises.
    """
    try:
        pending = pending_save(path)
    except OSError:
        return read_file
    if pending is None or not pending.writes:
        return read_file
    try:
        if folders is not None:
            _finish(pending)
        else:
            with all_locked([path, *map(Path, pending.writes)]):
                again = pending_save(path)
                if again is not None and again.writes:
                    _finish(again)
    except OSError:
        return pending.read
    return read_file


def _finish(pending: PendingSave) -> None:
    try:
        pending.write()
    except FileMoved:
        pending.set_aside()
    else:
        replace(pending, writes={}).note()


@contextmanager
def all_locked(files: Iterable[Path]) -> Iterator[frozenset[Path]]:
    """Hold the locks of the folders of these files, always in one order. Raises OSError."""
    folders = sorted({file.resolve().parent for file in files})
    with ExitStack() as stack:
        for folder in folders:
            stack.enter_context(locked(folder))
        yield frozenset(folders)


def read_raw(path: Path) -> str:
    """The text of a file with its own line ends. Raises OSError, UnicodeDecodeError."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def mark_of(text: str) -> str:
    """A short mark of a text: two texts with one mark are the same."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def mark_of_file(path: Path) -> str:
    """That of a file as it is; a file that is not there has one too. Raises OSError."""
    try:
        return blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except FileNotFoundError:
        return MISSING


def with_line_ends(text: str, before: str) -> str:
    """A text of plain line ends with those of the text that it replaces: lines around the change keep their own.

    The others get the kind that most lines have. What stands at the very end stays as `text` has it.
    """
    if "\r\n" not in before:
        return text
    old, new = before.split("\n"), text.split("\n")
    usual = "\r" if before.count("\r\n") * 2 >= before.count("\n") else ""
    old[-1] += usual  # as it would stand above another line
    first = _alike(old, new)
    last = min(_alike(old[first:][::-1], new[first:][::-1]), len(old) - first, len(new) - first)
    middle = [line + usual for line in new[first : len(new) - last]]
    lines = [*old[:first], *middle, *old[len(old) - last :]]
    return "\n".join([*lines[:-1], new[-1]])


def _alike(old: list[str], new: list[str]) -> int:
    """How many lines are the same from the start on, line ends aside."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one.removesuffix("\r") != other:
            break
        count += 1
    return count


def _note_of(path: Path) -> Path:
    real = path.resolve()
    return real.with_name(f".{real.name}.saving")


def remove_strays(path: Path) -> None:
    """Take away what a killed process left half-written beside a file; the lock of its folder is held. Raises OSError."""
    real = path.resolve()
    stray = re.compile(rf"\.({re.escape(real.name)}|{re.escape(_note_of(path).name)})\.[a-z0-9_]{{8}}")
    for beside in real.parent.iterdir():
        if stray.fullmatch(beside.name):
            beside.unlink(missing_ok=True)
