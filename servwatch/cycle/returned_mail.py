"""Hear what came back: read the new letters of the folder of [bounces], hold them against the outbox, keep what holds.

A report counts only where it names a message of ours to that recipient, or, without naming one, speaks of a member to whom
one was accepted in the last ten days: whoever knows neither can say nothing. Nobody is suppressed or removed by it. A
reader's mail that asks to leave a digest is obeyed where that reader gets it.

What was said is kept in one transaction with how far the folder was read; only then are its letters marked as read, and
only those that said something of ours. The others stay as they are, for a person. The folder is never emptied.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b

import structlog

from servwatch.archive.archive import Archive
from servwatch.archive.returned import Claim, Held, Holds, Kept
from servwatch.cycle.bounce_folder import FolderMemory
from servwatch.cycle.notices import Notices
from servwatch.cycle.reporting import HeardBack
from servwatch.cycle.returned_notices import invited_addresses, letters_of
from servwatch.cycle.unsubscribing import Unsubscribing
from servwatch.errors import NotFound
from servwatch.fetch import Fetcher
from servwatch.fetch.folder_memory import Seen
from servwatch.mail.bounces import Leaving, Result, leaving, report
from servwatch.model import BounceFolder, Fetched, Letter, RecipientStates, Request, Settings
from servwatch.model.mailbox import unpacked

_log = structlog.get_logger(__name__)

FIRST_LOOK = 200
"""Letters that the first look takes: what lies there from before is about messages of ours too."""

LONG_AGO = timedelta(days=10)
"""A wish to leave that is older when the folder is first looked into was seen by a person, who may have undone it since."""


@dataclass(slots=True)
class _Read:
    """One letter, and what it says."""

    uid: int
    at: datetime
    mark: str  # a hash of it
    claims: list[Claim] = field(default_factory=list)
    late: int = 0  # how many of the claims say that a message is still being tried
    leaving: Leaving | None = None
    ours: bool = False  # it said something of ours, and is to be marked as read


def hear_back(
    settings: Settings,
    archive: Archive,
    notices: Callable[[], Notices],
    now: datetime,
    *,
    everything: bool = False,
) -> HeardBack:
    """Look into the folder where one is named and that is due, or `everything` is to be read. Raises ArchiveError."""
    folder = settings.bounces
    if folder is None:
        return HeardBack()
    memory = FolderMemory.of(archive.returned.folder(), folder)
    if not everything and not memory.is_due(folder, now):
        return HeardBack()
    return asyncio.run(_Look(settings, archive, notices, now, folder, memory).look())


class _Look:
    """One look into the folder."""

    def __init__(
        self,
        settings: Settings,
        archive: Archive,
        notices: Callable[[], Notices],
        now: datetime,
        folder: BounceFolder,
        memory: FolderMemory,
    ) -> None:
        self._settings, self._archive, self._notices = settings, archive, notices
        self._now, self._folder, self._memory = now, folder, memory
        self._report = HeardBack()

    async def look(self) -> HeardBack:
        """Fetch, keep, mark."""
        request = Request(
            self._folder.url,
            expects="mail",
            etag=self._memory.etag,
            last_modified=self._memory.last_modified,
            login=self._folder.login,
            newest=FIRST_LOOK,
        )
        async with Fetcher(self._settings.fetch) as fetcher:
            fetched = await fetcher.fetch(request)
            if not fetched.verdict.good:
                _log.warning("what came back could not be read", rule=fetched.rule)
                self._archive.returned.remember(self._memory.failed(fetched.rule, self._now).as_json())
                return self._report
            others = await asyncio.to_thread(self._keep, fetched)
            marking = replace(fetched, taken=tuple(uid for uid in fetched.taken if uid not in others))
            if marking.taken and (fault := await fetcher.mark(request, marking)):
                _log.warning("what came back could not be marked; the next run does", rule=fault)
        return self._report

    def _keep(self, fetched: Fetched) -> frozenset[int]:
        """Keep what the letters say. Returns the UIDs of those that say nothing of ours."""
        read = [self._read(letter) for letter in unpacked(fetched.body)] if fetched.body else []
        heard = [letter.mark for letter in read if letter.leaving is not None and self._left(letter)]
        claims = [claim for letter in read for claim in letter.claims]
        others: set[int] = set()

        def then(held: Sequence[Held], before: RecipientStates, after: RecipientStates) -> Kept:
            self._count(read, held)
            others.update(letter.uid for letter in read if not letter.ours)
            etag = _etag(fetched, read, others)
            memory = self._memory.read(fetched, self._now, etag=etag, heard=heard)
            letters = letters_of(self._settings, self._notices, held, before, after, self._now)
            return Kept(memory.as_json(), letters)

        self._archive.returned.keep(claims, invited_addresses(self._settings), then)
        return frozenset(others)

    def _read(self, letter: Letter) -> _Read:
        at = min(letter.received or self._now, self._now)
        read = _Read(letter.uid, at, blake2b(letter.content, digest_size=8).hexdigest())
        try:
            found = report(letter.content)
            read.leaving = leaving(letter.content) if found is None else None
        except Exception:  # noqa: BLE001  # it is hostile, and must stop no other letter
            _log.warning("a letter cannot be read", uid=letter.uid, exc_info=True)
            return read
        for failure in found.failures if found is not None else ():
            read.late += failure.result is Result.DELAYED
            failed = failure.result is Result.FAILED
            original = found.original if found is not None else ""
            read.claims.append(Claim(failure.recipient, original, at, failed, failure.status, failure.text))
        return read

    def _left(self, letter: _Read) -> bool:
        """Obey a reader's mail that asks to leave; False where a person should look at it."""
        wish = letter.leaving
        if wish is None:
            return False
        letter.ours = True
        if letter.mark in self._memory.heard:
            return True
        if self._memory.etag is None and self._now - letter.at > LONG_AGO:
            letter.ours = False
            return False
        try:
            done = Unsubscribing(self._settings, self._archive).by_mail(wish.digest, wish.address, letter.at)
        except NotFound:
            _log.warning("somebody asks to leave a digest that they do not get", uid=letter.uid)
            letter.ours = False
            return False
        self._report.left += done.changed
        return True

    def _count(self, read: Sequence[_Read], held: Sequence[Held]) -> None:
        """Tell each letter how its claims hold, and the report how many."""
        at = 0
        for letter in read:
            mine = held[at : at + len(letter.claims)]
            at += len(letter.claims)
            if any(one.holds is not Holds.NOT_OURS for one in mine):
                letter.ours = True
                self._report.late += min(letter.late, sum(o.holds is Holds.NO_FAILURE for o in mine))
            self._report.returned += sum(one.holds is Holds.COUNTED for one in mine)
        self._report.others += sum(not letter.ours for letter in read)


def _etag(fetched: Fetched, read: Sequence[_Read], others: set[int]) -> str:
    """How far the folder is read now, with the letters that are left as they are."""
    seen = Seen.of(fetched.etag)
    if seen is None:
        return fetched.etag or ""
    return str(seen.after([letter.uid for letter in read if letter.ours], (), others))
