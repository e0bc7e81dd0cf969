"""Holds what arrived against what was stored, what the outbox says now, and what was committed on the way.

The promise: no message is lost; an extra copy comes only where a mark was committed whose answer never was written down,
it has the stored bytes, and its row shows the doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from servwatch.model import Message, MessageState

S = MessageState
_OWED = (S.PENDING, S.SENDING, S.ACCEPTED, S.DEFERRED, S.UNKNOWN)
"""Who is in one of these states and has no copy was lost; the others are held, refused or expired, and staff are told."""


@dataclass(frozen=True)
class Ending:
    """What came of a play, over all its messages."""

    killed_at: str  # the write and on which side of its commit, "" where the play ended before
    states: tuple[str, ...]
    lost: int = 0  # nothing arrived, and nobody is told
    extra: int = 0  # copies beyond the first
    outside_gap: int = 0  # of those, how many without a mark whose answer was never written down
    altered: int = 0  # copies that are not the stored bytes
    unreported: int = 0  # doubled messages whose row shows no doubt

    @property
    def broken(self) -> bool:
        """Whether the promise was."""
        return bool(self.lost or self.outside_gap or self.altered or self.unreported)


def gaps(journal: Iterable[str]) -> Counter[int]:
    """By message, the marks that were committed and whose answer was not written down."""
    found: Counter[int] = Counter()
    for line in journal:
        what, *about = line.split()
        if what == "mark":
            found[int(about[0])] += 1
        elif (
            what in ("settle", "settle_and_start")
            and about[1:] not in ([], ["unknown"])
            and found[int(about[0])]
        ):
            found[int(about[0])] -= 1
    return found


def reckon(
    stored: Sequence[Message],
    copies: Mapping[str, Sequence[bytes]],
    rows: Mapping[int, Message],
    journal: Sequence[str],
) -> Ending:
    """`copies` are what arrived, by recipient; `rows` the outbox now; `journal` the lines of `killed_sender`."""
    open_gaps = gaps(line for line in journal if not line.startswith("killed"))
    lost = extra = outside = altered = unreported = 0
    for message in stored:
        arrived, row = copies.get(message.recipient, ()), rows.get(message.id)
        lost += not arrived and (row is None or row.state in _OWED)
        more = max(0, len(arrived) - 1)
        extra += more
        outside += max(0, more - open_gaps[message.id])
        altered += sum(data != message.mime for data in arrived)
        unreported += bool(more) and (row is None or not row.doubts)
    killed = next((line.removeprefix("killed ") for line in journal if line.startswith("killed")), "")
    states = tuple(str(rows[m.id].state) for m in stored if m.id in rows)
    return Ending(killed, states, lost, extra, outside, altered, unreported)
