"""The mail relay, step by step as a hand-over goes, up to a sender and a recipient that it would take.

No message is sent: after RCPT comes RSET (RFC 5321, 4.1.1.5), never DATA. The recipient asked for is the
sender itself, since that address is nobody else's.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from ipaddress import ip_address

from servwatch.cycle.doctor.certificates import certificate_finding
from servwatch.cycle.doctor.finding import Finding, doubt, good, wrong
from servwatch.errors import DeliveryError
from servwatch.fetch import TokenDenied
from servwatch.mail import Phase, ascii_address, mailbox, remedy_of
from servwatch.mail.hand_over import printable
from servwatch.mail.smtp_dialogue import Dialogue
from servwatch.mail.smtp_session import Unacceptable, hoped, open_session, tls_context, token_source
from servwatch.model import MailSettings, Settings

PATIENCE = timedelta(seconds=30)
"""The longest that the doctor waits for one answer."""
_WORDS = {
    Phase.CONNECT: "relay connection",
    Phase.GREETING: "relay greeting",
    Phase.EHLO: "relay greeting",
    Phase.STARTTLS: "relay encryption",
    Phase.AUTH: "relay login",
    Phase.MAIL: "relay sender",
    Phase.RCPT: "relay recipient",
}
_BY_PASSWORD = (
    "The relay takes a password now. Microsoft 365 ends that: by default at the end of December 2026."  # noqa: S105  # a sentence
)


@dataclass(slots=True)
class _Heard:
    """How far it came, and the last reply of each phase."""

    phase: Phase = Phase.CONNECT
    replies: dict[Phase, str] = field(default_factory=dict)

    def enter(self, phase: Phase) -> None:
        self.phase = phase

    def hear(self, code: int, text: bytes) -> None:
        self.replies[self.phase] = printable(f"{code} {text.decode('utf-8', 'replace')}")


def relay_findings(settings: Settings, addresses: Sequence[str], today: date) -> Iterator[Finding]:
    """What each step answered. `addresses` are those of the relay's name, none where it has none."""
    mail = settings.mail
    place = f"{mail.host}:{mail.port}"
    if not addresses:
        remedy = "Correct `host` of [mail], or see that this machine can ask the name service."
        yield wrong("relay name", f"The name {mail.host} has no address.", remedy)
        return
    yield good("relay name", f"{mail.host} has the address {', '.join(addresses)}.")
    heard = _Heard()
    try:
        context = tls_context(mail)
        quick = replace(mail, timeout=min(mail.timeout, PATIENCE))
        link = open_session(quick, context, heard.enter, token_source(mail), heard.hear)
    except DeliveryError as error:
        yield wrong("relay", error.sentence(), "")
        return
    except (OSError, Unacceptable, TokenDenied) as error:
        yield from _as_far_as(heard, place, mail)
        yield _failed(heard, place, error)
        return
    try:
        yield from _opened(link, heard, place, settings, today)
        yield from _envelope(link, heard, mail)
    finally:
        with contextlib.suppress(OSError):
            link.docmd("QUIT")
        link.close()


def addresses_of(host: str) -> tuple[str, ...]:
    """The addresses of a host, by this machine's own resolver."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(info[4][0]) for info in found))


def public(addresses: Sequence[str]) -> tuple[str, ...]:
    """Those addresses that the world can see."""
    return tuple(a for a in addresses if ip_address(a.partition("%")[0]).is_global)


def _opened(link: Dialogue, heard: _Heard, place: str, settings: Settings, today: date) -> Iterator[Finding]:
    mail = settings.mail
    yield good("relay connection", f"{place} takes the connection, at {link.peer}.")
    yield good("relay greeting", f"It greets: {heard.replies.get(Phase.GREETING, '')}.".replace("..", "."))
    if isinstance(link.sock, ssl.SSLSocket):
        cipher = link.sock.cipher()
        yield good("relay encryption", f"{link.sock.version()}, {cipher[0] if cipher else 'no cipher'}.")
        yield certificate_finding("relay certificate", link.sock.getpeercert(), settings, today)
    elif not ip_address(link.peer.partition("%")[0]).is_loopback:
        remedy = 'Set security = "starttls" (or "tls") under [mail], unless nobody can listen on the way.'
        yield doubt("relay encryption", f"What is said to {place} is not encrypted.", remedy)
    if mail.auth == "none":
        yield good("relay login", "None: the relay lets this machine in by its address.")
    elif mail.auth == "login" and mail.host.endswith((".office365.com", ".outlook.com")):
        remedy = 'Have it let this machine in by its address, through a connector, or set auth = "xoauth2".'
        yield doubt("relay login", _BY_PASSWORD, remedy)
    else:
        how = "a password" if mail.auth == "login" else "a token"
        yield good("relay login", f"It lets {mail.user} in by {how}: {heard.replies.get(Phase.AUTH, '')}.")


def _envelope(link: Dialogue, heard: _Heard, mail: MailSettings) -> Iterator[Finding]:
    sender = mailbox(mail.bounce or mail.sender).address
    recipient = ascii_address(mailbox(mail.sender).address)
    steps = ((Phase.MAIL, f"MAIL FROM:<{sender}>", sender), (Phase.RCPT, f"RCPT TO:<{recipient}>", recipient))
    for phase, command, address in steps:
        heard.enter(phase)
        try:
            hoped(link.docmd(command))
        except OSError as error:
            yield _failed(heard, f"{mail.host}:{mail.port}", error)
            return
        role = "as sender" if phase is Phase.MAIL else "as recipient"
        yield good(_WORDS[phase], f"It takes {address} {role}: {heard.replies[phase]}.")
    with contextlib.suppress(OSError):
        link.docmd("RSET")


def _as_far_as(heard: _Heard, place: str, mail: MailSettings) -> Iterator[Finding]:
    """What went well before it failed."""
    if heard.phase not in (Phase.CONNECT, Phase.GREETING) and heard.replies.get(Phase.GREETING):
        yield good("relay greeting", f"{place} greets: {heard.replies[Phase.GREETING]}.")
    if heard.phase is Phase.AUTH and mail.security != "none":
        yield good("relay encryption", "The connection is encrypted, and the certificate is trusted.")


def _failed(heard: _Heard, place: str, error: Exception) -> Finding:
    """The step at which it ended, and why. What the relay puts off is a doubt: it may be over by itself."""
    what = _WORDS.get(heard.phase, "relay")
    if isinstance(error, smtplib.SMTPResponseException):
        said = heard.replies.get(heard.phase, "")
        found = f"{place} answers {said or error.smtp_code}."
        passing = 400 <= error.smtp_code < 500
        return (doubt if passing else wrong)(what, found, remedy_of(said))
    if isinstance(error, TokenDenied):
        return (doubt if error.passing else wrong)(what, f"{_sentence(str(error))}", remedy_of(str(error)))
    if isinstance(error, Unacceptable):
        return wrong(what, _sentence(str(error)), remedy_of(str(error)))
    why = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return wrong(what, f"{place}: {printable(why)}.", remedy_of(f"{heard.phase}: {why}"))


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:].rstrip(".") + "."
