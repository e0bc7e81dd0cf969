"""How fast mail leaves, and what safety costs: ``python benchmarks/mail.py [messages]``.

Prints messages a second and peak memory for a plain smtplib loop on one connection and for the sender
with its marks, to the same server; and for the Maildir with and without syncing to disk. The outbox
is in memory and makes each message's bytes when it is started, as a database would read them.
"""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import shutil
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from servwatch.mail import MaildirTransport, SmtpTransport, compose, send_pending
from servwatch.model import MailSettings, Message, MessageState

NOW = datetime(2026, 11, 27, 6, tzinfo=UTC)
HTML = (
    "<!DOCTYPE html><html><head></head><body>"
    + "<p>Sociaal overleg: één akkoord</p>\n" * 600
    + "</body></html>"
)
SINK = shutil.which("smtp-sink", path="/usr/sbin:/usr/bin")


def composed(number: int) -> Message:
    message_id = f"<dagelijks.20261127T0600.{number:016}@servwatch.example.org>"
    mime = compose(
        subject="SERV 27 nov: 3 deadlines, 14 berichten",
        html=HTML,
        text="Sociaal overleg: één akkoord\n" * 200,
        sender="SERV Internationaal <internationaal@servwatch.example.org>",
        recipient=f"lid{number}@example.org",
        message_id=message_id,
        date=NOW,
        language="nl",
    )
    return Message(number, message_id, f"lid{number}@example.org", mime)


TEMPLATE = composed(0)


def message(number: int) -> Message:
    """As read from a database: made in no time, and of its own."""
    own = f"{number:016}"
    return replace(
        TEMPLATE,
        id=number,
        message_id=TEMPLATE.message_id.replace("0" * 16, own),
        mime=TEMPLATE.mime.replace(b"0" * 16, own.encode(), 1),
    )


@dataclass
class CountingOutbox:
    """Hands out so many messages, keeps no bytes."""

    left: int
    number: int = 0

    def stranded(self) -> list[Message]:
        return []

    def next_due(self, _: datetime) -> int | None:
        return self.number + 1 if self.number < self.left else None

    def start(self, id: int, _: datetime) -> Message:  # noqa: A002
        self.number = id
        return replace(message(id), state=MessageState.SENDING, attempts=1)

    def settle_and_start(self, *_: Any, **__: Any) -> Message | None:
        due = self.next_due(NOW)
        return None if due is None else self.start(due, NOW)

    def probe(self) -> None:
        return None

    def ignore(self, *_: Any, **__: Any) -> int:
        return 0

    mark = settle = expire = hold_due = release_held = defer_due = ignore


@contextlib.contextmanager
def smtp_sink() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    as_whom = ["-u", "nobody"] if os.geteuid() == 0 else []
    with subprocess.Popen([SINK or "smtp-sink", *as_whom, f"127.0.0.1:{port}", "64"]) as process:
        try:
            time.sleep(0.3)
            yield port
        finally:
            process.kill()


def plain_loop(port: int, count: int) -> None:
    """What one would write without a thought for what may go wrong."""
    with smtplib.SMTP("127.0.0.1", port, local_hostname="bench.example.org", timeout=60) as smtp:
        for number in range(1, count + 1):
            letter = message(number)
            smtp.sendmail("internationaal@servwatch.example.org", letter.recipient, letter.mime)


def by_sender(port: int, count: int) -> None:
    settings = MailSettings(
        sender="internationaal@servwatch.example.org", port=port, timeout=timedelta(seconds=60)
    )
    send_pending(CountingOutbox(count), SmtpTransport(settings), lambda: NOW)


def by_maildir(count: int, *, sync: bool) -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        real = os.fsync
        if not sync:
            os.fsync = lambda _: None
        try:
            send_pending(CountingOutbox(count), MaildirTransport(Path(folder) / "outbox"), lambda: NOW)
        finally:
            os.fsync = real


def timed(name: str, work: Any, count: int) -> float:
    started = time.perf_counter()
    work()
    rate = count / (time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:42} {rate:8.0f} messages/s   peak RSS {peak:6.1f} MiB")
    return rate


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    quiet = structlog.make_filtering_bound_logger(
        logging.WARNING
    )  # the loop it is compared with logs nothing
    structlog.configure(wrapper_class=quiet)
    print(f"{count} messages of {len(message(1).mime)} bytes")
    timed("composing alone", lambda: [composed(n) and None for n in range(count)], count)
    timed("Maildir, synced", lambda: by_maildir(count, sync=True), count)
    timed("Maildir, not synced", lambda: by_maildir(count, sync=False), count)
    if SINK is None:
        print("smtp-sink is not installed: no SMTP figures")
        return
    with smtp_sink() as port:
        ratios = []
        for _ in range(5):
            plain = timed("smtplib loop to smtp-sink", lambda: plain_loop(port, count), count)
            ours = timed("sender to smtp-sink", lambda: by_sender(port, count), count)
            ratios.append(ours / plain)
        print(f"sender : smtplib loop, median of 5 = {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
