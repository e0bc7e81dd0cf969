"""Whose fault a refusal is: the recipient's, or ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.mail.hand_over import OPENING, Fate, HandOver, Phase
from servwatch.mail.smtp_replies import judge


@pytest.mark.parametrize("phase", [*OPENING, Phase.MAIL])
@pytest.mark.parametrize("reply", ["550 5.1.1 no", "554 no", "535 5.7.8 no", "521 no"])
def test_a_refusal_before_the_recipient_is_named_is_ours(phase, reply):
    code, text = reply.split(" ", 1)
    assert judge(phase, int(code), text) is Fate.REFUSED_US


@pytest.mark.parametrize("phase", [Phase.RCPT, Phase.DATA, Phase.BODY, Phase.REPLY])
@pytest.mark.parametrize(
    "reply",
    [
        "550 5.7.1 not authorised",
        "550 5.7.30 basic authentication is not supported",
        "550 5.7.515 sender does not meet the required level",
        "550 5.7.26 unauthenticated mail is not accepted",
        "550 5.7.54 unable to relay recipient in non-accepted domain",
        "550 5.7.708 traffic not accepted from this address",
        "530 authentication required",
        "554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied",
        "554 5.2.252 SendAsDenied; wacht@example.org not allowed to send as serv@example.org",
        "553 5.1.8 sender domain not found",
        "550 5.1.7 sender address",
        "552 5.3.4 message too big for system",
        "550 relay not permitted",
        "554 Relay access denied",
        "503 need MAIL",
        "500 what",
        "503 5.5.1 need MAIL",
    ],
)
def test_a_refusal_that_concerns_us_is_never_booked_on_the_recipient(phase, reply):
    code, text = reply.split(" ", 1)
    assert judge(phase, int(code), text) is Fate.REFUSED_US


@pytest.mark.parametrize("phase", [Phase.RCPT, Phase.REPLY])
@pytest.mark.parametrize(
    "reply",
    [
        "550 5.1.1 no such user",
        "550 5.1.10 recipient not found",
        "550 5.2.1 mailbox disabled",
        "553 5.1.3 bad address syntax",
        "501 bad address",
        "550 5.4.1 recipient address rejected",
        "556 domain takes no mail",
        "550 5.7.17 mailbox owner has changed",
        "550 5.7.133 sender not authenticated for group",
        "550 no",
        "554 5.6.0 content",
        "550 5.5.0 mailbox unavailable",
        "500 5.3.0 command failed",
    ],
)
def test_a_refusal_of_the_recipient_is_the_recipients(phase, reply):
    code, text = reply.split(" ", 1)
    assert judge(phase, int(code), text) is Fate.REFUSED_RECIPIENT


def test_552_is_temporary_at_rcpt_only():
    assert judge(Phase.RCPT, 552, "5.2.2 too many") is Fate.DEFERRED
    assert judge(Phase.REPLY, 552, "5.2.2 full") is Fate.REFUSED_RECIPIENT


@given(st.sampled_from(Phase), st.integers(400, 499), st.text())
def test_every_4yz_defers(phase, code, text):
    assert judge(phase, code, text) is Fate.DEFERRED


@given(st.sampled_from(Phase), st.integers(0, 999), st.text())
def test_only_a_2yz_after_the_dot_accepts_and_only_nonsense_after_it_is_unknown(phase, code, text):
    fate = judge(phase, code, text)
    after_dot = phase in (Phase.DOT, Phase.REPLY)
    assert (fate is Fate.ACCEPTED) == (after_dot and 200 <= code < 300)
    assert (fate is Fate.UNKNOWN) == (after_dot and code // 100 not in (2, 4, 5))


@given(st.text())
def test_a_reply_is_kept_printable_and_short(text):
    reply = HandOver(Fate.DEFERRED, text, 450, Phase.RCPT).reply
    assert len(reply) <= 300
    assert reply.isprintable()


@pytest.mark.parametrize(
    ("fate", "code", "phase", "broken"),
    [
        (Fate.DEFERRED, None, Phase.RCPT, True),
        (Fate.DEFERRED, 421, Phase.RCPT, True),
        (Fate.DEFERRED, 450, Phase.GREETING, True),
        (Fate.DEFERRED, 450, Phase.RCPT, False),
        (Fate.UNKNOWN, None, Phase.REPLY, True),
        (Fate.ACCEPTED, 250, Phase.REPLY, False),
        (Fate.REFUSED_US, None, Phase.AUTH, False),
    ],
)
def test_the_way_is_broken_when_nobody_answered_or_the_server_leaves(fate, code, phase, broken):
    assert HandOver(fate, "", code, phase).broken is broken
