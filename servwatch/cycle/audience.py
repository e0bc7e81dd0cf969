"""Who gets an edition, and how: the members, what they and the mail system said since, and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from servwatch.archive.archive import Archive
from servwatch.archive.reader_turns import Rota
from servwatch.cycle.read_before import NOTHING, read_before
from servwatch.digest.collecting import of_themes
from servwatch.digest.readers import NotMailed, PassedOver, Readers, readers
from servwatch.digest.readings import collects, comes_now, preferred, reading
from servwatch.locale import Words
from servwatch.model import Digest, Edition, Preferences, Reading, Recipient, Settings, SuppressedFor, Turn

SUPPRESSED = {
    SuppressedFor.UNSUBSCRIBED: "unsubscribed on {day}",
    SuppressedFor.BOUNCED: "not mailed since {day}, as mail came back",
    SuppressedFor.ERASED: "erased on {day}",
    SuppressedFor.BY_HAND: "not mailed since {day}, by decision of the staff",
}


@dataclass(frozen=True, slots=True)
class Attendance:
    """The readers of one edition: who gets it and how, and who does not and why."""

    mailed: tuple[tuple[Recipient, Reading], ...]
    rota: Rota
    passed: tuple[PassedOver, ...]


class Audience:
    """The readers of the digests under one configuration."""

    def __init__(self, settings: Settings, archive: Archive) -> None:
        self._settings = settings
        self._archive = archive

    def of(self, digest: Digest, now: datetime) -> Readers:
        """Who of the invited is mailed a digest today, and who is not and why."""
        invited = self._settings.audience(digest)
        return readers(invited, self._archive.recipients.states(), digest.id, self._settings.day_of(now))

    def reads_in_full(self, digest: Digest, now: datetime) -> bool:
        """Whether anybody reads a digest in the full layout."""
        if digest.layout == "full":
            return True
        states = self._archive.recipients.states()
        split = readers(self._settings.audience(digest), states, digest.id, self._settings.day_of(now))
        wanted = (preferred(one.recipient, states.of(one.recipient.key), digest.id) for one in split.mailed)
        return any(one.layout == "full" for one in wanted)

    def attendance(
        self, digest: Digest, edition: Edition, now: datetime, *, skipped: bool = False
    ) -> Attendance:
        """Who gets an edition that is about to be frozen, and how.

        Of one that is `skipped`, only who is owed others; of one without entries, nobody is owed anything.
        """
        states = self._archive.recipients.states()
        split = readers(self._settings.audience(digest), states, digest.id, self._settings.day_of(now))
        turns = self._archive.turns.of(digest.id)
        before = _Before(edition, digest, self._settings, self._archive, now)
        themes = [theme.id for theme in self._settings.themes]
        mailed: list[tuple[Recipient, Reading]] = []
        told, released, waiting, passed = [], [], [], list(split.passed)
        for who in (reader.recipient for reader in split.mailed):
            wanted = preferred(who, states.of(who.key), digest.id)
            if digest.at_once:  # what is urgent waits for nobody's week
                wanted = replace(wanted, frequency=None)
            turn = turns.get(who.key, Turn())
            if not self._comes(wanted, turn, edition.scheduled, skipped=skipped):
                waiting.append(who.key)
                continue
            reads = before.within(reading(who, wanted, digest, turn, themes), who.key, turn)
            silent = digest.at_once or (digest.when_empty == "skip" and not reads.owed)
            if silent and _nothing_new(edition, reads):
                passed.append(PassedOver(who, NotMailed.READ))
                continue
            mailed.append((who, reads))
            if collects(wanted):
                told.append(who.key)
            elif who.key in turns:
                released.append(who.key)
        rota = Rota(tuple(told), tuple(released), tuple(waiting) if edition.entries else ())
        return Attendance(tuple(mailed), rota, tuple(passed))

    def _comes(self, wanted: Preferences, turn: Turn, scheduled: datetime, *, skipped: bool) -> bool:
        if skipped and not turn.owed:
            return False
        return comes_now(wanted, turn, scheduled, self._settings.timezone)


def _nothing_new(edition: Edition, reads: Reading) -> bool:
    """Whether a reader had all of an edition in full of late, and nothing in it is put right or said for them."""
    known = {item for item, _ in reads.elsewhere}
    entries = of_themes(edition, reads.themes).entries
    told = bool(entries) and all(entry.item.id in known for entry in entries)
    return told and not reads.had and not edition.introduction


class _Before:
    """What the readers of an edition have read already; of who gets several at once, those told with others too."""

    def __init__(
        self, edition: Edition, digest: Digest, settings: Settings, archive: Archive, now: datetime
    ) -> None:
        self._known = read_before(edition, digest, settings, archive, now)
        corrected = {one.number for one in edition.around.corrections}
        self._corrected = archive.tellings.numbered(digest.id, corrected) if corrected else {}

    def within(self, plain: Reading, address: str, turn: Turn) -> Reading:
        """How a reader reads it who has read that."""
        found = self._known.get(address, NOTHING).within(plain)
        last = turn.last
        if last is None or not self._corrected:
            return found
        told = {one.number for one in self._corrected.values() if one.cutoff <= last}
        return replace(found, had=found.had | told)


def why_not(passed: PassedOver, speech: Words) -> str:
    """Why somebody is not mailed, in words: "unsubscribed on 12 November 2026"."""
    who = passed.recipient
    if passed.suppression is not None:
        said = passed.suppression
        text = speech._(SUPPRESSED[said.reason], day=speech.day(said.since))
        return f"{text} ({said.detail})" if said.detail else text
    if passed.reason is NotMailed.NOT_BEGUN and who.since is not None:
        return speech._("the mandate begins on {day}", day=speech.day(who.since))
    if passed.reason is NotMailed.ENDED and who.until is not None:
        return speech._("the mandate ended on {day}", day=speech.day(who.until))
    if passed.reason is NotMailed.READ:
        return speech._("had it in full in another digest")
    return speech._("a copy of {member}, who is not mailed", member=passed.copy_of)


def sentence_of(passed: PassedOver, speech: Words) -> str:
    """Who is not mailed, and why, on one line."""
    return f"{passed.recipient.email}{speech.colon}{why_not(passed, speech)}"
