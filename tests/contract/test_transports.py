"""What the sender relies on in any transport: see `servwatch.mail.hand_over`."""

import pytest

from servwatch.mail import MaildirTransport, SmtpTransport
from servwatch.mail.hand_over import Fate, Phase
from servwatch.mail.maildir import file_name
from tests.mail.letters import letter, relay
from tests.smtp_server import ScriptedSmtpServer


class ByMaildir:
    def __init__(self, folder):
        self.folder = folder / "outbox"
        self.transport = MaildirTransport(self.folder)

    def arrived(self, message):
        """The bytes of every copy of a message that the other side has."""
        path = self.folder / "new" / file_name(message.message_id)
        return [path.read_bytes()] if path.exists() else []

    def trouble(self):
        (self.folder / "tmp").rmdir()

    def end(self):
        self.transport.close()


class BySmtp:
    def __init__(self, _):
        self.server = ScriptedSmtpServer()
        self.server.__enter__()
        self.transport = SmtpTransport(relay(self.server.port))

    def arrived(self, message):
        return [d.data for d in self.server.sent_to(message.recipient)]

    def trouble(self):
        self.transport.close()
        self.server.__exit__()

    def end(self):
        self.transport.close()
        if not self.server.stopping.is_set():
            self.server.__exit__()


@pytest.fixture(params=[ByMaildir, BySmtp])
def way(request, tmp_path):
    way = request.param(tmp_path)
    yield way
    way.end()


def test_an_accepted_message_is_there_with_the_stored_bytes(way):
    messages = [letter(n, filler=n * 1000) for n in (1, 2, 3)]
    outcomes = [way.transport.hand_over(m, list) for m in messages]
    assert {o.fate for o in outcomes} == {Fate.ACCEPTED}
    assert all(way.arrived(m) == [m.mime] for m in messages)


def test_the_mark_comes_once_and_before_the_other_side_has_anything(way):
    message, seen = letter(), []
    way.transport.hand_over(message, lambda: seen.append(way.arrived(message)))
    assert seen == [[]]


@pytest.mark.parametrize("error", [ZeroDivisionError, OSError, KeyboardInterrupt])
def test_a_mark_that_fails_comes_through_and_nothing_arrives(way, error):
    def mark():
        raise error

    with pytest.raises(error):
        way.transport.hand_over(letter(1), mark)
    assert way.arrived(letter(1)) == []
    assert way.transport.hand_over(letter(1), list).fate is Fate.ACCEPTED
    assert len(way.arrived(letter(1))) == 1


def test_trouble_outside_is_a_value_that_says_where_and_why(way):
    way.trouble()
    marks = []
    outcome = way.transport.hand_over(letter(), lambda: marks.append(1))
    assert outcome.fate is Fate.DEFERRED
    assert outcome.broken
    assert outcome.phase in (Phase.CONNECT, Phase.BODY)
    assert outcome.reply
    assert outcome.reply.isprintable()
    assert marks == []


def test_it_may_be_closed_twice_and_opens_again(way):
    way.transport.close()
    way.transport.hand_over(letter(1), list)
    way.transport.close()
    way.transport.close()
    assert way.transport.hand_over(letter(2), list).fate is Fate.ACCEPTED


def test_a_second_hand_over_makes_a_second_copy_only_where_it_says_so(way):
    way.transport.hand_over(letter(), list)
    way.transport.hand_over(letter(), list)
    assert len(way.arrived(letter())) == (1 if way.transport.idempotent else 2)


def test_it_has_a_name(way):
    assert way.transport.name in ("maildir", "smtp")
