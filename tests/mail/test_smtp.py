"""The SMTP transport against the scripted server: every fault gets the fate it should."""

import socket

import pytest

from servwatch.errors import DeliveryError
from servwatch.mail.hand_over import Fate, Phase
from servwatch.mail.smtp import SmtpTransport
from tests.mail.faults import ALL
from tests.mail.letters import letter, relay
from tests.smtp_acts import Drop, Hang, Raw, Say
from tests.smtp_server import ScriptedSmtpServer

pytestmark = pytest.mark.usefixtures("pipelining")
MORE_THAN_BUFFERS = 20_000_000  # bytes: so a fault in the body is met in the body, not after it


class Marks(list):
    """Counts the marks; each remembers how many messages the server had by then."""

    def __init__(self, server):
        self.server = server

    def __call__(self):
        self.append(len(self.server.deliveries))


@pytest.mark.parametrize("name", ALL)
def test_each_fault_gets_the_fate_that_is_right_for_it(name):
    fault = ALL[name]
    filler = MORE_THAN_BUFFERS if "body" in fault.script else 0
    with ScriptedSmtpServer().play(fault.script) as server:
        transport = SmtpTransport(relay(server.port, seconds=0.25 if fault.slow else 20))
        marks = Marks(server)
        outcome = transport.hand_over(letter(filler=filler), marks)
        transport.close()
    assert outcome.fate is fault.fate, outcome
    assert outcome.phase is fault.phase or name == "connect reset", outcome  # seen in either of two phases
    assert len(server.deliveries) == fault.taken
    assert len(marks) == (fault.phase is Phase.REPLY)
    assert server.faults == [] or name == "DATA answered twice"  # then the body reads as commands


@pytest.mark.parametrize("name", ALL)
def test_after_any_fault_the_same_transport_hands_the_next_message_over(name):
    fault = ALL[name]
    filler = MORE_THAN_BUFFERS if "body" in fault.script else 0
    with ScriptedSmtpServer().play(fault.script) as server:
        transport = SmtpTransport(relay(server.port, seconds=0.25 if fault.slow else 20))
        transport.hand_over(letter(1, filler=filler), list)
        replies = [transport.hand_over(letter(n), list) for n in (2, 3, 4)]
        transport.close()
    assert replies[-1].fate is Fate.ACCEPTED or name in ONE_CONNECTION_LONG, replies
    assert all(len(server.sent_to(f"lid{n}@example.org")) <= 1 for n in (2, 3, 4))


ONE_CONNECTION_LONG = {  # the script refuses at its place each time, and the connection is kept
    "RCPT 450", "RCPT 550", "RCPT 552", "DATA 451", "MAIL 452", "dot 451", "dot 552", "dot 554",
}  # fmt: skip


def test_the_bytes_that_arrive_are_the_bytes_that_are_stored(open_transport):
    with ScriptedSmtpServer() as server:
        transport = open_transport(server)
        messages = [letter(n, filler=5000) for n in (1, 2, 3)]
        assert {transport.hand_over(m, list).fate for m in messages} == {Fate.ACCEPTED}
        transport.close()
    assert [d.data for d in server.deliveries] == [m.mime for m in messages]
    assert [d.recipients for d in server.deliveries] == [(m.recipient,) for m in messages]
    assert {d.sender for d in server.deliveries} == {"internationaal@servwatch.example.org"}
    assert server.connections[0].verbs == ["EHLO", *["MAIL", "RCPT", "DATA"] * 3, "QUIT"]


@pytest.mark.parametrize("mime", [b".\r\n", b"..\r\n.\r\n", b"\r\n.\r\n", b"a\r\n.b\r\n"])
def test_dots_at_line_beginnings_survive(mime, open_transport):
    with ScriptedSmtpServer() as server:
        transport = open_transport(server)
        assert transport.hand_over(letter(mime=mime), list).fate is Fate.ACCEPTED
        transport.close()
    assert [d.data for d in server.deliveries] == [mime]


def test_the_mark_comes_once_after_the_body_and_before_the_server_has_the_message(open_transport):
    with ScriptedSmtpServer() as server:
        marks = Marks(server)
        open_transport(server).hand_over(letter(), marks)
        assert marks == [0]
        assert len(server.deliveries) == 1


def test_a_mark_that_fails_stops_the_message_before_the_dot():
    def mark():
        raise ZeroDivisionError

    with ScriptedSmtpServer() as server:
        transport = SmtpTransport(relay(server.port))
        with pytest.raises(ZeroDivisionError):
            transport.hand_over(letter(), mark)
        server.settle()
        assert server.deliveries == []
        assert transport.hand_over(letter(), list).fate is Fate.ACCEPTED
        transport.close()


