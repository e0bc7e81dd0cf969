"""Mails about the faults of sources: those of content to the editors, those of the way to the administrators."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from servwatch.archive.archive import Archive
from servwatch.archive.outbox import Outgoing
from servwatch.archive.source_state import SourceState
from servwatch.cycle.fault_case import LOOKS_BACK
from servwatch.cycle.fault_names import fault_called
from servwatch.cycle.fault_settling import Settlement, Settling, Told
from servwatch.cycle.notices import Notices
from servwatch.insight.verdict_remedies import FaultClass
from servwatch.locale import Words, words
from servwatch.model import Settings

LISTED = 60
"""Sources that one mail lists; the rest are counted."""


def tell_of_faults(
    settings: Settings,
    archive: Archive,
    states: Mapping[str, SourceState],
    notices: Callable[[], Notices],
    now: datetime,
) -> None:
    """Write down which faults began and ended, with the mails that tell of them, in one transaction."""
    mail = settings.mail
    staff = {FaultClass.CONTENT: mail.editors, FaultClass.SYSTEM: mail.administrators}
    settling = Settling(
        settings.sources,
        states,
        archive.faults.recent(now - LOOKS_BACK),
        mailed=[kind for kind, addresses in staff.items() if addresses],
        zone=settings.timezone,
        now=now,
    )
    found = settling.settle()
    letters: list[Outgoing] = []
    if found.lasting or found.healed or found.network:
        speech = words(settings.language, settings.timezone)
        writer = _Writer(notices(), speech, now)
        for kind, addresses in staff.items():
            letters += writer.lasting(kind, [t for t in found.lasting if t.row.kind == kind], addresses)
            letters += writer.healed(kind, [t for t in found.healed if t.row.kind == kind], addresses)
        letters += writer.network(found, mail.administrators)
    archive.faults.keep(found.rows, letters)


class _Writer:
    """The mails of one run."""

    def __init__(self, notices: Notices, speech: Words, now: datetime) -> None:
        self._notices, self._speech, self._now = notices, speech, now

    def lasting(self, kind: FaultClass, told: Sequence[Told], to: Sequence[str]) -> list[Outgoing]:
        """The mail that these faults last."""
        if not told:
            return []
        speech = self._speech
        what = (
            speech._("These sources answer, and what they give is of no use. Each with what to do:")
            if kind is FaultClass.CONTENT
            else speech._("These sources cannot be read. Each with what to do:")
        )
        subject = speech.n_(
            "servwatch: {n} source has a lasting fault",
            "servwatch: {n} sources have a lasting fault",
            len(told),
        )
        once = speech._(
            "This is told once, or weekly where it comes and goes; another mail comes when it is over."
        )
        lines = self._listed([self._line(t) for t in told])
        return self._letters(to, f"{kind}-fault", subject, [once, what], lines)

    def healed(self, kind: FaultClass, told: Sequence[Told], to: Sequence[str]) -> list[Outgoing]:
        """The mail that these faults are over."""
        if not told:
            return []
        speech = self._speech
        subject = speech.n_(
            "servwatch: {n} source is well again", "servwatch: {n} sources are well again", len(told)
        )
        lines = [
            speech._(
                "{name} ({id}): {fault} since {day}",
                name=t.source.name,
                id=t.source.id,
                fault=fault_called(t.row.fault, speech),
                day=speech.day(t.row.since, form="long"),
            )
            for t in told
        ]
        paragraphs = [speech._("The faults of these sources are over:")]
        return self._letters(to, f"{kind}-healed", subject, paragraphs, self._listed(lines))

    def network(self, found: Settlement, to: Sequence[str]) -> list[Outgoing]:
        """The mail that the network is down, or back."""
        row, speech = found.network, self._speech
        if row is None:
            return []
        if row.healed is not None:
            subject = speech._("servwatch: the network is back")
            sentence = speech._("Most sources can be reached again.")
            return self._letters(to, "network-healed", subject, [sentence], [])
        subject = speech._("servwatch: the network is down")
        sentence = speech.n_(
            "{n} source cannot be reached, since {moment}: look at the network of this machine, its proxy and its"
            " firewall. Single sources are not listed.",
            "{n} sources cannot be reached, since {moment}: look at the network of this machine, its proxy and its"
            " firewall. Single sources are not listed.",
            found.unreached,
            moment=speech.moment(row.noticed),
        )
        return self._letters(to, "network-fault", subject, [sentence], [])

    def _line(self, told: Told) -> str:
        fault, speech = told.fault, self._speech
        assert fault is not None  # noqa: S101  # it lasts
        line = speech._(
            "{name} ({id}): {fault} since {day}",
            name=told.source.name,
            id=told.source.id,
            fault=fault_called(fault.name, speech),
            day=speech.day(told.row.since, form="long"),
        )
        text = f"{line}. {speech._(fault.remedy)}"
        if not fault.rule:
            return text
        rule = speech._("Technical line: {rule}", rule=fault.rule.rstrip("."))  # which is English
        return f"{text} {rule}."

    def _listed(self, lines: list[str]) -> list[str]:
        more = len(lines) - LISTED
        if more <= 0:
            return lines
        return [
            *lines[:LISTED],
            self._speech.n_("and {n} other source", "and {n} other sources", more),
        ]

    def _letters(
        self, to: Sequence[str], kind: str, subject: str, paragraphs: list[str], lines: list[str]
    ) -> list[Outgoing]:
        return self._notices.letters(to, kind, subject, paragraphs, lines, again=self._now.isoformat())
