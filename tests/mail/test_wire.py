"""What leaves by SMTP: looked over once for all that share a body, and never differently for that."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.mail.wire import Wire
from tests.mail.letters import letter

PIECES = [
    b"To: a\r\n",
    b"\r\n",
    b".\r\n",
    b"..x\r\n",
    b"word\r\n",
    b"\n",
    b"\r",
    b"\0",
    b"\xc3",
    b"x" * 600,
    b"tail",
]
MESSAGES = st.lists(st.sampled_from(PIECES), max_size=9).map(b"".join)
FAULTS = {
    "the message has a bare CR or LF, or no line end at its end",
    "the message has a NUL or bytes of 8 bits",
    "the message has a line that is too long",
}


def of(mime):
    return replace(letter(), mime=mime)


def plainly(mime):
    """Whether the bytes can travel, by the rules read one after another."""
    rest = mime.replace(b"\r\n", b"")
    whole = mime.endswith(b"\r\n") and b"\r" not in rest and b"\n" not in rest
    return whole and mime.isascii() and b"\0" not in mime and all(len(x) <= 998 for x in mime.split(b"\r\n"))


@given(st.lists(MESSAGES, min_size=1, max_size=6))
def test_each_message_is_judged_as_if_it_were_the_only_one(messages):
    wire = Wire()
    for mime in messages:
        fault = wire.fault(of(mime))
        assert (fault == "") is plainly(mime)
        assert fault in FAULTS | {""}
        if not fault:
            lines = wire.stuffed(mime).split(b"\r\n")
            assert b"\r\n".join(line.removeprefix(b".") for line in lines) == mime
            assert b"." not in lines
            assert all(line.startswith(b"..") for line in lines if line.startswith(b"."))


@given(st.lists(MESSAGES, min_size=2, max_size=4), MESSAGES)
def test_messages_that_share_their_body_are_judged_each_by_its_own_head(heads, body):
    wire = Wire()
    for head in heads:
        mime = head + b"\r\n\r\n" + body
        assert (wire.fault(of(mime)) == "") is plainly(mime)
        assert wire.stuffed(mime) == Wire().stuffed(mime)


@pytest.mark.parametrize("recipient", ["no address", "a@b\r\nRCPT TO:<c@d>"])
def test_a_recipient_that_cannot_be_written_to_is_a_fault(recipient):
    assert Wire().fault(replace(letter(), recipient=recipient))
