"""The same transport against servers that others wrote: aiosmtpd, and Postfix's smtp-sink."""

import contextlib
import os
import shutil
import socket
import subprocess
import time

import pytest
from aiosmtpd.controller import Controller

from servwatch.mail import Fate, Phase, SmtpTransport, send_pending
from tests.mail.fake_outbox import FakeOutbox
from tests.mail.letters import NOON, letter, relay

SINK = shutil.which("smtp-sink", path="/usr/sbin:/usr/local/sbin:/usr/bin")
needs_sink = pytest.mark.skipif(SINK is None, reason="smtp-sink (Debian package postfix) is not installed")


class Keeping:
    def __init__(self):
        self.kept = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        self.kept.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 kept"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@contextlib.contextmanager
def aiosmtpd():
    keeping = Keeping()
    controller = Controller(keeping, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port, keeping.kept
    finally:
        controller.stop()


@contextlib.contextmanager
def smtp_sink(*options):
    port = free_port()
    as_whom = ["-u", "nobody"] if os.geteuid() == 0 else []
    command = [SINK, *as_whom, *options, f"127.0.0.1:{port}", "64"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            wait_for(port)
            yield port
        finally:
            process.kill()


def wait_for(port):
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.01)
    pytest.fail("smtp-sink does not listen")


def test_aiosmtpd_receives_a_hundred_messages_byte_for_byte():
    outbox = FakeOutbox.of(*(letter(n, filler=2000) for n in range(1, 101)))
    with aiosmtpd() as (port, kept):
        send_pending(outbox, SmtpTransport(relay(port)), lambda: NOON)
    assert outbox.states() == ["accepted"] * 100
    assert kept == [
        ("internationaal@servwatch.example.org", [m.recipient], m.mime) for m in outbox.rows.values()
    ]


@needs_sink
@pytest.mark.parametrize(
    ("options", "fate", "phase"),
    [
        ((), Fate.ACCEPTED, Phase.REPLY),
        (("-q", "."), Fate.UNKNOWN, Phase.REPLY),
        (("-q", "DATA"), Fate.DEFERRED, Phase.DATA),
        (("-q", "CONNECT"), Fate.DEFERRED, Phase.GREETING),
        (("-Q", "MAIL"), Fate.DEFERRED, Phase.MAIL),
        (("-r", "RCPT"), Fate.DEFERRED, Phase.RCPT),
        (("-f", "RCPT"), Fate.REFUSED_RECIPIENT, Phase.RCPT),
        (("-f", "MAIL"), Fate.REFUSED_US, Phase.MAIL),
        (("-f", "CONNECT"), Fate.REFUSED_US, Phase.GREETING),
        (("-r", "."), Fate.DEFERRED, Phase.REPLY),
        (("-f", "."), Fate.REFUSED_RECIPIENT, Phase.REPLY),
        (("-q", "QUIT"), Fate.ACCEPTED, Phase.REPLY),
        (("-e",), Fate.ACCEPTED, Phase.REPLY),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_smtp_sink_misbehaves_and_gets_the_right_fate(options, fate, phase):
    with smtp_sink(*options) as port:
        transport = SmtpTransport(relay(port))
        outcome = transport.hand_over(letter(filler=2000), list)
        transport.close()
    assert (outcome.fate, outcome.phase) == (fate, phase), outcome


@needs_sink
def test_a_relay_that_drops_after_every_dot_puts_only_three_messages_in_doubt():
    outbox = FakeOutbox.of(*(letter(n) for n in range(1, 11)))
    with smtp_sink("-q", ".") as port:
        report = send_pending(outbox, SmtpTransport(relay(port)), lambda: NOON)
    assert outbox.states() == ["unknown"] * 3 + ["deferred"] * 7
    assert report.needs_attention
