"""Opens a connection to the relay up to where mail can be handed over: greeted, encrypted, logged in."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from base64 import b64encode
from collections.abc import Callable, Sequence

from servwatch.errors import DeliveryError
from servwatch.fetch import Token, TokenSource
from servwatch.mail.hand_over import Phase
from servwatch.mail.smtp_dialogue import Dialogue, Heard, unheard
from servwatch.model import Login, MailSettings

BEARER = "the mail relay"
CHALLENGE, AUTH_FAILED = 334, 535  # RFC 4954
Reply = tuple[int, bytes]


class Unacceptable(Exception):
    """The relay does not offer what the configuration demands; nothing of value was said to it."""


def tls_context(settings: MailSettings) -> ssl.SSLContext | None:
    """Checks the relay's certificate and name against the system's authorities and `ca_file`.

    None where no encryption is asked for: the authorities take 20 ms to load.

    Raises:
        DeliveryError: `ca_file` cannot be read, or `security` is not a known word.
    """
    if settings.security == "none":
        return None
    if settings.security not in ("starttls", "tls"):  # never fall back to the clear
        raise DeliveryError(
            "security = {value} is not known.",
            remedy="Under [mail], security is none, starttls or tls.",
            value=ascii(settings.security),
        )
    context = ssl.create_default_context()
    if settings.ca_file is not None:
        try:
            context.load_verify_locations(settings.ca_file)
        except OSError as why:
            raise DeliveryError(
                "The certificates of {file} cannot be read.",
                remedy="Correct ca_file under [mail]; it holds certificates in PEM form.",
                file=str(settings.ca_file),
            ) from why
    return context


def token_source(settings: MailSettings) -> TokenSource | None:
    """Where the tokens of `xoauth2` come from; None for another way to log in."""
    if settings.auth != "xoauth2":
        return None
    login = Login(
        settings.user,
        auth="xoauth2",
        token_url=settings.token_url,
        client_id=settings.client_id,
        scope=settings.scope,
        client_secret=settings.client_secret,
        refresh_token=settings.refresh_token,
    )
    return TokenSource(login, settings.network, bearer=BEARER)


def open_session(
    settings: MailSettings,
    context: ssl.SSLContext | None,
    at: Callable[[Phase], None],
    tokens: TokenSource | None = None,
    heard: Heard = unheard,
) -> Dialogue:
    """A connection on which MAIL may follow. `at` is told each phase as it begins, `heard` each reply.

    `context` is that of `tls_context`, `tokens` that of `token_source`.

    Raises:
        Unacceptable: encryption or login is demanded and not offered, or the login would go in the clear.
        TokenDenied: the endpoint gives no token to log in with.
        OSError: the connection failed; smtplib's SMTPResponseException where the relay said no.
    """
    at(Phase.CONNECT)
    link = Dialogue(settings.host, settings.port, settings.timeout.total_seconds(), heard)
    try:
        if context is not None and settings.security == "tls":
            at(Phase.STARTTLS)
            link.encrypt(context)
        at(Phase.GREETING)
        hoped(link.getreply())
        at(Phase.EHLO)
        _greet(link, must_extend=context is not None or settings.auth != "none")
        if context is not None and settings.security == "starttls":
            at(Phase.STARTTLS)
            _start_tls(link, context)
            at(Phase.EHLO)
            _greet(link, must_extend=True)
        if settings.auth != "none":
            at(Phase.AUTH)
            _login(link, settings, tokens)
    except BaseException:
        link.close()
        raise
    return link


def hoped(reply: tuple[int, bytes], first_digit: int = 2) -> None:
    """Let a reply of the class hoped for pass.

    Raises:
        SMTPResponseException: it is of another class.
    """
    code, text = reply
    if code // 100 != first_digit:
        raise smtplib.SMTPResponseException(code, text)


def _greet(link: Dialogue, *, must_extend: bool) -> None:
    reply = link.ehlo()
    if reply[0] // 100 == 5 and reply[0] != 554 and not must_extend:  # a server from before 1995
        reply = link.helo()
    hoped(reply)


def _start_tls(link: Dialogue, context: ssl.SSLContext) -> None:
    if not link.has_extn("starttls"):
        raise Unacceptable("the relay offers no STARTTLS, which security = starttls demands")
    hoped(link.docmd("STARTTLS"))
    link.encrypt(context)


def _login(link: Dialogue, settings: MailSettings, tokens: TokenSource | None) -> None:
    """By password or by token, never in the clear but to this machine."""
    if not link.encrypted and not _is_loopback(link.peer):
        what = "password" if tokens is None else "token"
        raise Unacceptable(f"the {what} is not sent over an unencrypted connection: set security")
    offered = link.esmtp_features.get("auth", "").upper().split()
    reply = (
        _by_password(link, settings, offered)
        if tokens is None
        else _by_token(link, settings.user, tokens, offered)
    )
    hoped(reply)


def _by_password(link: Dialogue, settings: MailSettings, offered: Sequence[str]) -> Reply:
    """AUTH PLAIN (RFC 4616) or the older LOGIN, one try: a second wrong one may lock the account."""
    user, password = settings.user.encode(), settings.password.encode()
    if "PLAIN" in offered:
        token = _base64(b"\0" + user + b"\0" + password)
        return link.docmd("AUTH", f"PLAIN {token}")
    if "LOGIN" in offered:
        hoped(link.docmd("AUTH", "LOGIN"), 3)
        hoped(link.docmd(_base64(user)), 3)
        return link.docmd(_base64(password))
    raise Unacceptable(f"the relay offers no login by PLAIN or LOGIN (it offers: {' '.join(offered)})")


def _by_token(link: Dialogue, user: str, tokens: TokenSource, offered: Sequence[str]) -> Reply:
    """AUTH XOAUTH2. A kept token that is refused (535) is renewed once; a fresh one is the last word."""
    if "XOAUTH2" not in offered:
        raise Unacceptable(f"the relay offers no login by XOAUTH2 (it offers: {' '.join(offered)})")
    token = tokens.token()
    reply = _xoauth2(link, user, token)
    if reply[0] == AUTH_FAILED:
        tokens.forget()  # a long-lived source asks for a new one
        if not token.fresh:
            reply = _xoauth2(link, user, tokens.token())
    return reply


def _xoauth2(link: Dialogue, user: str, token: Token) -> Reply:
    """One exchange, as Google and Microsoft document it.

    The answer goes on a line of its own: with a token in it, the command would be longer than a
    command may be (RFC 5321, 4.5.3.1.4). A refusal may come as a challenge with JSON, which wants an
    empty line before the server says its code.
    """
    hoped(link.docmd("AUTH", "XOAUTH2"), 3)
    reply = link.docmd(_base64(f"user={user}\x01auth=Bearer {token.text}\x01\x01".encode()))
    return link.docmd("") if reply[0] == CHALLENGE else reply


def _base64(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _is_loopback(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None)
    return bool((mapped or parsed).is_loopback)
