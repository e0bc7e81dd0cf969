"""Parsing in child processes that can be killed.

A document can be made to cost its parser seconds or gigabytes, and a thread cannot be stopped. So every
body takes the same road: to a child process with limits of time and memory, and back as items. A
process that hangs, swells or dies costs one document, and is replaced.

The processes are ours and not those of a pool library, because each has pipes of its own: killed at any
moment, from inside or outside, it takes no lock with it and no other document. (pebble 5.2 and
`concurrent.futures` share one queue; one idle worker killed breaks the whole pool.) It is also
lighter: 25 MiB a process instead of 27 and a resource tracker of 12, and 0.3 ms less a document.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, cast

from servwatch.model import Parsed, Verdict
from servwatch.sources.parser_process import HEADER
from servwatch.sources.source_kind import ParseContext

TOO_SLOW = "It takes longer to read than a document may take."
ENDED = "The parser process ended while reading it."
NOT_STARTED = "The parser process cannot be started."

START_LIMIT = 60.0
"""Seconds a process may take to start, on a machine that has other things to do."""

_BOOT = (
    "import sys; sys.path[:] = {path!r}; from servwatch.sources.parser_process import main; main({memory})"
)
# The child gets what Python needs to run, and none of the secrets that may stand beside it.
_PASSED_ON = ("PATH", "LANG", "LC_", "LD_", "DYLD_", "TZ", "HOME", "TMPDIR", "PYTHON", "VIRTUAL_ENV")


class ParserPool:
    """Parser processes, started when the first document comes, at most `workers` at once.

    `limit` is seconds for one document, `memory` bytes of address space for one process. Use it within
    one event loop, and close it: ``async with ParserPool() as pool: await pool.parse(...)``.
    """

    def __init__(self, workers: int = 1, *, limit: float = 20.0, memory: int = 2**30) -> None:
        self._limit = limit
        self._memory = memory
        self._places = asyncio.Semaphore(workers)
        self._idle: list[_Process] = []
        self._all: set[_Process] = set()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def parse(self, kind: str, body: bytes, context: ParseContext) -> Parsed:
        """What `READERS[kind].parse` makes of `body`.

        Never raises. A parser that takes too long gives TIMEOUT, one that takes too much memory
        TOO_LARGE, one that fails or dies BROKEN. When a process dies under a document, that may be the
        document's doing or not (an administrator, the kernel short of memory): it is read once more.
        """
        async with self._places:
            frame = pickle.dumps((kind, body, context, self._limit), protocol=5)
            for _ in range(2):
                try:
                    return await self._read(frame)
                except _Ended as ended:
                    parsed = ended.parsed
            return parsed

    async def aclose(self) -> None:
        """End every process. Documents still being read, and later ones, end as BROKEN."""
        self._closed = True
        processes, self._idle = list(self._all), []
        self._all.clear()
        for process in processes:
            await process.end()

    async def _read(self, frame: bytes) -> Parsed:
        if self._closed:
            raise _Ended
        process = self._idle.pop() if self._idle else await self._started()
        try:
            async with asyncio.timeout(self._limit):
                parsed, spent = await process.ask(frame)
        except TimeoutError:
            await self._drop(process)
            return Parsed(Verdict.TIMEOUT, TOO_SLOW)
        except BaseException:  # it died, or this task was cancelled: its answer would be the next one's
            await self._drop(process)
            raise
        if spent or process not in self._all:
            await self._drop(process)
        else:
            self._idle.append(process)
        return cast(Parsed, parsed)

    async def _started(self) -> _Process:
        boot = _BOOT.format(path=list(map(str, sys.path)), memory=self._memory)
        environment = {k: v for k, v in os.environ.items() if k.startswith(_PASSED_ON)}
        try:
            _, process = await asyncio.get_running_loop().subprocess_exec(
                _Process, sys.executable, "-c", boot, stderr=asyncio.subprocess.DEVNULL, env=environment
            )
        except (OSError, RuntimeError) as error:  # no memory, no process, no thread to watch it
            raise _Ended(NOT_STARTED, f"{type(error).__name__}: {error}") from error
        self._all.add(process)
        try:
            async with asyncio.timeout(START_LIMIT):
                trouble = await process.answer()
        except (TimeoutError, _Ended) as error:
            await self._drop(process)
            raise _Ended(NOT_STARTED) from error
        except BaseException:
            await self._drop(process)
            raise
        if trouble:
            await self._drop(process)
            raise _Ended(NOT_STARTED, trouble)
        return process

    async def _drop(self, process: _Process) -> None:
        self._all.discard(process)
        await process.end()


class _Ended(Exception):
    """A parser process is gone. `parsed` is what that means for its document."""

    def __init__(self, rule: str = ENDED, *notes: str) -> None:
        super().__init__(rule)
        self.parsed = Parsed(Verdict.BROKEN, rule, notes=notes)


class _Process(asyncio.SubprocessProtocol):
    """One child, seen from here: frames out, frames in. See `parser_process` for the protocol."""

    def __init__(self) -> None:
        self._transport: asyncio.SubprocessTransport | None = None
        self._received = bytearray()
        self._answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._lost = False  # a pipe of it is closed: it is dying, or dead
        self._exited = asyncio.Event()
        self._gone = asyncio.Event()

    async def ask(self, frame: bytes) -> Any:
        """Send one frame, and wait for its answer. Raises _Ended where the process is gone."""
        assert self._transport is not None  # noqa: S101 - set before this object is handed out
        if self._lost or self._exited.is_set():
            raise _Ended
        self._answer = asyncio.get_running_loop().create_future()
        pipe = cast(asyncio.WriteTransport, self._transport.get_pipe_transport(0))
        pipe.write(HEADER.pack(len(frame)))
        pipe.write(frame)
        return await self.answer()

    async def answer(self) -> Any:
        """Wait for the answer that is due."""
        return await self._answer

    async def end(self) -> None:
        """Kill it, and wait until nothing of it is left."""
        assert self._transport is not None  # noqa: S101 - as above
        if not self._exited.is_set():
            # Not transport.kill(), which polls, and so races with the watcher for the exit status.
            with suppress(ProcessLookupError):
                os.kill(self._transport.get_pid(), signal.SIGKILL)
            await self._exited.wait()
        self._transport.close()
        await self._gone.wait()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.SubprocessTransport, transport)

    def pipe_data_received(self, _fd: int, data: bytes) -> None:
        self._received += data
        if len(self._received) < HEADER.size:
            return
        end = HEADER.size + HEADER.unpack_from(self._received)[0]
        if len(self._received) >= end and not self._answer.done():
            answer = bytes(self._received[HEADER.size : end])
            self._received.clear()
            self._answer.set_result(pickle.loads(answer))  # noqa: S301 - from our own child

    def pipe_connection_lost(self, _fd: int, _exc: Exception | None) -> None:
        self._lost = True
        if not self._answer.done():
            self._answer.set_exception(_Ended())
            self._answer.exception()  # seen: nobody may be waiting

    def process_exited(self) -> None:
        self._exited.set()

    def connection_lost(self, _exc: Exception | None) -> None:
        self._gone.set()
