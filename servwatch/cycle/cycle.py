"""The cycle: poll what is due, annotate, build the editions that are due, deliver.

`run` from cron and the service both come through here, under the cycle lock; what it does is the same
however late, early or often it is called.

What builds and sends is imported when its turn comes: while the parser processes live, it would be
memory that nobody uses.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from servwatch import __version__
from servwatch.archive.archive import Archive
from servwatch.archive.journal import journal_of
from servwatch.archive.source_state import SourceState
from servwatch.cycle.attention import attention_of
from servwatch.cycle.clock import Clock, FixedClock
from servwatch.cycle.configuration import InForce, keep_revision, understanding_of
from servwatch.cycle.deliver import deliver, pages, way_out
from servwatch.cycle.guard import guard, machine_id
from servwatch.cycle.heartbeat import beat
from servwatch.cycle.locks import holder_name, lock
from servwatch.cycle.poll import Poller, PollResult
from servwatch.cycle.renderers import renderer_of, shipped_renderer
from servwatch.cycle.reporting import Attention, CycleReport
from servwatch.cycle.source_memory import first_state, is_due
from servwatch.errors import LockHeld, ServwatchError, TemplateError
from servwatch.model import MessageState, Settings, Source
from servwatch.sources.parser_pool import ParserPool

if TYPE_CHECKING:
    from servwatch.cycle.notices import Notices
    from servwatch.mail import SendReport

_log = structlog.get_logger(__name__)

POLL_AT_MOST = timedelta(minutes=10)
"""How long polling may take in a cycle that builds editions, so that none of them waits for longer."""
LONG_HELD = timedelta(hours=1)
"""A lock that another process holds for longer asks for attention."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do."""

    command: str = "run"
    everything: bool = False  # poll all sources, due or not
    only: tuple[str, ...] = ()  # poll just these
    build: bool = True
    deliver: bool = True
    at_once: bool = False  # a digest seen for the first time is due immediately


@dataclass(slots=True)
class Watchers:
    """Who looks on: progress of polling, whether to stop, and what a cycle takes from outside besides its clock."""

    begun: Callable[[int], None] = lambda _: None
    polled: Callable[[PollResult], None] = lambda _: None
    stopping: Callable[[], bool] = lambda: False
    rng: random.Random = field(default_factory=random.Random)
    poll_at_most: timedelta = POLL_AT_MOST  # in a cycle that builds editions
    machine: Callable[[], str] = machine_id  # the name of this machine; "" for one that has none
    parsers: Callable[[int], ParserPool] = ParserPool  # so many processes to read documents in


def run_cycle(
    current: InForce, archive: Archive, clock: Clock, plan: Plan, watchers: Watchers
) -> CycleReport:
    """Do one cycle. Raises ServwatchError only where nothing can be done at all."""
    report = CycleReport(where=way_out(current.settings.mail), problems=current.problems)
    try:
        with lock(archive.database, "cycle"):
            _work(current, archive, clock, plan, watchers, report)
    except LockHeld as held:
        _other_at_work(held, report)
    return report


def _other_at_work(held: LockHeld, report: CycleReport) -> None:
    since, now = (
        held.facts.get("held_since"),
        datetime.now(UTC),
    )  # how long a process lives is no virtual time
    _log.info("another process is at work", lock=held.facts.get("name"), holder=held.facts.get("holder"))
    report.held_by = held.sentence()
    if since is not None and now - since > LONG_HELD:
        remedy = "See whether that process is stuck; end it if it is, and the next run takes over."
        report.attention.append(Attention("lock", str(held.facts.get("holder")), since, remedy))


def _work(
    current: InForce, archive: Archive, clock: Clock, plan: Plan, watchers: Watchers, report: CycleReport
) -> None:
    settings, now = current.settings, clock.now()
    _log.info(
        "cycle",
        config=str(settings.path),
        database=str(archive.database.file or "postgresql"),
        out=report.where,
    )
    report.standing = _standing(archive, now, settings)
    run = archive.runs.start(
        plan.command,
        started=now,
        clock=now,
        holder=holder_name(),
        version=__version__,
        fingerprint=settings.fingerprint,
        given=isinstance(clock, FixedClock),
    )
    outcome = "failed"
    try:
        guard(archive, clock, watchers.machine)
        keep_revision(archive, current, now)
        steps = _Steps(current, archive, clock, plan, watchers, report, run)
        steps.poll()
        steps.tell_stories()
        if plan.deliver:
            steps.hear_back()
        if plan.build:
            steps.build()
        if plan.deliver:
            steps.tell_staff()
            steps.deliver()
        steps.look_around()
        outcome = "attention" if report.attention else "ok"
    finally:
        archive.runs.finish(run, finished=max(clock.now(), now), outcome=outcome, report=report.as_json())
    if outcome == "ok" and settings.heartbeat and plan.deliver:
        beat(settings)


def _standing(archive: Archive, now: datetime, settings: Settings) -> frozenset[str]:
    """What the last run asked attention for, if that was today: said once a day, not at each run."""
    last = archive.runs.last()
    if last is None or last.report is None or settings.day_of(last.clock) != settings.day_of(now):
        return frozenset()
    return frozenset(last.report.get("attention", ()))


