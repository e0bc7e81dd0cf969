"""How an edition is chosen where editors look first: from what was there at its draft, with what they did.

`Builder` asks one of these at each step; `UNREVIEWED` is the answer of an edition that nobody looks at first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from servwatch.archive.archive import Archive
from servwatch.archive.digests import DigestState
from servwatch.archive.drafts import DraftRow, last_of
from servwatch.archive.editions import Candidates
from servwatch.cycle.timings import Timings
from servwatch.digest.choose import Choice
from servwatch.digest.circumstances import Circumstances
from servwatch.digest.shaping import shaped, shaping_of
from servwatch.digest.timing import Timing
from servwatch.digest.urgency import Urgency
from servwatch.model import Act, Digest, DraftState, Edition, Settings


class Unreviewed:
    """Takes everything there is, at the time of the run."""

    introduction = ""
    reviewed = False

    def moment(self, now: datetime) -> datetime:
        """The time that the edition speaks from."""
        return now

    def candidates(self, archive: Archive, state: DigestState, digest: Digest) -> Candidates:
        """What it chooses from."""
        return archive.editions.candidates(state, digest.lookback)

    def taken(self, candidates: Candidates, known: Circumstances) -> tuple[Candidates, Circumstances]:
        """The same, once it is understood."""
        return candidates, known

    def shaped(self, choice: Choice, known: Circumstances) -> Choice:  # noqa: ARG002  # as the one below
        """What editors made of what was chosen."""
        return choice

    def told(self, edition: Edition) -> Edition:
        """The edition with what editors say in it."""
        return edition

    def sending(self, archive: Archive) -> Callable[[Connection, int], None]:  # noqa: ARG002  # as the one below
        """What else is done in the transaction that freezes it."""
        return _nothing

    def in_part(self) -> Unreviewed:
        """The same for an edition after which others of it are still to come."""
        return self


UNREVIEWED = Unreviewed()


def _nothing(_connection: Connection, _edition: int) -> None:
    pass


@dataclass(frozen=True)
class Reviewed(Unreviewed):
    """Takes what was there at the draft, what came since and cannot wait, and what editors did.

    It speaks from its scheduled time, so that what editors see is what readers get; once that day is over, from the
    time of the run.
    """

    row: DraftRow
    acts: tuple[Act, ...]
    digest: Digest
    settings: Settings
    now: datetime
    timing: Timing
    ends: bool = True  # the draft is done with once its edition is frozen
    reviewed = True

    def moment(self, now: datetime) -> datetime:
        """Its scheduled time, up to the end of that day."""
        day = self.settings.day_of(self.row.scheduled)
        return self.row.scheduled if not self.digest.at_once and self.settings.day_of(now) <= day else now

    def candidates(self, archive: Archive, state: DigestState, digest: Digest) -> Candidates:
        """What was there at the draft, and all that came since: which of it joins is asked once it is understood.

        What came after a release that a digest requires was not there to be released, and waits.
        """
        found = archive.editions.candidates(state, digest.lookback, upto=self.row.newest)
        fixed = digest.review == "required" and self.row.state is DraftState.RELEASED
        upto = self.row.released if fixed else None
        later = archive.editions.candidates(state, digest.lookback, after=self.row.newest, upto=upto)
        return replace(found, items=(*found.items, *later.items))

    def taken(self, candidates: Candidates, known: Circumstances) -> tuple[Candidates, Circumstances]:
        """Without what came since and can wait."""
        moment = self.moment(self.now)
        coming = self.timing.next(moment)
        urgency = Urgency(self.digest, self.settings, self.settings.day_of(moment), coming)
        late = {
            item.id
            for item, annotation in candidates.items
            if item.id > self.row.newest
            and urgency.critical(item, annotation, followed=item.id in known.followed)
        }
        wanted = late | known.pinned.keys()
        items = tuple(
            pair for pair in candidates.items if pair[0].id <= self.row.newest or pair[0].id in wanted
        )
        late -= known.pinned.keys()  # somebody saw it
        placed = shaping_of(self.acts).placed
        return replace(candidates, items=items), replace(known, late=frozenset(late), placed=placed)

    def shaped(self, choice: Choice, known: Circumstances) -> Choice:
        """In the order and with the words of the editors."""
        return shaped(choice, shaping_of(self.acts), known.late)

    def told(self, edition: Edition) -> Edition:
        """With their introduction; read up to the draft, at the day it comes."""
        introduction = shaping_of(self.acts).introduction
        return replace(
            edition, introduction=introduction, cutoff=self.row.built, issued=self.moment(self.now)
        )

    def sending(self, archive: Archive) -> Callable[[Connection, int], None]:
        """Note that the draft is sent, unless something was done with it that is not in the edition."""
        return archive.drafts.sending(self.row, last_of(self.acts), ends=self.ends)

    def in_part(self) -> Reviewed:
        """The draft stays alive."""
        return replace(self, ends=False)


def reviewed(archive: Archive, row: DraftRow, digest: Digest, settings: Settings, now: datetime) -> Reviewed:
    """A draft as its editors have it now."""
    return Reviewed(
        row,
        tuple(archive.drafts.acts(row)),
        digest,
        settings,
        now,
        Timings(settings, archive, now).of(digest),
    )
