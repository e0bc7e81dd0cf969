"""The journal beside the archive: what was sent, so that an older backup of the archive does not send it again.

A folder with a file for each month (``2026-11.jsonl``), to which lines are only added: an edition with the keys
of the items it told, and each message, by its Message-ID, just before it may arrive and when its answer came. There are no
addresses in it, and no words of a mail but its subject. A line that was torn by a power cut is passed over.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from servwatch.archive.database import file_of
from servwatch.archive.durable import sync_to_disk
from servwatch.errors import JournalUnwritable
from servwatch.model import Settings

KEEP = timedelta(days=400)
"""How long the lines are kept: no backup that is older is of use."""
_MONTH = re.compile(r"\d{4}-\d{2}\.jsonl")


@dataclass(frozen=True, slots=True)
class ToldItem:
    """An item that an edition told, or that a person kept out of it: as its source and keys name it for ever."""

    source: str
    keys: tuple[str, ...]
    outcome: str
    place: int | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class ToldCorrection:
    """A correction that an edition told of an item."""

    source: str
    key: str
    what: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition, before the first of its messages leaves."""

    digest: str
    number: int
    scheduled: datetime
    cutoff: datetime
    frozen: datetime
    expires: datetime
    fingerprint: str
    state: str
    language: str
    subject: str
    schedule: str  # of the digest then
    started: datetime  # since when the digest is known
    counts: Mapping[str, int] = field(default_factory=dict)
    left: int = 0  # messages that had left already when the line was written
    messages: int = 0
    items: tuple[ToldItem, ...] = ()
    corrections: tuple[ToldCorrection, ...] = ()

    @property
    def name(self) -> tuple[str, datetime]:
        """What no other edition has."""
        return self.digest, self.scheduled


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message that may have arrived, or that was accepted. `edition` is its name, None for a notice."""

    message_id: str
    at: datetime
    accepted: bool
    edition: tuple[str, datetime] | None = None


Line = EditionLine | MessageLine


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a journal in their order, and how many could not be read."""

    lines: tuple[Line, ...] = ()
    torn: int = 0

    def __add__(self, other: Reading) -> Reading:
        return Reading(self.lines + other.lines, self.torn + other.torn)


class Journal:
    """The journal in a folder, which is made when the first line is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, lines: Iterable[Line], now: datetime, *, sync: bool = True) -> None:
        """Add lines; with `sync` they are on the disk when this returns. Raises JournalUnwritable."""
        text = "".join(f"{_written(line)}\n" for line in lines)
        if not text:
            return
        with self._writable():
            self._append(text.encode(), now, sync=sync)

    @contextmanager
    def _writable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise JournalUnwritable(
                "the journal of what was sent cannot be written: {cause}",
                place=str(self.folder),
                remedy="Run servwatch as the user who owns the folder, or name another with `journal` of [servwatch].",
                cause=error.strerror or type(error).__name__,
            ) from error

    def _append(self, data: bytes, now: datetime, *, sync: bool) -> None:
        file = self.folder / f"{now:%Y-%m}.jsonl"
        new = not file.exists()
        if new:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._forget(now)
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            size = os.fstat(handle).st_size
            if (
                size and os.pread(handle, 1, size - 1) != b"\n"
            ):  # torn: what follows stands on a line of its own
                data = b"\n" + data
            while data:
                data = data[os.write(handle, data) :]
            if sync:
                os.fsync(handle)
        finally:
            os.close(handle)
        if new:
            sync_to_disk(self.folder)

    def sync(self, now: datetime) -> None:
        """See to it that the lines of this month are on the disk. Raises JournalUnwritable."""
        file = self.folder / f"{now:%Y-%m}.jsonl"
        with self._writable():
            if file.exists():
                sync_to_disk(file)

    def read(self) -> Reading:
        """Every line there is. A journal that is not there is empty."""
        lines: list[Line] = []
        torn = 0
        for text in self._texts():
            line = _read(text)
            if line is None:
                torn += 1
            else:
                lines.append(line)
        return Reading(tuple(lines), torn)

    def _texts(self) -> Iterator[str]:
        for file in self._files():
            with file.open(encoding="utf-8", errors="replace") as opened:
                yield from (text for text in opened if text.strip())

    def _files(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return sorted(file for file in self.folder.iterdir() if _MONTH.fullmatch(file.name))

    def _forget(self, now: datetime) -> None:
        """Remove the months that are wholly older than what is kept."""
        oldest = f"{now - KEEP:%Y-%m}.jsonl"
        for file in self._files():
            if file.name < oldest:
                file.unlink(missing_ok=True)


def journal_of(settings: Settings) -> Journal:
    """The journal of an archive: beside the file of a SQLite database, else in the folder of the configuration."""
    if settings.journal is not None:
        return Journal(settings.journal)
    file = file_of(settings.database)
    if file is not None:
        return Journal(file.with_name(f"{file.name}.journal"))
    return Journal(settings.path.parent / "servwatch.journal")


def _written(line: Line) -> str:
    kind = "edition" if isinstance(line, EditionLine) else "message"
    return json.dumps({"is": kind, **asdict(line)}, ensure_ascii=False, default=_plain, separators=(",", ":"))


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _read(text: str) -> Line | None:
    """The line of a text, None where it is torn or is none of ours."""
    try:
        found = json.loads(text)
        return _edition(found) if found.pop("is") == "edition" else _message(found)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _edition(found: dict[str, Any]) -> EditionLine:
    times = {key: _time(found[key]) for key in ("scheduled", "cutoff", "frozen", "expires", "started")}
    items = tuple(ToldItem(**{**one, "keys": tuple(map(str, one["keys"]))}) for one in found["items"])
    corrections = tuple(ToldCorrection(**one) for one in found.get("corrections", ()))
    return EditionLine(**{**found, **times, "items": items, "corrections": corrections})


def _message(found: dict[str, Any]) -> MessageLine:
    edition = found.get("edition")
    name = (str(edition[0]), _time(edition[1])) if edition else None
    return MessageLine(str(found["message_id"]), _time(found["at"]), bool(found["accepted"]), name)


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError("a time without a zone")
    return time
