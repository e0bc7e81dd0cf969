"""Hands mail over by SMTP (RFC 5321), knowing at each moment whether the relay can have it.

One recipient per transaction, many transactions per connection. The body is sent first, then the mark
is committed, then the dot is sent: before the mark the relay cannot have the message, after the reply
it surely has it or not, and only between the two nobody knows (RFC 1047).
"""

from __future__ import annotations

import contextlib
import smtplib
from collections.abc import Callable
from itertools import chain

from servwatch.errors import DeliveryError, Unmailable
from servwatch.fetch import TokenDenied
from servwatch.mail.addresses import ascii_address, mailbox
from servwatch.mail.hand_over import OPENING, Fate, HandOver, Phase
from servwatch.mail.smtp_dialogue import Dialogue, OutOfStep
from servwatch.mail.smtp_replies import judge
from servwatch.mail.smtp_session import Unacceptable, hoped, open_session, tls_context, token_source
from servwatch.mail.wire import Wire
from servwatch.model import MailSettings, Message

QUIT_SECONDS = 5.0  # nobody waits longer for a goodbye
_IN_DOUBT = frozenset({Phase.DOT, Phase.REPLY})


class SmtpTransport:
    """A relay, by the settings under [mail]. The connection is opened with the first message and kept.

    Raises:
        DeliveryError: the settings cannot work with any relay.
    """

    name = "smtp"
    idempotent = False

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._sender = _envelope_sender(settings)
        _check(settings)
        self._context = tls_context(settings)
        self._tokens = token_source(settings)
        self._link: Dialogue | None = None
        self._wire = Wire()
        self._phase = Phase.CONNECT
        self._transaction_open = False

    def hand_over(self, message: Message, mark: Callable[[], None]) -> HandOver:
        """One transaction. A kept connection that turns out to be gone is opened anew, once."""
        fault = self._wire.fault(message)
        if fault:
            return HandOver(Fate.REFUSED_RECIPIENT, f"not sent: {fault}", None, Phase.CONNECT)
        kept = self._link is not None
        try:
            outcome = self._attempt(message, mark)
            if kept and outcome.broken and outcome.phase is Phase.MAIL:
                self._hang_up()
                outcome = self._attempt(message, mark)
        except BaseException:
            self._hang_up()
            raise
        return outcome

    def close(self) -> None:
        """Say QUIT; what was accepted stays accepted whatever the answer (RFC 5321, 4.1.1.10)."""
        if self._link is not None:
            self._link.patience = min(self._link.patience, QUIT_SECONDS)
            with contextlib.suppress(OSError):
                self._link.docmd("QUIT")
            self._hang_up()

    def _attempt(self, message: Message, mark: Callable[[], None]) -> HandOver:
        try:
            if self._link is None:
                self._link = open_session(self._settings, self._context, self._enter, self._tokens)
            return self._transact(self._link, message, mark)
        except Unacceptable as why:
            outcome = HandOver(Fate.REFUSED_US, str(why), None, self._phase)
        except TokenDenied as why:  # never the recipient's fault
            fate = Fate.DEFERRED if why.passing else Fate.REFUSED_US
            outcome = HandOver(fate, str(why), None, self._phase)
        except smtplib.SMTPResponseException as said:
            outcome = self._answered(said)
        except OSError as why:
            if self._phase is Phase.MARK:  # of the mark's own making, not of the connection's
                raise
            fate = Fate.UNKNOWN if self._phase in _IN_DOUBT else Fate.DEFERRED
            outcome = HandOver(fate, f"{self._phase}: {why.strerror or why}", None, self._phase)
            self._hang_up()
        return outcome

    def _transact(self, link: Dialogue, message: Message, mark: Callable[[], None]) -> HandOver:
        self._enter(Phase.MAIL)
        again = ["RSET"] if self._transaction_open else []
        self._transaction_open = True
        size = f" SIZE={len(message.mime)}" if link.has_extn("size") else ""
        envelope = {
            Phase.MAIL: [*again, f"MAIL FROM:<{self._sender}>{size}"],
            Phase.RCPT: [f"RCPT TO:<{ascii_address(message.recipient)}>"],
        }
        if link.has_extn("pipelining"):
            self._say_at_once(link, envelope)
        else:
            for phase, commands in envelope.items():
                self._enter(phase)
                for command in commands:
                    hoped(link.docmd(command))
        self._enter(Phase.DATA)
        hoped(link.docmd("DATA"), 3)
        self._enter(Phase.BODY)
        link.transmit(self._wire.stuffed(message.mime))
        link.expect_silence()
        self._enter(Phase.MARK)
        mark()
        self._enter(Phase.DOT)
        link.transmit(b".\r\n")
        self._enter(Phase.REPLY)
        return self._final_word(link)

    def _say_at_once(self, link: Dialogue, envelope: dict[Phase, list[str]]) -> None:
        """Say sender and recipient in one breath (RFC 2920), and hear every answer out, lest one is taken for the next."""
        link.say(*chain.from_iterable(envelope.values()))
        refusal: tuple[Phase, smtplib.SMTPResponseException] | None = None
        try:
            for phase, commands in envelope.items():
                self._enter(phase)
                for _ in commands:
                    try:
                        hoped(link.getreply())
                    except smtplib.SMTPResponseException as said:
                        refusal = refusal or (
                            phase,
                            said,
                        )  # those after the first say only that it came before them
        except OSError:
            if refusal is None:
                raise
            self._hang_up()  # an answer is outstanding, and would be taken for that to the next command
        if refusal is not None:
            self._enter(refusal[0])
            raise refusal[1]

    def _final_word(self, link: Dialogue) -> HandOver:
        """The answer to the dot gets double the time: too early an end makes duplicates (4.5.3.2.6)."""
        patience, link.patience = link.patience, 2 * link.patience
        try:
            code, text = link.getreply()
        finally:
            link.patience = patience
        self._transaction_open = False
        hoped((code, text))
        return HandOver(Fate.ACCEPTED, f"{code} {_text(text)}", code, Phase.REPLY)

    def _answered(self, said: smtplib.SMTPResponseException) -> HandOver:
        code, text = said.smtp_code, _text(said.smtp_error)
        outcome = HandOver(judge(self._phase, code, text), f"{code} {text}", code, self._phase)
        usable = 400 <= code < 600 and code != 421 and outcome.fate is not Fate.REFUSED_US
        if not usable or isinstance(said, OutOfStep) or self._phase in OPENING:
            self._hang_up()
        return outcome

    def _enter(self, phase: Phase) -> None:
        self._phase = phase

    def _hang_up(self) -> None:
        if self._link is not None:
            self._link.close()
        self._link = None
        self._transaction_open = False


def _envelope_sender(settings: MailSettings) -> str:
    try:
        return mailbox(settings.bounce or settings.sender).address
    except Unmailable as why:
        raise DeliveryError(
            "The envelope sender {sender} is no mail address.",
            remedy="Correct bounce or from under [mail].",
            sender=ascii(settings.bounce or settings.sender),
        ) from why


def _check(settings: MailSettings) -> None:
    try:
        usable = bool(settings.host.encode("idna"))
    except UnicodeError:
        usable = False
    if not usable:
        raise DeliveryError(
            "{host} is no host name.", remedy="Correct host under [mail].", host=ascii(settings.host)
        )
    if settings.auth not in ("none", "login", "xoauth2"):
        raise DeliveryError(
            "auth = {value} is not known.",
            remedy="Under [mail], auth is none, login or xoauth2.",
            value=ascii(settings.auth),
        )


def _text(reply: bytes | str) -> str:
    return reply if isinstance(reply, str) else reply.decode("utf-8", "replace")
