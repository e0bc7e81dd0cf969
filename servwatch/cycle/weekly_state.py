"""The weekly mail on the state of the watch, to administrators and editors, also when all is well."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from servwatch.archive.archive import Archive
from servwatch.archive.soundness import log_size, size_of
from servwatch.config import due
from servwatch.cycle.backing_up import last_backup
from servwatch.cycle.endings import known_endings, near_ends
from servwatch.cycle.notices import Notices
from servwatch.cycle.reporting import Attention
from servwatch.cycle.source_standing import fault_of
from servwatch.locale import Words, words
from servwatch.model import MessageState, Settings

WEEK = timedelta(days=7)
SOON = timedelta(days=31)
"""Mandates that end within this time are listed."""
LISTED = 30
"""Lines of one sort; the rest are counted."""
_ALONE = frozenset({"network", "recipient", "clock", "brake", "run", "bounces", "backup"})
"""Sorts of which the id is a word of the program, for machines."""
_ANCHOR = "weekly mail"
_GIB, _MIB = 1 << 30, 1 << 20


def tell_the_week(
    settings: Settings,
    archive: Archive,
    asking: Callable[[], Sequence[Attention]],
    notices: Callable[[], Notices],
    now: datetime,
) -> int:
    """Put the mail into the outbox where its time has come; how many. Each time has one mail, whatever crashes."""
    staff = [*settings.mail.administrators, *settings.mail.editors]
    if not settings.weekly or not staff:
        return 0
    kept = archive.runs.setting(_ANCHOR)
    if kept is None:  # from now on
        archive.runs.set(_ANCHOR, now.isoformat())
        return 0
    scheduled = due(settings.weekly, settings.timezone, datetime.fromisoformat(kept), now)
    if scheduled is None:
        return 0
    speech = words(settings.language, settings.timezone)
    report, attention = _Report(settings, archive, speech, now), asking()
    written = notices().letters(
        staff,
        "weekly",
        report.subject(attention),
        report.opening(attention),
        [*report.figures(), *report.attention(attention), *report.coming()],
        occasion=scheduled.isoformat(),
    )
    count = archive.desk.notify(written)
    archive.runs.set(_ANCHOR, scheduled.isoformat())
    return count


@dataclass(frozen=True, slots=True)
class _Report:
    """The sentences of one week."""

    settings: Settings
    archive: Archive
    speech: Words
    now: datetime

    @property
    def today(self) -> date:
        """The council's day."""
        return self.settings.day_of(self.now)

    def subject(self, attention: Sequence[Attention]) -> str:
        speech = self.speech
        if not attention:
            return speech._("servwatch: state of the watch, all is well")
        return speech.n_(
            "servwatch: state of the watch, {n} matter asks for attention",
            "servwatch: state of the watch, {n} matters ask for attention",
            len(attention),
        )

    def opening(self, attention: Sequence[Attention]) -> list[str]:
        speech = self.speech
        since = speech._("This is the week from {moment} on.", moment=speech.moment(self.now - WEEK))
        if attention:
            return [since, speech._("`servwatch status` says of each matter what to do.")]
        return [since, speech._("Nothing asks for attention.")]

    def figures(self) -> list[str]:
        """Runs, sources, editions, messages, backup, room."""
        return [
            self._runs(),
            *self._sources(),
            *self._editions(),
            self._messages(),
            self._backup(),
            *self._room(),
        ]

    def attention(self, found: Sequence[Attention]) -> list[str]:
        """What asks for attention, by name; its remedy is for the terminal."""
        speech = self.speech
        lines = []
        for one in found[:LISTED]:
            line = self._called(one)
            if one.since is not None:
                line = speech._("{what}, since {day}", what=line, day=speech.day(one.since))
            lines.append(line)
        if len(found) > LISTED:
            lines.append(speech.n_("and {n} other matter", "and {n} other matters", len(found) - LISTED))
        return lines

    def coming(self) -> list[str]:
        """Mandates that end within a month, secrets and certificates that end within two."""
        speech = self.speech
        ends = [
            speech._(
                "Ends on {day}: {what}.",
                day=speech.day(near.ending.last),
                what=speech._(near.ending.what, where=near.ending.where),
            )
            for near in near_ends(known_endings(self.settings), self.today)
        ]
        ending = [
            r for r in self.settings.recipients if r.until and self.today <= r.until <= self.today + SOON
        ]
        return [
            speech._(
                "The mandate of {name} ends on {day}.",
                name=r.name or r.email,
                day=speech.day(r.until or self.today),
            )
            for r in sorted(ending, key=lambda r: (r.until or self.today, r.key))
        ] + ends

    def _runs(self) -> str:
        outcomes = self.archive.runs.outcomes(self.now - WEEK)
        failed = outcomes.get("failed", 0) + outcomes.get(None, 0)
        return self.speech.n_(
            "{n} run, of which {failed} failed or did not end.",
            "{n} runs, of which {failed} failed or did not end.",
            sum(outcomes.values()),
            failed=failed,
        )

    def _sources(self) -> list[str]:
        speech = self.speech
        states, watched = self.archive.sources.all(), [s for s in self.settings.sources if s.enabled]
        faults = {s.name: fault_of(states.get(s.id), self.settings.timezone, self.today) for s in watched}
        ill = [name for name, fault in faults.items() if fault is not None]
        lines = [
            speech.n_(
                "{n} source is watched, of which {well} are well.",
                "{n} sources are watched, of which {well} are well.",
                len(watched),
                well=len(watched) - len(ill),
            )
        ]
        if ill:
            named = "; ".join(ill[:LISTED]) + (" …" if len(ill) > LISTED else "")  # names have commas
            lines.append(speech._("Not read, silent, or of no use: {names}.", names=named))
        return lines

    def _editions(self) -> list[str]:
        speech = self.speech
        built = [e for e in self.archive.editions.recent(limit=500) if e.frozen > self.now - WEEK]
        sent = [f"{e.digest} {e.number}" for e in reversed(built) if e.number]
        lines = [speech.n_("{n} edition was built.", "{n} editions were built.", len(sent))]
        if sent:
            lines.append(speech.joined(sent[:LISTED]) + (" …" if len(sent) > LISTED else ""))
        return lines

    def _messages(self) -> str:
        settled = self.archive.desk.counts(settled_since=self.now - WEEK)
        standing = self.archive.desk.counts()
        return self.speech._(
            "Messages this week: {accepted} accepted, {refused} refused, {expired} expired. Now: {deferred} deferred,"
            " {held} held.",
            accepted=settled.get(MessageState.ACCEPTED, 0),
            refused=settled.get(MessageState.REFUSED, 0),
            expired=settled.get(MessageState.EXPIRED, 0),
            deferred=standing.get(MessageState.DEFERRED, 0),
            held=standing.get(MessageState.HELD, 0),
        )

    def _backup(self) -> str:
        last = last_backup(self.archive)
        if last is None:
            return self.speech._("No backup was ever made with `servwatch backup`.")
        return self.speech._(
            "The last backup is of {moment}.", moment=self.speech.moment(last, near=self.now)
        )

    def _room(self) -> list[str]:
        speech, file = self.speech, self.archive.database.file
        taken = size_of(self.archive.database) + log_size(self.archive.database)
        size = speech.number(taken / _MIB, "#,##0.0")
        lines = [speech._("The database takes {size} MB.", size=size)]
        if file is not None:
            free = speech.number(free_room(file) / _GIB, "#,##0.0")
            lines.append(speech._("On its disk {free} GB are free.", free=free))
        return lines

    def _called(self, one: Attention) -> str:
        """Of which sort it is, and which one; some are the only one of their sort."""
        named = f"{one.title} ({one.id})" if one.title else one.id
        sort = self._sort(one.what)
        return sort if one.what in _ALONE else f"{sort}{self.speech.colon}{named}"

    def _sort(self, what: str) -> str:
        speech = self.speech
        known = {
            "source": speech._("source"),
            "network": speech._("network"),
            "quarantine": speech._("items held back"),
            "expectation": speech._("did not come"),
            "configuration": speech._("configuration"),
            "template": speech._("template"),
            "recipient": speech._("members to whom mail comes back"),
            "message": speech._("messages"),
            "relay": speech._("mail relay"),
            "lock": speech._("another process"),
            "run": speech._("run"),
            "calendar": speech._("calendar"),
            "clock": speech._("clock"),
            "brake": speech._("nothing leaves"),
            "journal": speech._("journal"),
            "backup": speech._("backup"),
            "draft": speech._("draft"),
            "bounces": speech._("mail that comes back"),
            "ending": speech._("secret or certificate"),
        }
        return known.get(what, what)


def free_room(file: Path) -> int:
    """The bytes that are free on the disk of a file."""
    return shutil.disk_usage(file.parent).free
