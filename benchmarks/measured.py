"""Run a program and see what it takes: seconds, processor time, memory of all its processes together."""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PAGE = resource.getpagesize()
EVERY = 0.02
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run took."""

    seconds: float
    cpu: float  # seconds, of all its processes
    peak: float  # MiB, resident, summed over all processes that lived at one time
    code: int
    answers: Mapping[str, int] = field(default_factory=dict)  # what a server sent it, by status


def run(command: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> Measured:
    """Run a command to its end."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    log = (folder / "last.log").open("wb")
    with (
        log,
        subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdout=log, stderr=log, stdin=subprocess.DEVNULL
        ) as process,
    ):
        peak = 0
        while process.poll() is None:
            peak = max(peak, summed(process.pid))
            time.sleep(EVERY)
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(seconds, cpu, peak / 2**20, process.returncode)


def summed(pid: int) -> int:
    """Bytes resident in a process and all below it.

    Between vfork and exec a child runs in its parent's memory, which is counted once: the child then has
    its parent's size, and holds as many pages but for those that other threads touch meanwhile.
    """
    try:
        own = _held(pid)
        total = own[1] * PAGE
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in map(int, children.read_text(encoding="ascii").split()):
                below, its = summed(child), _held(child)
                alike = its[0] in (own[0], _held(pid)[0]) and abs(its[1] - own[1]) < own[1] / 50
                total += 0 if alike else below
    except OSError:  # it ended meanwhile
        return 0
    return total


def _held(pid: int) -> tuple[int, int]:
    """Pages of address space, and pages resident."""
    size, held = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[:2]
    return int(size), int(held)
