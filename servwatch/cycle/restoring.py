"""Bring a backup back, on a running service too, and keep the archive from sending again what it sent since.

What was sent since the backup is in the journal; without one an administrator may say until when all counts as told.
Whatever is known, nothing leaves until an administrator has looked.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, update

from servwatch.archive.archive import Archive
from servwatch.archive.backup import Facts, Manifest, bring_back, check, open_backup, take
from servwatch.archive.backup.taking import Told
from servwatch.archive.brake import RESTORED, Brake, put_on
from servwatch.archive.carried import Carried, carried_from, carry_over
from servwatch.archive.database import file_of
from servwatch.archive.journal import Journal, journal_of
from servwatch.archive.replay import Replayed, replay
from servwatch.archive.schema import digest_state
from servwatch.config import without_member
from servwatch.cycle.backing_up import note_backup
from servwatch.cycle.guard import machine_id
from servwatch.cycle.locks import lock
from servwatch.cycle.timings import Timings
from servwatch.cycle.turns_since import turns_since
from servwatch.errors import ArchiveUnreachable, LockHeld
from servwatch.model import MessageState, Settings

PATIENCE = 600.0
"""Seconds that a cycle which is at work gets to end."""
_WAITING = (MessageState.PENDING, MessageState.DEFERRED, MessageState.UNKNOWN, MessageState.HELD)
_DAMAGED = ("not a database", "malformed")
_MOST_TIMES = 100


@dataclass(frozen=True, slots=True)
class Options:
    """What an administrator says besides which file."""

    journals: tuple[Path, ...] = ()  # besides the archive's own
    told_until: datetime | None = None
    machine: Callable[[], str] = machine_id
    sleep: Callable[[float], None] = time.sleep
    told: Told = lambda *_: None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A digest of which nobody can tell what it sent since the backup: how many editions were due since."""

    digest: str
    editions: int


@dataclass(slots=True)
class Restored:
    """What was done."""

    manifest: Manifest
    aside: Path | None  # the archive that was there
    replayed: Replayed | None = None  # None: there was no journal
    journal_from: datetime | None = None  # where it begins only after the backup
    told_until: datetime | None = None
    doubts: list[Doubt] = field(default_factory=list)
    waiting: int = 0  # messages that would leave once the brake is lifted


def restore(settings: Settings, path: Path, now: datetime, options: Options | None = None) -> Restored:
    """Bring a backup back. What was there is kept beside it, as a backup of its own.

    Raises:
        BackupError: the file is none, is damaged, or is of another kind of database.
        ArchiveTooNew: a later version made it.
        LockHeld: a cycle was at work for longer than anybody waits.
    """
    options = options or Options()
    with open_backup(path) as backup, ExitStack() as opened:
        moved, archive = _opened(settings, now)
        opened.enter_context(archive)
        check(backup, archive.database)
        with _alone(archive, options.sleep):
            aside = moved or _set_aside(settings, archive, now, options)
            done = Restored(backup.manifest, aside)
            said = carried_from(archive.database) if moved is None else Carried()
            work = partial(_prepare, done, settings, now, options, said)
            bring_back(backup, archive.database, work, options.told)
            if done.told_until is None and (done.replayed is None or done.journal_from is not None):
                done.doubts = _doubts(settings, archive, now)
            counts = archive.desk.counts()
            done.waiting = sum(counts.get(state, 0) for state in _WAITING)
            return done


def _prepare(
    done: Restored,
    settings: Settings,
    now: datetime,
    options: Options,
    said: Carried,
    connection: Connection,
) -> None:
    """Put the brake on, and tell the archive what was sent since its backup, as far as anything does."""
    taken = done.manifest.taken
    put_on(connection, Brake(RESTORED, now, {"taken": taken.isoformat()}))
    note_backup(connection, taken)
    own = journal_of(settings)
    journals = [own, *(Journal(one) for one in options.journals if one != own.folder)]
    begins = _begin(journals)
    if begins is not None:
        done.replayed = replay(connection, journals, taken)
        done.journal_from = begins if begins > taken else None
        turns_since(connection, done.replayed, settings.mail)
    if options.told_until is not None:
        done.told_until = options.told_until
        _count_as_told(connection, options.told_until)
    carry_over(connection, said, without_member)


def _opened(settings: Settings, now: datetime) -> tuple[Path | None, Archive]:
    """The archive as it is; one that is damaged beyond opening is moved aside, and a new one is begun."""
    try:
        return None, Archive(settings.database)
    except ArchiveUnreachable as error:
        file = file_of(settings.database)
        cause = str(error.facts.get("cause", ""))
        if file is None or not file.is_file() or not any(sign in cause for sign in _DAMAGED):
            raise
        moved = file.with_name(f"{file.name}.damaged-{now:%Y-%m-%dT%H%M%SZ}")
        for ending in ("", "-wal", "-shm"):
            part = file.with_name(file.name + ending)
            if part.exists():
                part.rename(moved.with_name(moved.name + ending))
        return moved, Archive(settings.database)


def _set_aside(settings: Settings, archive: Archive, now: datetime, options: Options) -> Path | None:
    """A backup of what is there, so that a wrong restore can be undone; none of an archive that is new."""
    if archive.runs.last() is None and not archive.items.counts():
        return None
    file = archive.database.file
    name = f"{file.name if file else 'servwatch'}.before-restore-{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.zip"
    target = (file.parent if file else journal_of(settings).folder.parent) / name
    take(archive.database, target, Facts(now, options.machine()), options.told)
    return target


@contextmanager
def _alone(archive: Archive, sleep: Callable[[float], None]) -> Iterator[None]:
    """Hold both locks; wait for a cycle that is at work."""
    waited = 0.0
    with ExitStack() as held:
        for name in ("cycle", "sender"):
            while True:
                try:
                    held.enter_context(lock(archive.database, name))
                    break
                except LockHeld:
                    if waited >= PATIENCE:
                        raise
                    sleep(1.0)
                    waited += 1.0
        yield


def _begin(journals: Sequence[Journal]) -> datetime | None:
    """Since when anything is written down, None where nothing is."""
    first = [
        getattr(line, "frozen", None) or getattr(line, "at", None)
        for journal in journals
        for line in journal.read().lines[:1]
    ]
    return min((at for at in first if at is not None), default=None)


def _count_as_told(connection: Connection, until: datetime) -> None:
    """Let each digest take what was published until then for told, and its schedule count from then."""
    connection.execute(update(digest_state).values(told_until=until))
    connection.execute(update(digest_state).where(digest_state.c.anchor < until).values(anchor=until))


def _doubts(settings: Settings, archive: Archive, now: datetime) -> list[Doubt]:
    """For each digest how many editions were due between the archive's last one and now."""
    found = []
    states, timings = archive.digests.all(), Timings(settings, archive, now)
    for digest in settings.digests:
        state = states.get(digest.id)
        if state is None or not state.active:
            continue
        count = 0
        for moment in timings.of(digest).times(state.anchor):
            if moment > now or count == _MOST_TIMES:
                break
            count += 1
        if count:
            found.append(Doubt(digest.id, count))
    return found
