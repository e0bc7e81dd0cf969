"""The database: whether it can be had and is sound, the room on its disk, who holds its locks, its last backup."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from servwatch.archive.archive import Archive
from servwatch.archive.soundness import kind_of, log_size, quick_check, size_of
from servwatch.cycle.backing_up import last_backup
from servwatch.cycle.doctor.finding import Finding, doubt, good, wrong
from servwatch.cycle.locks import holder_of

MIB = 2**20
LOW, VERY_LOW = 2048 * MIB, 256 * MIB
"""Room on the disk of which somebody should hear, and with which the next run may fail."""
LONG_LOG = 512 * MIB
LONG_HELD = timedelta(hours=1)
BACKUP_EVERY = timedelta(days=7)
"""The age of a backup from which on it is a doubt."""


def database_findings(archive: Archive) -> Iterator[Finding]:
    """What it is, and whether it is sound."""
    database = archive.database
    yield good("database", f"{kind_of(database)}, {_size(size_of(database))}.")
    faults = quick_check(database)
    if faults:
        remedy = "Stop servwatch, keep a copy of the file, and restore the last backup."
        yield wrong("database", f"The file is damaged: {'; '.join(faults)}.", remedy)
    elif database.is_sqlite:
        yield good("database", "The file is sound.")
    log = log_size(database)
    if log > LONG_LOG:
        text = f"Its log (-wal) has {_size(log)}: something has read it for long, so that it cannot be folded in."
        yield doubt("database", text, "See which process has the file open, and end it.")


def disk_findings(file: Path) -> Iterator[Finding]:
    """The room where a SQLite file lies."""
    usage = shutil.disk_usage(file.parent)
    text = f"{_size(usage.free)} of {_size(usage.total)} are free where the database lies ({file.parent})."
    remedy = "Make room: when the disk is full no run can store anything, and what was stored is kept."
    if usage.free < VERY_LOW:
        yield wrong("disk", text, remedy)
    elif usage.free < LOW:
        yield doubt("disk", text, remedy)
    else:
        yield good("disk", text)


def lock_findings(archive: Archive, now: datetime) -> Iterator[Finding]:
    """Who is at work, and whether that has lasted too long."""
    idle = True
    for name in ("cycle", "sender"):
        held = holder_of(archive.database, name)
        if held is None:
            continue
        idle = False
        since = held.facts.get("held_since")
        text = f"{held.facts['holder']} holds the lock {name} since {held.facts['since']}."
        if isinstance(since, datetime) and now - since > LONG_HELD:
            remedy = "`servwatch serve` and a long run hold it only while they work: see whether that process is stuck, and end it if it is."
            yield doubt("locks", text, remedy)
        else:
            yield good("locks", text)
    if idle:
        yield good("locks", "Nobody is at work.")


def backup_findings(archive: Archive, now: datetime) -> Iterator[Finding]:
    """The last backup; nothing where the archive records none, since it may be backed up by other means."""
    made = last_backup(archive)
    remedy = "Make one, from cron, each night: see the chapter on backups."
    if made is None:
        return
    if now - made > BACKUP_EVERY:
        yield doubt("backup", f"The last backup is of {made:%d %b %Y}.", remedy)
    else:
        yield good("backup", f"The last backup is of {made:%d %b %Y %H:%M} UTC.")


def _size(count: int) -> str:
    """Bytes as people read them."""
    amount = count / MIB
    return f"{amount:.0f} MiB" if amount < 10_240 else f"{amount / 1024:.0f} GiB"
