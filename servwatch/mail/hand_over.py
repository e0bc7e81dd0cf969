"""The seam between the outbox and the world: one message is handed over, and its fate is a value.

What may go wrong outside never raises. A transport raises only what is wrong inside: the `mark` that
could not be committed, a fault of the program; then nothing more is sent, and what is committed in
the outbox says where the message stood.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from servwatch.model import Message

REPLY_LIMIT = 300  # characters of an answer that are kept


class Phase(StrEnum):
    """How far a hand-over came, in the order of SMTP. A Maildir knows BODY, MARK and DOT."""

    CONNECT = "connect"
    GREETING = "greeting"
    EHLO = "ehlo"
    STARTTLS = "starttls"  # also TLS from the first byte
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    MARK = "mark"  # being committed
    DOT = "dot"  # may have left us; for a Maildir: the file gets its name
    REPLY = "reply"  # waiting for the word after the dot, or having it


OPENING = frozenset({Phase.CONNECT, Phase.GREETING, Phase.EHLO, Phase.STARTTLS, Phase.AUTH})
"""The phases that concern the connection, not yet any message."""


class Fate(StrEnum):
    """What became of a message that was handed over."""

    ACCEPTED = "accepted"  # the other side answers for it now
    DEFERRED = "deferred"  # it was not taken; later it may be
    REFUSED_RECIPIENT = "refused-recipient"  # this message will never be taken for this recipient
    REFUSED_US = "refused-us"  # nobody's mail would be taken from us as we are
    UNKNOWN = "unknown"  # the dot may have arrived, its answer did not (RFC 1047)


@dataclass(frozen=True, slots=True)
class HandOver:
    """The fate of one message, with the words and the code that decided it.

    `reply` is made printable, and cut, when the value is made; `code` is None where the other side
    said nothing.
    """

    fate: Fate
    reply: str
    code: int | None
    phase: Phase

    def __post_init__(self) -> None:
        object.__setattr__(self, "reply", printable(self.reply))

    @property
    def broken(self) -> bool:
        """Whether the way itself failed, so that the next message would hardly fare better."""
        if self.fate not in (Fate.DEFERRED, Fate.UNKNOWN):
            return False
        return self.code in (None, 421) or self.phase in OPENING


class Transport(Protocol):
    """A way out. One call, one message, one recipient."""

    name: str
    idempotent: bool
    """Whether a message handed over again makes no second copy."""

    def hand_over(self, message: Message, mark: Callable[[], None]) -> HandOver:
        """Hand over the stored bytes. `mark` is called once, just before they can become visible
        to the other side for good; it returns when that is committed. It is not called for a
        message that is found to be there already.
        """

    def close(self) -> None:
        """Let go of connections. May be called twice; the next hand-over opens again."""


def printable(text: str, limit: int = REPLY_LIMIT) -> str:
    """The text on one line, of characters that print, at most `limit` of them."""
    shown = (c if unicodedata.category(c)[0] not in "CZ" else " " for c in text)
    return " ".join("".join(shown).split())[:limit]
