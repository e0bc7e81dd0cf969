"""What went wrong before there was an answer, in words."""

import errno
import socket
import ssl

import httpcore
import pytest

from servwatch.fetch.faults import unanswered, unconnected, unresolved, untrusted
from servwatch.model import Verdict


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        (errno.ECONNREFUSED, "a.be refuses the connection"),
        (errno.ENETUNREACH, "there is no route to a.be"),
        (errno.EHOSTUNREACH, "there is no route to a.be"),
        (errno.ETIMEDOUT, "a.be does not take the connection"),
        (errno.ECONNRESET, "a.be breaks off the connection"),
        (errno.EMFILE, "no connection to a.be: Too many open files"),
        (None, "no connection to a.be"),
    ],
)
def test_a_connection_that_does_not_come_about_says_why(code, rule):
    stop = unconnected("a.be", OSError(code, "") if code else OSError())
    assert (stop.verdict, stop.rule) == (Verdict.UNREACHABLE, rule)


def test_a_resolver_that_is_busy_is_told_from_a_name_that_does_not_exist():
    assert unresolved("a.be", socket.gaierror(socket.EAI_NONAME, "")).rule == "the name a.be does not resolve"
    busy = unresolved("a.be", socket.gaierror(socket.EAI_AGAIN, ""))
    assert busy.rule == "the name a.be does not resolve for now"


def test_a_handshake_that_breaks_off_says_so():
    assert untrusted("a.be", ConnectionResetError()).rule == "a.be breaks off the TLS handshake"
    assert untrusted("a.be", ssl.SSLError()).rule == "a.be breaks off the TLS handshake"


def test_the_words_of_a_server_are_shown_on_one_short_printable_line():
    stop = unanswered("a.be", httpcore.RemoteProtocolError("illegal\r\n\x1b[31m" + "x" * 500))
    assert stop.verdict is Verdict.BROKEN
    assert stop.rule.isprintable()
    assert len(stop.rule) < 170
