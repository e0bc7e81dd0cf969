"""Back up a running archive: into a file, or into a folder of files named by their time, of which the newest are kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from servwatch.archive.archive import Archive
from servwatch.archive.backup import Facts, Manifest, take
from servwatch.archive.backup.taking import Told
from servwatch.archive.schema import setting
from servwatch.archive.upsert import upsert
from servwatch.cycle.guard import machine_id
from servwatch.errors import BackupError
from servwatch.model import Settings

_LAST = "last backup"
_NAME = "servwatch-%Y-%m-%dT%H%M%SZ.zip"
_NAMED = re.compile(r"servwatch-\d{4}-\d\d-\d\dT\d{6}Z\.zip")


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made, and the older ones that were removed."""

    path: Path
    manifest: Manifest
    size: int
    removed: tuple[Path, ...] = ()


def back_up(
    settings: Settings,
    archive: Archive,
    path: Path,
    now: datetime,
    *,
    keep: int = 0,
    force: bool = False,
    machine: Callable[[], str] = machine_id,
    told: Told = lambda *_: None,
) -> Made:
    """Make a backup at `path`, or in it where it is a folder; `keep` is how many stay there, 0 for all.

    Raises:
        BackupError: there is a file already and `force` is not given, or none can be written.
    """
    in_folder = path.is_dir()
    if keep and not in_folder:
        raise BackupError(
            "--keep counts the backups of a folder, and this is none",
            place=str(path),
            remedy="Name a folder that is there.",
        )
    target = path / now.astimezone(UTC).strftime(_NAME) if in_folder else path
    if target.exists() and not force:
        raise BackupError(
            "there is a file already", place=str(target), remedy="Name another, or say --force to replace it."
        )
    revision = archive.revisions.newest(str(settings.path))
    facts = Facts(now, machine(), revision.id if revision else 0, revision.fingerprint if revision else "")
    manifest = take(archive.database, target, facts, told)
    archive.runs.set(_LAST, now.isoformat())
    return Made(target, manifest, target.stat().st_size, _thinned(path, keep) if keep else ())


def last_backup(archive: Archive) -> datetime | None:
    """When the last backup was made, None where none ever was."""
    kept = archive.runs.setting(_LAST)
    return datetime.fromisoformat(kept) if kept else None


def note_backup(connection: Connection, taken: datetime) -> None:
    """Note that a backup of that time exists."""
    connection.execute(upsert(connection, setting), {"key": _LAST, "value": taken.isoformat()})


def _thinned(folder: Path, keep: int) -> tuple[Path, ...]:
    """Remove all but the newest; their names are in the order of their times."""
    ours = sorted(file for file in folder.iterdir() if _NAMED.fullmatch(file.name))
    removed = tuple(ours[:-keep])
    for file in removed:
        file.unlink(missing_ok=True)
    return removed