@pytest.mark.parametrize(
    "mime",
    [
        b"a\nb\r\n",
        b"a\rb\r\n",
        b"a\n.\r\nb\r\n",
        b"a\r\n.\rb\r\n",
        b"a\r\n\0\r\n",
        b"\xc3\xa9\r\n",
        b"x" * 999 + b"\r\n",
        b"a",
        b"",
    ],
)
def test_bytes_that_two_servers_could_read_differently_never_leave(mime, open_transport):
    with ScriptedSmtpServer() as server:
        outcome = open_transport(server).hand_over(letter(mime=mime), list)
    assert outcome.fate is Fate.REFUSED_RECIPIENT
    assert outcome.code is None
    assert server.connections == []


def test_a_line_of_998_bytes_still_leaves(open_transport):
    with ScriptedSmtpServer() as server:
        transport = open_transport(server)
        assert transport.hand_over(letter(mime=b"x" * 998 + b"\r\n"), list).fate is Fate.ACCEPTED
        transport.close()


@pytest.mark.parametrize(
    "recipient",
    ["a@b.org>\r\nRCPT TO:<c@d.org", "a b@example.org", "élise@example.org", "a@b.org> SIZE=1", ""],
)
def test_an_address_that_could_say_more_than_itself_never_leaves(recipient, open_transport):
    with ScriptedSmtpServer() as server:
        message = letter(mime=b"a\r\n", recipient=recipient or " ")
        outcome = open_transport(server).hand_over(message, list)
    assert outcome.fate is Fate.REFUSED_RECIPIENT
    assert server.connections == []


def test_an_international_domain_is_put_in_ascii_in_the_envelope(open_transport):
    with ScriptedSmtpServer() as server:
        transport = open_transport(server)
        transport.hand_over(letter(recipient="jan@müller.example.org"), list)
        transport.close()
    assert server.deliveries[0].recipients == ("jan@xn--mller-kva.example.org",)


def test_a_kept_connection_that_died_is_opened_again_once(open_transport):
    script = {"MAIL": [None, Drop()]}
    with ScriptedSmtpServer().play(script) as server:
        transport = open_transport(server)
        assert [transport.hand_over(letter(n), list).fate for n in (1, 2)] == [Fate.ACCEPTED] * 2
        transport.close()
    assert len(server.connections) == 2


def test_a_relay_that_says_421_to_a_kept_connection_gets_a_new_one(open_transport):
    script = {"MAIL": [None, Say("421 4.7.0 too many messages", drop=True)]}
    with ScriptedSmtpServer().play(script) as server:
        transport = open_transport(server)
        assert [transport.hand_over(letter(n), list).fate for n in (1, 2)] == [Fate.ACCEPTED] * 2
        transport.close()


def test_a_relay_that_leaves_between_messages_with_a_word_gets_a_new_connection(open_transport):
    script = {"dot": Raw(b"250 ok\r\n421 4.4.2 idle\r\n", drop=True, keeps=True)}
    with ScriptedSmtpServer().play(script) as server:
        transport = open_transport(server)
        assert [transport.hand_over(letter(n), list).fate for n in (1, 2)] == [Fate.ACCEPTED] * 2
        transport.close()
    assert [len(server.sent_to(f"lid{n}@example.org")) for n in (1, 2)] == [1, 1]


def test_a_new_connection_that_fails_too_is_not_opened_a_third_time(open_transport):
    script = {"MAIL": [None, Drop()]}
    with ScriptedSmtpServer().play(script, {"MAIL": Drop()}) as server:
        transport = open_transport(server)
        assert [transport.hand_over(letter(n), list).fate for n in (1, 2)] == [Fate.ACCEPTED, Fate.DEFERRED]
        transport.close()
    assert len(server.connections) == 2


def test_after_a_refused_recipient_the_transaction_is_reset_on_the_same_connection(open_transport):
    script = {"RCPT": [Say("550 5.1.1 unknown"), None]}
    with ScriptedSmtpServer().play(script) as server:
        transport = open_transport(server)
        fates = [transport.hand_over(letter(n), list).fate for n in (1, 2)]
        transport.close()
    assert fates == [Fate.REFUSED_RECIPIENT, Fate.ACCEPTED]
    assert server.connections[0].verbs == ["EHLO", "MAIL", "RCPT", "RSET", "MAIL", "RCPT", "DATA", "QUIT"]


def test_sender_and_recipient_are_said_at_once_where_the_relay_takes_that(open_transport):
    with ScriptedSmtpServer() as server:
        transport = open_transport(server)
        transport.hand_over(letter(1), list)
        transport.hand_over(letter(2), list)
        transport.close()
    assert server.connections[0].followed == (["MAIL"] * 2 if server.pipelining else [])
    assert server.faults == []


