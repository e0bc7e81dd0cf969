"""What can be said of something the archive does not hold: not watched, not read then, or not listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

from servwatch.archive.archive import Archive
from servwatch.archive.fault_log import FaultRow
from servwatch.archive.source_state import SourceState
from servwatch.cycle.source_standing import fault_of
from servwatch.cycle.why.step import Step
from servwatch.insight.provenance import host_of, of_site
from servwatch.insight.references import read_reference
from servwatch.insight.verdict_remedies import FaultClass
from servwatch.locale import Words
from servwatch.model import Coverage, Settings, Source

Reason = tuple[Coverage, str]


class Absence:
    """Explains what was never stored, in one language. `now` is aware."""

    def __init__(self, settings: Settings, archive: Archive, words: Words, now: datetime) -> None:
        self._settings, self._archive, self._words, self._now = settings, archive, words, now
        self._states: Mapping[str, SourceState] | None = None
        self._told: dict[str, frozenset[str]] = {}

    def explain(self, asked: str, day: date | None = None) -> list[Step]:
        """The steps for what is not there; `day` is when it was published, where that is known."""
        _ = self._words._
        if asked.isdecimal():
            text = _("The archive holds no item with the number {number}.", number=asked)
            return [_outcome((Coverage.NOT_LISTED, text), "")]
        reference = read_reference(asked, self._words.language)
        plain = asked if reference is not None or "://" in asked else f"“{asked}”"
        steps = [Step("not-stored", _("The archive holds no item for {asked}.", asked=plain))]
        if reference is not None and reference.url:
            text = _("{id} stands at {url}", id=reference.id, url=reference.url)
            steps.append(Step("reference", text, {"reference": reference.id, "url": reference.url}))
        host = host_of(asked)
        if not host:
            return [*steps, self._unlisted_anywhere()]
        near = of_site(asked, self._settings.sources) or self._telling_of(host)
        if not near:
            text = _("No source of {host} is watched.", host=host)
            return [*steps, _outcome((Coverage.NOT_WATCHED, text), "")]
        polled = [source for source in near if source.enabled] or near
        reasons = [(source, self._of(source, day)) for source in polled]
        order = (Coverage.NOT_LISTED, Coverage.SOURCE_SILENT, Coverage.SOURCE_BLOCKED, Coverage.SOURCE_OFF)
        best = min(reasons, key=lambda pair: order.index(pair[1][0]))
        steps += [
            Step("source", text, {"source": source.id})
            for source, (_coverage, text) in reasons
            if source != best[0]
        ]
        return [*steps, _outcome(best[1], best[0].id)]

    def _unlisted_anywhere(self) -> Step:
        read = sum(1 for state in self._all().values() if state.verdict is not None and state.verdict.good)
        if not any(state.last_ok for state in self._all().values()):
            return _outcome((Coverage.SOURCE_OFF, self._words._("No source has been read yet.")), "")
        unread = self._unread()
        if not read and unread:
            return _outcome((Coverage.SOURCE_BLOCKED, unread), "")
        text = self._words.n_(
            "None of the items of the {n} source that is read well has it.",
            "None of the items of the {n} sources that are read well has it.",
            read,
        )
        return _outcome((Coverage.NOT_LISTED, f"{text} {unread}".strip()), "")

    def _unread(self) -> str:
        """How many sources it may stand in that cannot be read now, "" for none."""
        enabled = [source for source in self._settings.sources if source.enabled]
        states = [(source, self._all().get(source.id)) for source in enabled]
        faulty = [self._faulty_now(source, state) for source, state in states if state is not None]
        count = sum(1 for one in faulty if one is not None and one[0] is Coverage.SOURCE_BLOCKED)
        if not count:
            return ""
        return self._words.n_("{n} source cannot be read now.", "{n} sources cannot be read now.", count)

    def _telling_of(self, host: str) -> list[Source]:
        """The sources of another site whose items lie on this host, such as those of a list of a list."""
        if host not in self._told:
            self._told[host] = self._archive.items.sources_on(host)
        return [source for source in self._settings.sources if source.id in self._told[host]]

    def _all(self) -> Mapping[str, SourceState]:
        if self._states is None:
            self._states = self._archive.sources.all()
        return self._states

    def _of(self, source: Source, day: date | None) -> Reason:
        """What can be said of one source of the site."""
        _ = self._words._
        state = self._all().get(source.id)
        if not source.enabled:
            return Coverage.SOURCE_OFF, _("Its source {name} is not enabled.", name=source.name)
        if state is None or state.verdict is None or (day is not None and self._before(state, day)):
            text = _("Its source {name} was not read yet then.", name=source.name)
            return Coverage.SOURCE_OFF, text
        faulty = self._faulty_then(source, day) if day is not None else self._faulty_now(source, state)
        if faulty is not None:
            return faulty
        text = _(
            "Its source {name} was read well until {moment}, and did not list it.",
            name=source.name,
            moment=self._words.moment(state.last_ok or self._now, near=self._now),
        )
        healed = " ".join(self._healed(source)) if day is None else ""
        return Coverage.NOT_LISTED, f"{text} {healed}".strip()

    def _before(self, state: SourceState, day: date) -> bool:
        return day < state.first_seen.astimezone(self._settings.timezone).date()

    def _faulty_now(self, source: Source, state: SourceState) -> Reason | None:
        today = self._settings.day_of(self._now)
        fault = fault_of(state, self._settings.timezone, today)
        if fault is None or not fault.grave:
            return None
        return self._faulty(source, fault.kind, fault.since, None, state.rule)

    def _faulty_then(self, source: Source, day: date) -> Reason | None:
        zone = self._settings.timezone
        noon = datetime.combine(day, time(12), zone)
        for row in self._archive.faults.of(source.id):
            if row.since <= day and (row.healed is None or noon <= row.healed):
                since = datetime.combine(row.since, time(), zone)
                return self._faulty(source, FaultClass(row.kind), since, row.healed)
        return None

    def _faulty(
        self, source: Source, kind: FaultClass, since: datetime, until: datetime | None, rule: str = ""
    ) -> Reason:
        _ = self._words._
        facts = {"name": source.name, "since": self._words.day(since), "rule": rule}
        if kind is FaultClass.CONTENT:
            text = _("Its source {name} was read, but gave nothing new since {since}.", **facts)
            return Coverage.SOURCE_SILENT, text
        if until is not None:
            facts["until"] = self._words.day(until)
            text = _("Its source {name} could not be read from {since} to {until}.", **facts)
        else:
            text = _("Its source {name} could not be read since {since}. {rule}", **facts).strip()
        return Coverage.SOURCE_BLOCKED, text

    def _healed(self, source: Source) -> Iterator[str]:
        """The spells in which it could not be read; the newest only, since the day that is asked for is not known."""
        rows: list[FaultRow] = [row for row in self._archive.faults.of(source.id) if row.healed is not None]
        for row in rows[-1:]:
            facts = {"since": self._words.day(row.since), "until": self._words.day(row.healed or self._now)}
            yield self._words._("From {since} to {until} it could not be read as usual.", **facts)


def _outcome(reason: Reason, source: str) -> Step:
    coverage, text = reason
    return Step(coverage.value, text, {"coverage": coverage, "source": source})
