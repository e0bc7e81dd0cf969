"""Before anything leaves: is this the machine it was, and did its clock go on as clocks do? Else the brake is put on.

A clone of the machine, with the same archive, would send all of it a second time; after a jump of the clock, digests
are due that are not. Neither can be told from a mistake that somebody is about to mend, so a person decides.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import structlog

from servwatch.archive.archive import Archive
from servwatch.archive.brake import CLOCK, CLONED, ORDER, Brake
from servwatch.cycle.clock import Clock, FixedClock, Uptime

_log = structlog.get_logger(__name__)

JUMP = timedelta(days=1)
"""A clock that is off by more than this against the time that went by has jumped."""
_MACHINES, _LAST = "machines", "machine clock"
_PURPOSE = b"servwatch archive"


@runtime_checkable
class SteadyClock(Protocol):
    """A clock of a machine, beside which another one goes that nobody can set."""

    def now(self) -> datetime:
        """Tell this instant."""
        ...

    def uptime(self) -> Uptime | None:
        """Tell how long the machine is up; None where that cannot be known."""
        ...


def machine_id(file: Path = Path("/etc/machine-id")) -> str:
    """A name of this machine that tells nobody its id (machine-id(5) asks for a keyed hash); "" where it has none."""
    try:
        text = file.read_text().strip()
    except (OSError, UnicodeDecodeError):
        return ""
    known = text not in ("", "uninitialized")
    return hmac.new(text.encode(), _PURPOSE, sha256).hexdigest()[:32] if known else ""


def guard(archive: Archive, clock: Clock, machine: Callable[[], str] = machine_id) -> None:
    """Put the brake on where the machine is another one, or its clock jumped; take note of both where not.

    By the machine's own clock, digests that a run with another time silenced count from now on.
    """
    _guard_machine(archive, clock.now(), machine())
    if isinstance(clock, SteadyClock):
        _guard_clock(archive, clock)
    if not isinstance(clock, FixedClock) and not archive.brakes.standing():
        _wind_back(archive, clock.now())


def accept(archive: Archive, clock: Clock, machine: Callable[[], str] = machine_id) -> None:
    """Take this machine and its clock for the right ones: an administrator lifted the brake."""
    current = machine()
    if current or _known(archive):
        known = _known(archive) if not archive.database.is_sqlite else []
        archive.runs.set(_MACHINES, [*(one for one in known if one != current), current])
    if isinstance(clock, SteadyClock):
        _note_clock(archive, clock.now(), clock.uptime())


def lift_brake(
    archive: Archive, clock: Clock, machine: Callable[[], str] = machine_id
) -> tuple[list[Brake], int]:
    """Let all go on, as an administrator says: the reasons that stood, and how many messages were let go of.

    What waited under the brake has not expired meanwhile: it was not late by itself.
    """
    found = archive.brakes.lift()
    accept(archive, clock, machine)
    ordered = any(brake.why == ORDER for brake in found)
    return found, archive.desk.release_waiting(held_by_order=ordered)


def hold_all(archive: Archive, now: datetime) -> int:
    """Put the brake on: nothing leaves any more, also of what is built from now on. How many messages it holds."""
    archive.brakes.put_on(ORDER, now)
    return archive.desk.hold(None)


def _known(archive: Archive) -> list[str]:
    """The machines that may send: of a file the one it lies on, of a server each that shares it."""
    return list(archive.runs.setting(_MACHINES) or [])


def _guard_machine(archive: Archive, now: datetime, current: str) -> None:
    """A machine that never had an id is not asked for one; one that lost its id is another, as an image is whose id was emptied."""
    known = _known(archive)
    if current in known or not (current or known):
        return
    if not known:
        archive.runs.set(_MACHINES, [current])
        return
    _log.warning("the archive is on another machine: nothing leaves")
    archive.brakes.put_on(CLONED, now)


def _wind_back(archive: Archive, now: datetime) -> None:
    """Let no digest wait for a time to come that a run took for now, such as one with a slip in its `--now`."""
    states = archive.digests.all().values()
    if any(state.anchor > now + JUMP for state in states):
        count = archive.digests.wind_back(now, now + JUMP)
        _log.warning("digests counted from a time that is yet to come: they count from now", digests=count)


def _guard_clock(archive: Archive, clock: SteadyClock) -> None:
    now, up = clock.now(), clock.uptime()
    last: Any = archive.runs.setting(_LAST)
    standing = any(brake.why == CLOCK for brake in archive.brakes.standing())
    if last is not None and not standing:
        jump = _jump(last, now, up)
        if abs(jump) > JUMP:
            _log.warning("the clock jumped: nothing leaves", seconds=int(jump.total_seconds()))
            archive.brakes.put_on(CLOCK, now, before=(now - jump).isoformat(), after=now.isoformat())
            return
    if not standing:
        _note_clock(archive, now, up)


def _jump(last: Any, now: datetime, up: Uptime | None) -> timedelta:
    """How far the clock is from where it should be, as far as anything shows.

    Within one start of the machine the uptime shows it both ways. Beyond, only a clock that went back can be told
    from a machine that was off.
    """
    then = datetime.fromisoformat(last["at"])
    if up is not None and last["boot"] == up.boot:
        return now - then - timedelta(seconds=up.seconds - last["seconds"])
    return min(now - then, timedelta())


def _note_clock(archive: Archive, now: datetime, up: Uptime | None) -> None:
    kept = {"at": now.isoformat(), "boot": up.boot if up else "", "seconds": up.seconds if up else 0.0}
    archive.runs.set(_LAST, kept)