def test_the_answer_to_a_recipient_behind_a_refused_sender_is_not_taken_for_the_next(open_transport):
    script = {"MAIL": [Say("452 4.3.1 disk full"), None]}
    with ScriptedSmtpServer().play(script) as server:
        transport = open_transport(server)
        outcomes = [transport.hand_over(letter(n), list) for n in (1, 2)]
        transport.close()
    assert [(o.fate, o.phase) for o in outcomes] == [
        (Fate.DEFERRED, Phase.MAIL),
        (Fate.ACCEPTED, Phase.REPLY),
    ]
    assert outcomes[0].reply == "452 4.3.1 disk full"
    assert len(server.connections) == 1
    assert len(server.deliveries) == 1


@pytest.mark.parametrize("answer", [Raw(b"zzz\r\n550 5.1.1 no\r\n"), Hang(), Drop()])
def test_after_a_refusal_with_an_answer_outstanding_the_next_message_gets_a_connection_of_its_own(
    open_transport, answer
):
    script = {"MAIL": Say("451 4.3.0 later"), "RCPT": answer}
    with ScriptedSmtpServer().play(script) as server:
        transport = open_transport(server, seconds=0.3)
        first, second = (transport.hand_over(letter(n), list) for n in (1, 2))
        transport.close()
    assert (first.fate, first.phase, first.reply) == (Fate.DEFERRED, Phase.MAIL, "451 4.3.0 later")
    if server.pipelining:  # else nobody asked for a recipient
        assert (second.fate, len(server.connections)) == (Fate.ACCEPTED, 2)
        assert len(server.sent_to(letter(2).recipient)) == 1


def test_what_a_relay_said_before_it_left_is_told_rather_than_that_it_left(open_transport):
    script = {"MAIL": Say("550 5.7.1 not from you", drop=True)}
    with ScriptedSmtpServer().play(script) as server:
        outcome = open_transport(server).hand_over(letter(1), list)
    assert (outcome.fate, outcome.phase, outcome.code) == (Fate.REFUSED_US, Phase.MAIL, 550)


def test_nobody_listening_is_deferred():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    outcome = SmtpTransport(relay(port)).hand_over(letter(), list)
    assert (outcome.fate, outcome.phase, outcome.code) == (Fate.DEFERRED, Phase.CONNECT, None)
    assert outcome.broken


def test_a_host_without_an_address_is_deferred():
    outcome = SmtpTransport(relay(25, host="nowhere.invalid")).hand_over(letter(), list)
    assert (outcome.fate, outcome.phase) == (Fate.DEFERRED, Phase.CONNECT)


def test_the_size_is_told_where_the_relay_asks_for_it(open_transport):
    with ScriptedSmtpServer(features=["SIZE 100000"]) as server:
        transport = open_transport(server)
        message = letter()
        transport.hand_over(message, list)
        transport.close()
    assert server.connections[0].commands[1].endswith(f" SIZE={len(message.mime)}")


def test_a_server_without_ehlo_is_greeted_the_old_way(open_transport):
    with ScriptedSmtpServer().play({"EHLO": Say("502 what")}) as server:
        transport = open_transport(server)
        assert transport.hand_over(letter(), list).fate is Fate.ACCEPTED
        transport.close()
    assert server.connections[0].verbs[:3] == ["EHLO", "HELO", "MAIL"]


def test_the_text_of_the_250_is_kept_for_the_administrator(open_transport):
    with ScriptedSmtpServer() as server:
        transport = open_transport(server)
        assert transport.hand_over(letter(), list).reply == "250 2.0.0 ok: queued as 0001"
        transport.close()


def test_a_reply_is_made_printable_and_cut(open_transport):
    script = {"RCPT": Raw(b"550-5.1.1 \x1b[31mred\r\n550 5.1.1 \xff" + b"y" * 4000 + b"\r\n")}
    with ScriptedSmtpServer().play(script) as server:
        reply = open_transport(server).hand_over(letter(), list).reply
    assert reply.startswith("550 5.1.1 [31mred 5.1.1 \ufffdyyy")
    assert len(reply) == 300
    assert reply.isprintable()


# What can never work is said at once


@pytest.mark.parametrize(
    "fields",
    [
        {"bounce": "no address"},
        {"host": "a..b"},
        {"host": ""},
        {"ca_file": "/nonexistent/ca.pem", "security": "tls"},
    ],
)
def test_settings_that_can_never_work_are_an_error(fields):
    with pytest.raises(DeliveryError):
        SmtpTransport(relay(25, **fields))
