"""How each source stands: its one gravest fault, whether of the way there or of what it publishes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from servwatch.archive.source_state import SourceState
from servwatch.insight.source_faults import SourceFault, judge
from servwatch.insight.verdict_remedies import CLASSES, REMEDIES, FaultClass
from servwatch.model import Settings, Source, UnreadSource

_SILENT = (SourceFault.SILENT, SourceFault.SAME_OLD, SourceFault.ALWAYS_EMPTY)
_FOR_STAFF = (
    SourceFault.UNREAD_MAIL,
    SourceFault.DATES_FROZEN,
    SourceFault.PART_MISSING,
)  # its news is heard all the same

UNREACHED_FOR = timedelta(hours=24)
"""A source that is due for so long and was not polled asks for attention."""
NOT_REACHED = "not-reached"
NOT_REACHED_REMEDY = (
    "It is due since then, and was not polled: no run came so far in its time. See that cron or the service is at"
    " work; `servwatch fetch` polls without a limit of time. Where it comes back, give slow sources less `detail` or"
    " fewer `pages`."
)


@dataclass(frozen=True, slots=True)
class StandingFault:
    """What is wrong with a source now: its name, whose it is, since which time (aware), and what to do.

    Those that are not `grave` are told where sources are listed, and ask for nobody.
    """

    name: str
    kind: FaultClass
    since: datetime
    remedy: str
    rule: str = ""  # what was found at the last poll
    grave: bool = True

    @property
    def sentence(self) -> str:
        """The fault and what to do, in one breath."""
        found = f" {self.rule.rstrip('.')}." if self.rule else ""
        return f"{self.name}:{found} {self.remedy}"


def fault_of(state: SourceState | None, zone: ZoneInfo, today: date) -> StandingFault | None:
    """The gravest fault of a source as its last poll left it, on a day of the council; None where all is well."""
    if state is None or state.verdict is None:
        return None
    finding = judge(state.outlook, state.verdict, today)
    if finding is not None:
        fault = finding.fault
        since = datetime.combine(finding.since, time.min, zone)
        rule = state.rule if fault in (SourceFault.CHANGED_SHAPE, SourceFault.PART_MISSING) else ""
        return StandingFault(fault.value, FaultClass.CONTENT, since, finding.remedy, rule, finding.grave)
    kind = CLASSES[state.verdict]
    if kind is None:
        return None
    since = state.verdict_since or state.first_seen
    return StandingFault(state.verdict.value, kind, since, REMEDIES[state.verdict], state.rule)


def standing(
    source: Source, state: SourceState | None, fault: StandingFault | None, quarantined: int, today: date
) -> str:
    """One word for how a source stands: the name of a fault of its content, where it has one."""
    if not source.enabled:
        return "off"
    if quarantined:
        return "quarantine"
    if state is None or state.verdict is None:
        return "never read"
    if fault is None:
        return "well"
    if fault.grave and state.acknowledged(today):
        return "acknowledged"
    return "failing" if not state.verdict.good else fault.name


def asks(source: Source, state: SourceState | None, fault: StandingFault | None, today: date) -> bool:
    """Whether a fault asks for a person: it is grave, its source is watched, and nobody took note of it."""
    watched = source.enabled and state is not None and not state.acknowledged(today)
    return watched and fault is not None and fault.grave


def not_reached(state: SourceState, now: datetime) -> StandingFault | None:
    """The fault of ours that a source is due since long and was not polled; None for one that was."""
    due = state.next_poll or state.first_seen
    if now - due < UNREACHED_FOR:
        return None
    return StandingFault(NOT_REACHED, FaultClass.SYSTEM, due, NOT_REACHED_REMEDY)


def unheard(
    source: Source, state: SourceState | None, settings: Settings, now: datetime
) -> UnreadSource | None:
    """What the foot of a digest says of a source that is not heard; None for one that is, or was never polled.

    What only staff can use, such as dates that stand still, is none of the reader's concern.
    """
    fault = fault_of(state, settings.timezone, settings.day_of(now))
    if state is None or state.verdict is None or fault is None or not fault.grave:
        return None
    since = fault.since if state.verdict.good else state.last_ok
    silent = fault.name in _SILENT
    if silent and state.outlook.last is not None:
        since = datetime.combine(state.outlook.last, time.min, settings.timezone)
    heard = fault.name in _FOR_STAFF
    return None if heard else UnreadSource(source.id, source.name, state.verdict, since, silent)
