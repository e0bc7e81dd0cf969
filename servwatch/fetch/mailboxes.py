"""Mailboxes: what came into a folder since the last poll, as one `Fetched`; and marking what was taken.

The validators of HTTP have their like here: what was remembered (`Fetched.etag`) is the folder's UIDVALIDITY, the
UID from which on all is new, and the first UID of the last poll (`folder_memory`); `last_modified` is the first day of which
messages were ever taken. So nothing is marked before its items are kept, and a poll that was ended between the
two is made good by the next one.

No proxy is used for mail. Private addresses are refused as everywhere, and a password travels without TLS only
to them.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeVar

from servwatch.fetch.address import address_objection
from servwatch.fetch.faults import FetchStopped
from servwatch.fetch.folder_memory import Seen
from servwatch.fetch.network import Network
from servwatch.fetch.pacing import Pacing
from servwatch.fetch.tokens import Tokens
from servwatch.model import Fetched, FetchSettings, Letter, Login, Request, Verdict
from servwatch.model.mailbox import MailboxAddress, mailbox_address, packed

if TYPE_CHECKING:
    from servwatch.fetch.imap_connection import Place
    from servwatch.fetch.imap_session import Session, Take, Wish

NOT_INSTALLED = "mail cannot be read without an extra: pip install 'servwatch[mailbox]'"
AFTER_CUT = 5.0
"""Seconds a thread may take to end after its connection was cut."""
T = TypeVar("T")


@dataclass(slots=True)
class _Line:
    """The connection of a session, to be cut from outside its thread."""

    open: socket.socket | None = None
    is_cut: bool = False

    def opened(self, sock: socket.socket) -> None:
        self.open = sock
        if self.is_cut:
            self.cut()

    def cut(self) -> None:
        self.is_cut = True
        if self.open is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.open, socket.SHUT_RDWR)


@dataclass(slots=True)
class _Visit:
    """One request under way."""

    request: Request
    limit: float  # seconds
    max_bytes: int
    line: _Line = field(default_factory=_Line)


class Mailboxes:
    """Reads mailboxes politely. `tls` makes a context with the authorities that are trusted."""

    def __init__(
        self,
        settings: FetchSettings,
        network: Network,
        pacing: Pacing,
        tls: Callable[[], ssl.SSLContext],
        tokens: Tokens,
        wall: Callable[[], float],
    ) -> None:
        self._settings = settings
        self._network = network
        self._pacing = pacing
        self._tls = tls
        self._tokens = tokens
        self._wall = wall

    async def fetch(self, request: Request) -> Fetched:
        """The messages that are new. Nothing the world does raises."""
        clock = asyncio.get_running_loop().time
        began = clock()
        visit = self._visit(request)
        try:
            take = await self._within(visit, lambda session: session.take(_wish(visit)))
        except FetchStopped as stop:
            return Fetched(
                request.url, request.url, stop.verdict, stop.rule, seconds=clock() - began,
                etag=request.etag, last_modified=request.last_modified,
            )  # fmt: skip
        return replace(self._fetched(request, take), seconds=clock() - began)

    async def mark(self, request: Request, fetched: Fetched) -> str:
        """Mark what was taken, once its items are kept. Returns why not, or ""."""
        validity = int((fetched.etag or "0").partition(":")[0])
        try:
            return await self._within(self._visit(request), lambda s: s.mark(validity, fetched.taken))
        except FetchStopped as stop:
            return stop.rule

    def _fetched(self, request: Request, take: Take) -> Fetched:
        taken = tuple(letter.uid for letter in take.letters if letter.content)
        verdict, rule = _judged(take, known=request.etag is not None)
        return Fetched(
            url=request.url,
            final_url=request.url,
            verdict=verdict,
            rule=rule,
            body=packed(take.letters) if take.letters else b"",
            etag=str(take.seen),
            last_modified=request.last_modified or _first_day(take.letters, self._wall()),
            wire_bytes=take.wire,
            taken=(*take.unmarked, *taken),
        )

    def _visit(self, request: Request) -> _Visit:
        limit = (request.timeout or self._settings.timeout).total_seconds()
        return _Visit(request, limit, request.max_bytes or self._settings.max_bytes)

    async def _within(self, visit: _Visit, do: Callable[[Session], T]) -> T:
        """Do something in a session, politely and in time. Raises `FetchStopped`."""
        try:
            from servwatch.fetch.imap_session import Session
        except ImportError as error:
            raise FetchStopped(Verdict.REFUSED, NOT_INSTALLED) from error
        login = visit.request.login
        if login is None:
            raise FetchStopped(Verdict.REFUSED, "nothing says who reads the mailbox")
        try:
            mailbox = mailbox_address(visit.request.url)
        except ValueError as error:
            raise FetchStopped(Verdict.REFUSED, "this is no address of a mailbox") from error

        def session(place: Place, secret: str) -> T:
            oauth = login.auth == "xoauth2"
            with Session(
                place, login.user, secret, xoauth2=oauth, limit=2 * visit.max_bytes, opened=visit.line.opened
            ) as opened:
                return do(opened)

        try:
            async with asyncio.timeout(visit.limit):
                secret = await self._secret(login)
            async with self._pacing.slot(mailbox.host), asyncio.timeout(visit.limit):
                place = await self._place(mailbox, login, visit.limit)
                return await _in_thread(lambda: session(place, secret), visit.line)
        except TimeoutError as error:
            rule = f"the mailbox was not read within {visit.limit:g} seconds"
            raise FetchStopped(Verdict.TIMEOUT, rule) from error
        except FetchStopped as stop:
            if stop.verdict is Verdict.BLOCKED:
                self._tokens.forget(login)
            raise

    async def _secret(self, login: Login) -> str:
        secret = await self._tokens.token(login) if login.auth == "xoauth2" else login.password
        if not secret:
            raise FetchStopped(
                Verdict.REFUSED,
                f"there is no password for {login.user}: neither a file nor a variable gives it",
            )
        return secret

    async def _place(self, mailbox: MailboxAddress, login: Login, limit: float) -> Place:
        from servwatch.fetch.imap_connection import Place

        addresses, port = await self._network.addresses(mailbox.host, mailbox.port)
        security = login.security or ("tls" if mailbox.tls else "starttls")
        if security == "none" and not all(map(address_objection, addresses)):
            rule = f"the password would travel unprotected to {mailbox.host}"
            raise FetchStopped(Verdict.REFUSED, rule)
        return Place(mailbox, addresses, port, security, self._tls(), limit)


async def _in_thread(do: Callable[[], T], line: _Line) -> T:
    """Do it in a thread. Where this task is cancelled, the connection is cut, so that the thread ends too.

    The thread is one of its own that keeps neither the loop nor the program from ending: should it hang where
    nothing can be cut, it is left behind.
    """
    work: Future[T] = Future()

    def run() -> None:
        try:
            work.set_result(do())
        except BaseException as error:  # noqa: BLE001 - it is raised where the work is waited for
            work.set_exception(error)

    threading.Thread(target=run, name="mailbox", daemon=True).start()
    waiting = asyncio.wrap_future(work)
    try:
        return await asyncio.shield(waiting)
    except asyncio.CancelledError:
        line.cut()
        await asyncio.wait([waiting], timeout=AFTER_CUT)
        if waiting.done() and not waiting.cancelled():
            waiting.exception()  # seen: it is the cut
        raise


def _wish(visit: _Visit) -> Wish:
    from servwatch.fetch.imap_session import Wish

    request = visit.request
    since = None
    with suppress(ValueError):
        since = date.fromisoformat(request.last_modified or "")
    return Wish(Seen.of(request.etag), since, request.newest, request.senders, visit.max_bytes)


def _judged(take: Take, *, known: bool) -> tuple[Verdict, str]:
    if take.letters:
        left = f"; {take.left} more wait for the next poll" if take.left else ""
        return Verdict.OK, f"{len(take.letters)} messages that are new{left}"
    if known:
        return Verdict.NOT_MODIFIED, "no new message since the last poll"
    return Verdict.EMPTY, "the folder holds no message"


def _first_day(letters: Sequence[Letter], now: float) -> str:
    days = [letter.received for letter in letters if letter.received is not None]
    return min(days, default=datetime.fromtimestamp(now, UTC)).date().isoformat()
