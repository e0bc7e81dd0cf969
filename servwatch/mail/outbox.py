"""What the sender asks of the outbox, wherever it is kept.

Every method is one short transaction of its own and is committed, durably (on SQLite with
``synchronous=FULL``), when it returns; that order of commits is what makes "none lost, at most one
copy too many" true. No method is called with an open transaction of the caller's.

PENDING, DEFERRED and UNKNOWN are the due states. A message is *due* at `now` when it is in one of them,
its `next_attempt` is None or not after `now`, and its `expires` is None or after `now`.

One process at a time sends (the sender lock). The commands of administrators come in between, on rows
that are not SENDING:

- hold: any of the due states -> HELD with `Hold.ORDER` or `Hold.BRAKE`; such a row is never probed nor let go here;
- release: HELD, EXPIRED or REFUSED -> PENDING, with `next_attempt`, `hold` and `expires` cleared;
- retry: DEFERRED or UNKNOWN -> the same state, due now; drop: any -> gone for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from servwatch.model import Message


class Outbox(Protocol):
    """The rows between an edition and the world. Times are aware; a message is named by its `id`."""

    def stranded(self) -> Sequence[Message]:
        """The messages that are SENDING: a sender was killed over them. Their `mime` may be left empty."""

    def next_due(self, now: datetime) -> int | None:
        """The due message that has waited longest: smallest (`next_attempt`, None first; then `id`)."""

    def start(self, id: int, now: datetime) -> Message | None:  # noqa: A002
        """Make the message SENDING, with one attempt more, `marked` and `hold` cleared; return it whole.

        None, and nothing changed, where by now it is neither due nor HELD by `Hold.RELAY` (and not
        expired): somebody held or dropped it.
        """

    def mark(self, id: int, now: datetime) -> None:  # noqa: A002
        """Set `marked`: from here on the other side may have the message.

        Raises:
            ArchiveError: it is not SENDING; then it must not be sent.
        """

    def settle(
        self, message: Message, *, now: datetime, fate: str = "", phase: str = "", code: int | None = None
    ) -> None:
        """Write `state`, `next_attempt`, `reply`, `hold` and `doubts` of a message that is SENDING.

        `fate`, `phase` and `code` are those of the attempt that ended now, for the record of attempts;
        `fate` is "" where a killed sender's row is put right.

        Raises:
            ArchiveError: it is not SENDING.
        """

    def settle_and_start(
        self, message: Message, *, now: datetime, fate: str = "", phase: str = "", code: int | None = None
    ) -> Message | None:
        """`settle`, and `start` what is `next_due` after it, None where nothing is: both in one commit.

        Where a message is started this commit survives the process when it returns, and a power cut from the
        next `mark` on: between the two it may be taken back, as if no answer had been seen.

        Raises:
            ArchiveError: it is not SENDING.
        """

    def expire(self, now: datetime) -> int:
        """Due states and HELD by `Hold.RELAY` -> EXPIRED where `expires` is not after `now`. How many."""

    def probe(self) -> int | None:
        """The message HELD by `Hold.RELAY` that was tried least lately: order of `next_due`, due or not."""

    def hold_due(self, now: datetime, reply: str) -> int:
        """Every due message -> HELD by `Hold.RELAY`, with this reply; `next_attempt` stays. How many."""

    def release_held(self, now: datetime) -> int:
        """Every message HELD by `Hold.RELAY` -> PENDING; `next_attempt` stays. How many."""

    def defer_due(self, now: datetime, until: datetime, reply: str) -> int:
        """Every due message: `next_attempt` = `until`, with this reply; PENDING -> DEFERRED. How many."""
