"""How far a folder of a mailbox was read, in one line that is remembered as the validator of its source. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

TRIES = 3
"""Polls that try to read a message, before it is passed over."""
_KEPT = 50
"""Messages passed over that are remembered, so that they are never marked."""
_LINE = re.compile(r"(\d{1,10}):(\d{1,10}):(\d{1,10})(?:/([\d*,]*)/([\d,]*))?")
_WAITING = re.compile(r"(\d{1,10})\*(\d)")


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a folder was read: all below `next` of that UIDVALIDITY; the last time from `first` on.

    `unread` are messages that could not be read, each with how often that was tried; `left` are those of the
    last time that are none of ours. Neither is marked.
    """

    validity: int
    next: int
    first: int
    unread: tuple[tuple[int, int], ...] = ()
    left: tuple[int, ...] = ()

    @classmethod
    def of(cls, etag: str | None) -> Seen | None:
        """As it was remembered."""
        found = _LINE.fullmatch(etag or "")
        if found is None:
            return None
        unread = tuple((int(uid), int(tries)) for uid, tries in _WAITING.findall(found[4] or ""))
        left = tuple(int(uid) for uid in (found[5] or "").split(",") if uid)
        return cls(int(found[1]), int(found[2]), int(found[3]), unread, left)

    def __str__(self) -> str:
        line = f"{self.validity}:{self.next}:{self.first}"
        if not (self.unread or self.left):
            return line
        unread = ",".join(f"{uid}*{tries}" for uid, tries in self.unread)
        return f"{line}/{unread}/{','.join(map(str, self.left))}"

    @property
    def again(self) -> tuple[int, ...]:
        """The messages that are to be tried once more."""
        return tuple(uid for uid, tries in self.unread if tries < TRIES)

    @property
    def unmarked(self) -> frozenset[int]:
        """The messages that are left as they are."""
        return frozenset(uid for uid, _ in self.unread) | frozenset(self.left)

    def without(self, gone: Collection[int]) -> Seen:
        """With messages forgotten that are not in the folder any more, or were read at last."""
        return replace(self, unread=tuple(one for one in self.unread if one[0] not in gone))

    def after(self, read: Collection[int], unread: Collection[int], left: Collection[int]) -> Seen:
        """After a poll that read some messages, failed on some, and left some that are none of ours."""
        tries = {uid: tried for uid, tried in self.unread if uid not in read and uid not in left}
        tries |= {uid: min(tries.get(uid, 0) + 1, TRIES) for uid in unread}
        over = [uid for uid, tried in tries.items() if tried >= TRIES][:-_KEPT]
        kept = tuple(sorted((uid, tried) for uid, tried in tries.items() if uid not in over))
        still = sorted({uid for uid in (*self.left, *left) if uid >= self.first})
        return replace(self, unread=kept, left=tuple(still))
