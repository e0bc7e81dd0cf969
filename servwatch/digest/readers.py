"""Who is mailed a digest, and who is not and why: the invited against what was said since. Pure.

The stricter wins: somebody is mailed who is invited, within their mandate, and not suppressed. An address gets one
message, however many groups and copies lead to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from servwatch.model import Recipient, RecipientStates, Suppression


class NotMailed(StrEnum):
    """Why somebody who is invited is not mailed."""

    SUPPRESSED = "suppressed"
    NOT_BEGUN = "not-begun"  # the mandate begins later
    ENDED = "ended"  # the mandate is over
    READ = "read"  # they had all of it in full elsewhere: no mail for one line, where an empty one is not sent either
    FOLLOWS = "follows"  # a copy: whoever it is a copy of is not mailed


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is mailed."""

    recipient: Recipient
    copy_of: str = ""  # the address of the member whose copy it is


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Somebody who is invited and not mailed."""

    recipient: Recipient
    reason: NotMailed
    suppression: Suppression | None = None
    copy_of: str = ""


@dataclass(frozen=True, slots=True)
class Readers:
    """The audience of a digest on a day, in the order of the members file; every invited address is in one of both."""

    mailed: tuple[Reader, ...]
    passed: tuple[PassedOver, ...]


def readers(invited: Sequence[Recipient], states: RecipientStates, digest: str, today: date) -> Readers:
    """Part the invited of a digest into who is mailed today and who is not."""
    mailed: dict[str, Reader] = {}
    passed: dict[str, PassedOver] = {}
    own = [(member, _passed(member, states, digest, today)) for member in invited]
    for member, why in own:
        if why is None:
            mailed.setdefault(member.key, Reader(member))
        else:
            passed.setdefault(member.key, why)
    for member, why in own:
        for copy in _copies(member):
            refused = _copy_passed(copy, member, states, digest, why)
            if refused is None:
                mailed.setdefault(copy.key, Reader(copy, member.email))
            else:
                passed.setdefault(copy.key, refused)
    return Readers(tuple(mailed.values()), tuple(one for key, one in passed.items() if key not in mailed))


def ending(
    recipients: Sequence[Recipient], today: date, within: timedelta = timedelta(days=30)
) -> tuple[Recipient, ...]:
    """The members whose mandate ends within a time from today, the first to end first."""
    last = today + within
    found = [one for one in recipients if one.until is not None and today <= one.until <= last]
    return tuple(sorted(found, key=lambda one: (one.until or last, one.key)))


def _passed(member: Recipient, states: RecipientStates, digest: str, today: date) -> PassedOver | None:
    """Why a member is not mailed, None where they are. What they said goes before their mandate."""
    said = states.of(member.key).suppression(digest)
    if said is not None:
        return PassedOver(member, NotMailed.SUPPRESSED, said)
    if member.since is not None and today < member.since:
        return PassedOver(member, NotMailed.NOT_BEGUN)
    if member.until is not None and member.until < today:
        return PassedOver(member, NotMailed.ENDED)
    return None


def _copy_passed(
    copy: Recipient, member: Recipient, states: RecipientStates, digest: str, why: PassedOver | None
) -> PassedOver | None:
    """Why a copy is not mailed, None where it is. It goes where the member goes, and nowhere else."""
    said = states.of(copy.key).suppression(digest)
    if said is not None:
        return PassedOver(copy, NotMailed.SUPPRESSED, said, member.email)
    return PassedOver(copy, NotMailed.FOLLOWS, None, member.email) if why is not None else None


def _copies(member: Recipient) -> Iterator[Recipient]:
    """The copies of a member: they get what the member gets, at an address of their own."""
    for address in member.copy:
        if address.casefold() != member.key:
            yield replace(member, email=address, name="", copy=())
