"""The same transport against servers that others wrote: aiosmtpd, and Postfix's smtp-sink."""

import contextlib
from datetime import timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller

from servwatch.mail import Fate, Phase, SmtpTransport, send_pending
from tests.mail.fake_outbox import FakeOutbox
from tests.mail.letters import NOON, letter, relay
from tests.postfix import Postfix, free_port, why_not
from tests.smtp_sink import MISSING, SINK, copies, kept_mail, smtp_sink

needs_sink = pytest.mark.skipif(SINK is None, reason=MISSING)
needs_postfix = pytest.mark.skipif(bool(why_not()), reason=why_not() or "it can be started")


class Keeping:
    def __init__(self):
        self.kept = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        self.kept.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 kept"


@contextlib.contextmanager
def aiosmtpd():
    keeping = Keeping()
    controller = Controller(keeping, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port, keeping.kept
    finally:
        controller.stop()


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


@needs_sink
def test_smtp_sink_keeps_what_it_took_byte_for_byte_even_where_it_drops_after_the_dot():
    messages = [letter(n, filler=2000) for n in (1, 2)]
    with kept_mail() as folder:
        for message, options in zip(messages, ((), ("-q", ".")), strict=True):
            with smtp_sink(*options, keep=folder) as port:
                transport = SmtpTransport(relay(port))
                transport.hand_over(message, list)
                transport.close()
        assert sorted(copies(folder)) == sorted(m.mime for m in messages)


@needs_sink
@needs_postfix
def test_postfix_relays_what_it_takes_and_what_it_deferred_once_it_takes_that_too():
    outbox = FakeOutbox.of(*(letter(n, filler=2000) for n in range(1, 7)))
    with kept_mail() as folder, smtp_sink(keep=folder) as sink, Postfix(sink) as postfix:
        transport = SmtpTransport(relay(postfix.port))
        postfix.defer("lid[246]@")
        send_pending(outbox, transport, lambda: NOON)
        assert outbox.states() == ["accepted", "deferred"] * 3
        postfix.heal()
        send_pending(outbox, transport, lambda: NOON + timedelta(hours=1))
        assert outbox.states() == ["accepted"] * 6
        postfix.drained()
        ids = [message_from_bytes(data)["Message-ID"] for data in copies(folder)]
    assert sorted(ids) == sorted(m.message_id for m in outbox.rows.values())
