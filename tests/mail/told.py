"""A transport that says what it is told to, and a clock that is moved by hand."""

from collections import deque
from datetime import timedelta

from servwatch.mail import Fate, HandOver, Phase
from tests.mail.fake_outbox import FakeOutbox
from tests.mail.letters import NOON, letter

ACCEPTED = HandOver(Fate.ACCEPTED, "250 queued as 1", 250, Phase.REPLY)
GREYLISTED = HandOver(Fate.DEFERRED, "450 later", 450, Phase.RCPT)
NO_ROUTE = HandOver(Fate.DEFERRED, "connect: refused", None, Phase.CONNECT)
UNSEEN = HandOver(Fate.UNKNOWN, "reply: timed out", None, Phase.REPLY)
NO_SUCH_USER = HandOver(Fate.REFUSED_RECIPIENT, "550 5.1.1 unknown", 550, Phase.RCPT)
NOT_US = HandOver(Fate.REFUSED_US, "535 5.7.8 no", 535, Phase.AUTH)


class ToldTransport:
    """Gives the outcomes it was told, in order, then accepts everything."""

    name = "told"

    def __init__(self, *outcomes, idempotent=False):
        self.outcomes = deque(outcomes)
        self.idempotent = idempotent
        self.handed = []
        self.closed = 0

    def hand_over(self, message, mark):
        outcome = self.outcomes.popleft() if self.outcomes else ACCEPTED
        self.handed.append(message)
        if outcome.phase is Phase.REPLY:
            mark()
        return outcome

    def close(self):
        self.closed += 1

    @property
    def recipients(self):
        return [m.recipient for m in self.handed]


class Clock:
    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def forward(self, **span):
        self.now += timedelta(**span)


def outbox_of(count, **fields):
    return FakeOutbox.of(*(letter(n, mime=b"x\r\n", **fields) for n in range(1, count + 1)))
