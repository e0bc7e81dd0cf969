"""The child process in which documents are parsed; `parser_pool` starts it and talks to it.

It reads frames from standard input and answers on standard output, one answer for each frame, until the
input ends. A frame is eight bytes of length, big-endian, and a pickle:

* asked: (name of the kind, body, ParseContext, seconds allowed)
* answered: (Parsed, whether this process should be replaced); the very first answer, unasked, is
  the text of what keeps it from working, or "".

It imports no more than a kind needs (25 MiB with feedparser), and holds no network, database or secret.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from servwatch.model import Parsed, Verdict
from servwatch.sources.source_kind import Reader

TOO_MUCH_MEMORY = "It needs more memory than a document may have."
PARSER_FAILED = "The parser failed on it."
NOT_BUILT = "Its source kind is not built."

HEADER = struct.Struct(">Q")
SWOLLEN = 64 * 2**20
"""Bytes of memory held after a document, above which the process is replaced: Python seldom gives it back."""
TRAFILATURA = 40 * 2**20
"""Bytes more that may be held once trafilatura is loaded, which takes 33 MiB for itself."""
GRACE = 5
"""Seconds beyond the limit after which the process ends itself, should its parent be gone."""


def main(memory: int) -> None:
    """Serve until the input ends. `memory` is the limit of address space in bytes."""
    source = sys.stdin.buffer
    # What anything prints must not end up between the answers.
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _confine(memory)
    # What is imported stays; what one document leaves is seldom a cycle.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        from servwatch.sources import READERS
    except Exception as error:  # noqa: BLE001 - a broken installation is told, not hidden
        write_frame(sink, f"{type(error).__name__}: {error}")
        return
    write_frame(sink, "")
    while (frame := _read_frame(source)) is not None:
        answer = _answer(frame, READERS)
        if answer is None:
            # Only now, outside the handler, is what filled the memory gone; a little more must be free.
            _limit(resource.RLIMIT_AS, resource.RLIM_INFINITY)
            answer = Parsed(Verdict.TOO_LARGE, TOO_MUCH_MEMORY), True
        write_frame(sink, answer)


def _answer(frame: bytes, kinds: Mapping[str, Reader]) -> tuple[Parsed, bool] | None:
    """The answer to one frame, None where the memory was not enough."""
    try:
        name, body, context, seconds = pickle.loads(frame)  # noqa: S301 - from our own parent
        signal.alarm(int(seconds) + GRACE)
        kind = kinds.get(name)
        parsed = kind.parse(body, context) if kind else Parsed(Verdict.BROKEN, NOT_BUILT)
        return parsed, _held() > _allowed()
    except MemoryError:
        return None
    except Exception as error:  # noqa: BLE001 - whatever a body does to a parser, it gets an answer
        return Parsed(Verdict.BROKEN, PARSER_FAILED, notes=(f"{type(error).__name__}: {error}"[:300],)), True
    finally:
        signal.alarm(0)


def _confine(memory: int) -> None:
    """Limit memory, leave no core dump, write no file, and let only the parent decide about Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)


def _limit(what: int, value: int) -> None:
    hard = resource.getrlimit(what)[1]
    within = hard if value == resource.RLIM_INFINITY else value
    resource.setrlimit(what, (within if hard == resource.RLIM_INFINITY else min(within, hard), hard))


def _allowed() -> int:
    """Bytes of memory that may be held after a document."""
    return SWOLLEN + (TRAFILATURA if "trafilatura" in sys.modules else 0)


def _held() -> int:
    """Bytes of memory this process holds; where there is no /proc, the most it ever held.

    Linux counts in the latter what the parent held when it started this process.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return pages * resource.getpagesize()


def _read_frame(source: BinaryIO) -> bytes | None:
    header = source.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    (length,) = HEADER.unpack(header)
    frame = source.read(length)
    return frame if len(frame) == length else None


def write_frame(sink: BinaryIO, answer: object) -> None:
    """Answer, at once."""
    frame = pickle.dumps(answer, protocol=5)
    sink.write(HEADER.pack(len(frame)) + frame)
    sink.flush()
