"""What recipients and the mail system said since somebody was invited: kept in the archive, per address.

The members file says who is invited, the archive what was said since; the stricter wins. Bounces only mark:
whoever is suppressed is so by their own word or by that of a person of the staff.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

EVERY_DIGEST = ""
"""In the place of a digest's id: what is said holds for all of them."""
_DEAD = "5.1."
"""Enhanced status codes of addresses (RFC 3463, 3.2): no such mailbox, no such host, moved."""
_POLICY = "5.7."
"""Those of security and policy (RFC 3463, 3.8): the receiver refuses us."""


class SuppressedFor(StrEnum):
    """Why an address is not mailed, whoever invites it."""

    UNSUBSCRIBED = "unsubscribed"  # the reader said so
    BOUNCED = "bounced"  # staff said so, since mail to it came back
    ERASED = "erased"  # the person asked to be forgotten
    BY_HAND = "by-hand"  # staff said so


class Frequency(StrEnum):
    """How often a reader wants a digest; each that is longer than the digest's own collects editions."""

    EACH = "each"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Suppression:
    """An address that is not mailed."""

    reason: SuppressedFor
    since: datetime
    digest: str = EVERY_DIGEST
    detail: str = ""  # in the words of who said so


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a reader wants a digest. None: as it is otherwise."""

    frequency: Frequency | None = None
    layout: str | None = None  # "brief" | "full"
    themes: tuple[str, ...] | None = None  # within what the digest offers

    def over(self, others: Preferences) -> Preferences:
        """These, and what they leave open from the others."""
        return Preferences(
            self.frequency or others.frequency,
            self.layout or others.layout,
            others.themes if self.themes is None else self.themes,
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a reader who wants a digest less often than it comes stands."""

    last: datetime | None = None  # the scheduled time of the last edition that was mailed to them
    owed: tuple[int, ...] = ()  # the ids of the editions since then, which their next mail tells too


@dataclass(frozen=True, slots=True)
class Bounces:
    """Mail that came back with one status code."""

    code: str  # enhanced (RFC 3463), such as "5.1.1"; "" where none was given
    first: datetime
    last: datetime
    count: int
    text: str  # of the last one

    @property
    def of_address(self) -> bool:
        """Whether the code says that the address itself is dead."""
        return self.code.startswith(_DEAD)

    @property
    def of_us(self) -> bool:
        """Whether the code says that a rule of the receiver refused our mail: no fault of the address."""
        return self.code.startswith(_POLICY)


@dataclass(frozen=True, slots=True)
class RecipientState:
    """All that was said of one address."""

    address: str  # case-folded
    suppressed: Mapping[str, Suppression] = field(default_factory=dict)  # by digest, or EVERY_DIGEST
    preferences: Mapping[str, Preferences] = field(default_factory=dict)  # likewise
    bounces: tuple[Bounces, ...] = ()

    def suppression(self, digest: str) -> Suppression | None:
        """Why the address is not mailed that digest, None where it may be."""
        return self.suppressed.get(EVERY_DIGEST) or self.suppressed.get(digest)

    def preferring(self, digest: str, usual: Preferences) -> Preferences:
        """How the reader wants a digest: what is said of it, of all digests, and else what is usual."""
        of_all = self.preferences.get(EVERY_DIGEST, Preferences())
        return self.preferences.get(digest, of_all).over(of_all).over(usual)

    def seems_dead(self, day_of: Callable[[datetime], date]) -> bool:
        """Whether mail came back on two different days for want of the address: staff should look at it."""
        times = [time for b in self.bounces if b.of_address for time in (b.first, b.last)]
        return bool(times) and day_of(min(times)) != day_of(max(times))


@dataclass(frozen=True, slots=True)
class RecipientStates:
    """What was said of every address, as of one moment."""

    by_address: Mapping[str, RecipientState] = field(default_factory=dict)
    erased: Mapping[str, datetime] = field(default_factory=dict)  # since when, by what `hash_of` makes
    hash_of: Callable[[str], str] = field(default=str, repr=False, compare=False)

    def of(self, address: str) -> RecipientState:
        """What was said of an address, however it is written. One that was erased is suppressed."""
        key = address.casefold()
        known = self.by_address.get(key, RecipientState(key))
        since = self.erased.get(self.hash_of(key)) if self.erased else None
        if since is None:
            return known
        forgotten = Suppression(SuppressedFor.ERASED, since)
        return RecipientState(key, {EVERY_DIGEST: forgotten}, known.preferences, known.bounces)