class _Steps:
    """The steps of one cycle, in their order."""

    def __init__(
        self,
        current: InForce,
        archive: Archive,
        clock: Clock,
        plan: Plan,
        watchers: Watchers,
        report: CycleReport,
        run: int,
    ) -> None:
        self._current, self._archive, self._clock = current, archive, clock
        self._plan, self._watchers, self._report, self._run = plan, watchers, report, run
        self._settings: Settings = current.settings
        self._understanding = understanding_of(current.settings)

    def poll(self) -> None:
        states = self._archive.sources.all()
        sources = self._chosen(states)
        self._watchers.begun(len(sources))
        poller = Poller(
            self._settings,
            self._archive,
            self._understanding,
            self._clock,
            run=self._run,
            rng=self._watchers.rng,
            progress=self._watchers.polled,
            stopping=self._watchers.stopping,
            parsers=self._watchers.parsers,
        )
        at_most = self._watchers.poll_at_most if self._plan.build and not self._plan.everything else None
        self._report.polls = poller.poll(sources, states, at_most=at_most)
        self._leave_due(sources, states)

    def _leave_due(self, sources: Sequence[Source], states: dict[str, SourceState]) -> None:
        """Count the sources that were not reached, and remember since when those that never were are watched."""
        reached = {poll.source for poll in self._report.polls}
        unreached = [source for source in sources if source.id not in reached]
        self._report.unreached = len(unreached)
        now = self._clock.now()
        self._archive.sources.begin([first_state(s, now) for s in unreached if s.id not in states])

    def _chosen(self, states: dict[str, SourceState]) -> Sequence[Source]:
        now = self._clock.now()
        enabled = [s for s in self._settings.sources if s.enabled]
        if self._plan.only:
            return [s for s in self._settings.sources if s.id in self._plan.only]
        if self._plan.everything:
            return enabled
        due = [s for s in enabled if is_due(s, states.get(s.id), now)]
        return sorted(due, key=lambda s: _last_poll(states.get(s.id)))  # so that none is never reached

    def tell_stories(self) -> None:
        from servwatch.cycle.telling import tell_stories

        tell_stories(self._archive, self._settings.stories, self._clock.now())

    def hear_back(self) -> None:
        if self._settings.bounces is not None:
            from servwatch.cycle.returned_mail import hear_back

            now, everything = self._clock.now(), self._plan.everything
            self._report.heard = hear_back(
                self._settings, self._archive, self._notices, now, everything=everything
            )

    def build(self) -> None:
        from servwatch.cycle.building import Building
        from servwatch.cycle.house_calendar import refresh_calendar

        if any(digest.before is not None for digest in self._settings.digests):
            refresh_calendar(self._settings, self._archive, self._clock.now())
        building = Building(
            self._settings,
            self._archive,
            self._understanding,
            self._clock.now(),
            self._report,
            renderer=renderer_of(self._settings),
            shipped=shipped_renderer(),
            template_fault=self._template_fault,
        )
        building.run(at_once=self._plan.at_once, stopping=self._watchers.stopping)

    def _template_fault(self, error: TemplateError) -> None:
        _log.error("template does not work", error=str(error))
        self._report.attention.append(Attention("template", error.place, None, error.sentence()))
        self._notices().broken_template(error.sentence())

    def _notices(self) -> Notices:
        from servwatch.cycle.notices import Notices

        return Notices(self._settings, self._archive, shipped_renderer(), self._clock.now())

    def tell_staff(self) -> None:
        from servwatch.cycle.telling_staff import tell_staff

        tell_staff(self._current, self._archive, self._notices, self._clock.now())

    def deliver(self) -> None:
        if self._current.problems:
            self._notices().invalid_configuration(self._current.problems, self._current.since)
        began = self._clock.now()
        try:
            journal, stopping = journal_of(self._settings), self._watchers.stopping
            sent = deliver(self._archive, self._settings.mail, self._clock, journal, stopping=stopping)
        except LockHeld as held:
            _log.info("another process is sending", holder=held.facts.get("holder"))
            return
        except ServwatchError as error:
            _log.error("nothing could be delivered", error=str(error))
            self._report.attention.append(Attention("message", "all", None, error.sentence()))
            return
        self._tell_of(sent, began)

    def _tell_of(self, sent: SendReport, began: datetime) -> None:
        """What became of the messages, in the report and, where some are lost, to staff."""
        from servwatch.mail import Ended, remedy_of

        self._report.messages = {state.value: count for state, count in sent.counts.items() if count}
        self._report.duplicates = [d.message_id for d in sent.possible_duplicates]
        if sent.ended in (Ended.REFUSED, Ended.BROKEN, Ended.PROBED):
            remedy = f"It takes no mail: {sent.reply}. {remedy_of(sent.reply)} What waits is kept, and tried again by itself."
            self._report.attention.append(Attention("relay", self._report.where, None, remedy))
        settled = self._archive.desk.counts(settled_since=began)
        if settled.keys() & {MessageState.REFUSED, MessageState.EXPIRED, MessageState.HELD}:
            self._notices().undelivered(began)
        told = [d.id for d in self._settings.digests] if self._plan.at_once else []
        built = [e.digest for e in self._report.editions]
        self._report.pages = pages(self._archive, self._settings.mail, built or told)

    def look_around(self) -> None:
        self._report.attention += attention_of(self._archive, self._current, self._clock.now())


def _last_poll(state: SourceState | None) -> datetime:
    """When a source was polled last; long ago for one that never was."""
    last = state.last_poll if state is not None else None
    return last or datetime.min.replace(tzinfo=UTC)
