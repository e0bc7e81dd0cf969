"""One session with an IMAP server (RFC 9051, RFC 3501), in a thread: look, take, mark.

Messages are read without being marked (BODY.PEEK), and none is ever moved or removed. imaplib and imap-tools
block, so that `mailboxes` runs a session in a thread, and cuts the connection where time is up.
"""

from __future__ import annotations

import imaplib
import re
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from imap_tools.errors import ImapToolsError

from servwatch.fetch.faults import FetchStopped, plain
from servwatch.fetch.folder_memory import Seen
from servwatch.fetch.imap_connection import Box, Connection, Place, guarded, said
from servwatch.model import Letter, Verdict

KEYWORD = "$Servwatch"
"""What a taken message is marked with, besides as seen (keywords: RFC 9051, 2.3.2)."""
MOST = 200
"""Messages taken in one poll; what is left waits for the next."""

_SLACK = 4_000_000  # bytes of answers besides the messages
_SIZES = re.compile(rb"UID (\d+)")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_FOLDERS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of a folder."""

    seen: Seen | None
    since: date | None  # the first day of which messages were ever taken
    newest: int
    senders: tuple[str, ...]
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Take:
    """What a folder gave."""

    seen: Seen
    letters: tuple[Letter, ...]
    unmarked: tuple[int, ...]  # taken before, and not marked then
    left: int  # messages that wait for the next poll
    wire: int


class Session:
    """A session that has logged in. A context manager.

    `secret` is the password or the token; `limit` bytes of messages are read at most; `opened` is told of the
    socket, to cut it. Everything raises `FetchStopped`, with a verdict.
    """

    def __init__(
        self,
        place: Place,
        user: str,
        secret: str,
        *,
        xoauth2: bool,
        limit: int,
        opened: Callable[[socket.socket], None],
    ) -> None:
        self._place = place
        self._host = place.mailbox.host
        self._connection = guarded(self._place, lambda: Connection(place, limit + _SLACK, opened))
        self._box = Box(self._connection)
        try:
            if place.security == "starttls":
                guarded(self._place, self._connection.protect)
            guarded(self._place, lambda: self._log_in(user, secret, xoauth2=xoauth2))
        except BaseException:
            self._connection.shutdown()
            raise

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):
            self._connection.logout()
        with suppress(Exception):
            self._connection.shutdown()

    def take(self, wish: Wish) -> Take:
        """The messages that are new. Raises `FetchStopped`."""
        return guarded(self._place, lambda: self._take(wish))

    def mark(self, validity: int, uids: Sequence[int]) -> str:
        """Mark messages as seen and taken. Returns why not, or "". Raises `FetchStopped`."""
        return guarded(self._place, lambda: self._mark(validity, uids))

    # What is said

    def _log_in(self, user: str, secret: str, *, xoauth2: bool) -> None:
        try:
            if xoauth2:
                self._xoauth2(user, secret)
            elif user.isascii() and secret.isascii():
                self._box.login(user, secret, initial_folder=None)
            else:
                self._box.login_utf8(user, secret, initial_folder=None)
        except imaplib.IMAP4.abort:
            raise
        except (imaplib.IMAP4.error, ImapToolsError) as error:
            what = "the token" if xoauth2 else "the name or the password"
            rule = f"{self._host} refuses {what} of {user}: {said(error)}"
            raise FetchStopped(Verdict.BLOCKED, rule) from error

    def _xoauth2(self, user: str, token: str) -> None:
        """SASL XOAUTH2 as Google and Microsoft document it: a refusal comes as a challenge, answered with nothing."""
        answers = iter([f"user={user}\x01auth=Bearer {token}\x01\x01".encode()])
        self._connection.authenticate("XOAUTH2", lambda _: next(answers, b""))

    def _take(self, wish: Wish) -> Take:
        validity, next_, keywords = self._select()
        seen = wish.seen if wish.seen is not None and wish.seen.validity == validity else None
        again = self._again(wish, seen)
        found = [uid for uid in self._new(wish, seen, next_) if uid not in again]
        letters, waiting = self._letters([*again, *found], wish)
        left = [uid for uid in waiting if uid not in again]
        upto = left[0] if left else max([next_, *(uid + 1 for uid in found)])
        unmarked = self._unmarked(seen, wish) if seen is not None and keywords else ()
        new = (letter.uid for letter in letters if letter.uid not in again)
        first = min(new, default=seen.first if seen is not None else upto)
        now = Seen(validity, upto, first)
        if seen is not None:
            gone = {uid for uid in seen.again if uid not in again}
            now = replace(seen.without(gone), next=upto, first=first)
        return Take(now, tuple(letters), unmarked, len(left), self._connection.wire)

    def _select(self) -> tuple[int, int, bool]:
        """UIDVALIDITY, UIDNEXT, and whether a keyword may be given."""
        folder = self._place.mailbox.folder
        try:
            self._box.folder.set(folder)
        except ImapToolsError as error:
            raise self._no_folder(folder, said(error)) from error
        validity, next_ = self._number("UIDVALIDITY"), self._number("UIDNEXT")
        flags = self._told("PERMANENTFLAGS")
        return validity, next_, "\\*" in flags or KEYWORD.lower() in flags.lower()

    def _told(self, name: str) -> str:
        """What the server said of a folder when it was opened, "" for nothing."""
        values = self._connection.untagged_responses.get(name) or [b""]
        return values[-1].decode("ascii", "replace") if isinstance(values[-1], bytes) else ""

    def _number(self, name: str) -> int:
        text = self._told(name)
        if not text.isdigit() or not 0 < int(text) < 2**32:
            raise FetchStopped(Verdict.BROKEN, f"{self._host} gives the folder no {name}")
        return int(text)

    def _no_folder(self, folder: str, words: str) -> FetchStopped:
        try:
            names = [info.name for info in self._box.folder.list()]
        except (imaplib.IMAP4.error, ImapToolsError, ValueError, LookupError):
            names = []
        if folder in names:
            return FetchStopped(Verdict.BLOCKED, f"the folder “{folder}” may not be read: {words}")
        shown = ", ".join(plain(name) for name in names[:_FOLDERS_SHOWN]) or "none that is shown"
        more = ", ..." if len(names) > _FOLDERS_SHOWN else ""
        return FetchStopped(
            Verdict.GONE, f"there is no folder “{folder}” in the mailbox; there are: {shown}{more}"
        )

    def _new(self, wish: Wish, seen: Seen | None, next_: int) -> list[int]:
        if seen is not None:
            if next_ <= seen.next:
                return []
            return [uid for uid in self._search(f"UID {seen.next}:*", wish) if uid >= seen.next]
        if (
            wish.seen is not None and wish.since is not None
        ):  # other UIDs: what was taken is known by its items
            day = wish.since
            return self._search(f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}", wish)
        return self._search("ALL", wish)[-wish.newest :]

    def _again(self, wish: Wish, seen: Seen | None) -> list[int]:
        """Those that could not be read before, and are still there."""
        if seen is None or not seen.again:
            return []
        return self._search(f"UID {','.join(map(str, seen.again))}", wish)

    def _search(self, criteria: str, wish: Wish) -> list[int]:
        uids = self._box.uids(" ".join([criteria, *_from(wish.senders)]), charset=None)
        return sorted({int(uid) for uid in uids if uid.isdigit()})

    def _unmarked(self, seen: Seen, wish: Wish) -> tuple[int, ...]:
        """What the last poll took and could not mark, since it was ended in between."""
        if seen.first >= seen.next:
            return ()
        criteria = f"UID {seen.first}:{seen.next - 1} UNKEYWORD {KEYWORD} SMALLER {wish.max_bytes + 1}"
        found = self._search(criteria, wish)
        return tuple(uid for uid in found if uid < seen.next and uid not in seen.unmarked)

    def _letters(self, uids: list[int], wish: Wish) -> tuple[list[Letter], list[int]]:
        """The messages, and which are left for the next poll: sizes are asked for before any is read."""
        wanted = uids[:MOST]
        heads = self._heads(wanted)
        letters: list[Letter] = []
        room = wish.max_bytes
        for number, uid in enumerate(wanted):
            size, received = heads.get(uid, (0, None))
            if size > wish.max_bytes:
                letters.append(Letter(uid, size, received))
                continue
            if size > room:
                return letters, uids[number:]
            room -= size
            content = self._content(uid)
            if content:
                letters.append(Letter(uid, size, received, content))
        return letters, uids[len(wanted) :]

    def _heads(self, uids: list[int]) -> dict[int, tuple[int, datetime | None]]:
        if not uids:
            return {}
        answer = self._said_to("fetch", ",".join(map(str, uids)), "(UID RFC822.SIZE INTERNALDATE)")
        found = {}
        for line in answer:
            text = line if isinstance(line, bytes) else b""
            uid, size = _SIZES.search(text), _SIZE.search(text)
            if uid and size:
                found[int(uid[1])] = int(size[1]), _received(text)
        return found

    def _content(self, uid: int) -> bytes:
        """A message whole; nothing where it was removed meanwhile."""
        answer = self._said_to("fetch", str(uid), "(UID BODY.PEEK[])")
        return next((bytes(part[1]) for part in answer if isinstance(part, tuple) and len(part) > 1), b"")

    def _said_to(self, *command: str) -> list[Any]:
        status, answer = self._connection.uid(*command)
        if status != "OK":
            raise FetchStopped(
                Verdict.BROKEN, f"{self._host} does not give the messages: {plain(str(answer))}"
            )
        return answer

    def _mark(self, validity: int, uids: Sequence[int]) -> str:
        now, _, keywords = self._select()
        if now != validity:
            return "the folder has been numbered anew"
        flags = f"(\\Seen {KEYWORD})" if keywords else "(\\Seen)"
        status, answer = self._connection.uid("store", ",".join(map(str, uids)), "+FLAGS.SILENT", flags)
        return "" if status == "OK" else plain(str(answer))


def _from(senders: tuple[str, ...]) -> list[str]:
    """The search for senders: one of them in From, wherever; the parser looks closer."""
    if not senders:
        return []
    found = f'FROM "{senders[-1]}"'
    for sender in reversed(senders[:-1]):
        found = f'OR FROM "{sender}" {found}'
    return [found]


def _received(line: bytes) -> datetime | None:
    moment = imaplib.Internaldate2tuple(line)
    return datetime.fromtimestamp(time.mktime(moment), UTC) if moment else None
