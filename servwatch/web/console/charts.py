"""The charts: items by theme and body over time, deadlines ahead, who speaks, how reliable the sources are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.responses import Response

from servwatch.archive.fault_log import FaultRow
from servwatch.digest.compose.bodies import body_name
from servwatch.model import Side
from servwatch.model.deadlines import DeadlineState
from servwatch.web.console.charting import STYLES, Figure, Series, share, stacked
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Visit

PERIODS = (30, 90, 365)
"""Days that a chart may show."""
_USUAL = 90
_BY_DAY = 31
"""A period up to so many days is shown day by day, a longer one week by week."""
_LEAST_RELIABLE = 12


@dataclass(frozen=True, slots=True)
class Span:
    """Days in steps; both ends are included."""

    first: date
    last: date
    step: int

    @property
    def starts(self) -> list[date]:
        """The first day of each step."""
        days = (self.last - self.first).days + 1
        return [self.first + timedelta(days=at) for at in range(0, days, self.step)]


@dataclass(frozen=True, slots=True)
class Unreliable:
    """A source with the days of a span on which it had a fault."""

    source: str
    name: str
    days: int
    part: float  # of the span


def show(visit: Visit) -> Response:
    """Show the charts of a period."""
    asked = visit.query.get("days", "")
    days = int(asked) if asked in map(str, PERIODS) else _USUAL
    today, step = visit.settings.day_of(visit.now), 1 if days <= _BY_DAY else 7
    past = Span(today - timedelta(days=days - 1), today, step)
    ahead = Span(today, today + timedelta(days=days - 1), step)
    counted = visit.archive.figures.by_source(past.first, past.last, past.step)
    faults = visit.archive.faults.recent(visit.now - timedelta(days=days + 1))
    sides = _sides(visit, counted)
    figures = [_themes(visit, past), _bodies(visit, past, counted), sides, _deadlines(visit, ahead)]
    figures.append(_faults(visit, past, faults))
    drawn = [(one, share(one.series) if one is sides else stacked(one)) for one in figures]
    return visit.page(
        "charts.html.j2",
        days=days,
        periods=PERIODS,
        drawn=drawn,
        by_week=step > 1,
        unreliable=_unreliable(visit, past, faults),
    )


def _themes(visit: Visit, span: Span) -> Figure:
    _, language = visit.words._, visit.words.language
    names = {theme.id: theme.name.get(language) or theme.id for theme in visit.settings.themes}
    counted = visit.archive.figures.by_theme(span.first, span.last, span.step)
    return Figure(
        "themes",
        _("Items by theme"),
        _("An item of several themes counts for each."),
        _labels(visit, span),
        _largest(counted, span, lambda theme: names.get(theme, theme), _("other themes")),
    )


def _bodies(visit: Visit, span: Span, counted: Mapping[tuple[str, int], int]) -> Figure:
    _ = visit.words._
    bodies = {source.id: source.body for source in visit.settings.sources}
    names = {source.body: body_name(source.name, visit.words) for source in reversed(visit.settings.sources)}
    by_body: Counter[tuple[str, int]] = Counter()
    for (source, at), count in counted.items():
        by_body[bodies.get(source, source), at] += count
    called = _largest(by_body, span, lambda body: names.get(body, body), _("other bodies"))
    about = _("By the day that a publication bears.")
    return Figure("bodies", _("Items by body"), about, _labels(visit, span), called)


def _sides(visit: Visit, counted: Mapping[tuple[str, int], int]) -> Figure:
    _ = visit.words._
    sides = {source.id: source.side for source in visit.settings.sources}
    totals: Counter[Side] = Counter()
    for (source, _at), count in counted.items():
        totals[sides.get(source, Side.OTHER)] += count
    names = {
        Side.WORKERS: _("workers"),
        Side.EMPLOYERS: _("employers"),
        Side.PUBLIC: _("public bodies"),
        Side.OTHER: _("others"),
    }
    series = tuple(Series(name, (totals[side],), at) for at, (side, name) in enumerate(names.items(), 1))
    about = _("Which side the items of the period come from.")
    return Figure("sides", _("Who speaks"), about, (_("Items"),), series)


def _deadlines(visit: Visit, span: Span) -> Figure:
    _ = visit.words._
    counted = visit.archive.figures.deadlines(span.first, span.last, span.step)
    names = {
        DeadlineState.OPEN: _("undecided"),
        DeadlineState.OURS: _("ours"),
        DeadlineState.DONE: _("done"),
        DeadlineState.NOT_FOR_US: _("not for us"),
    }
    steps = range(len(span.starts))
    series = tuple(
        Series(name, tuple(counted.get((state, step), 0) for step in steps), at)
        for at, (state, name) in enumerate(names.items(), 1)
    )
    about = _("By the last day on which one can act.")
    return Figure("deadlines", _("Deadlines ahead"), about, _labels(visit, span), series)


def _faults(visit: Visit, span: Span, faults: Iterable[FaultRow]) -> Figure:
    _ = visit.words._
    watched = {source.id for source in visit.settings.sources}
    standing: dict[str, list[set[str]]] = {kind: [set() for _start in span.starts] for kind in _KINDS}
    for row in faults:
        if row.source in watched and row.kind in standing:
            for at in _steps_of(visit, row, span):
                standing[row.kind][at].add(row.source)
    names = {"content": _("what it publishes"), "system": _("how it is reached")}
    series = tuple(
        Series(names[kind], tuple(len(sources) for sources in standing[kind]), at)
        for at, kind in enumerate(_KINDS, 1)
    )
    about = _("Sources that had a fault, of what they publish or of the way there.")
    return Figure("faults", _("Sources with a fault"), about, _labels(visit, span), series, summed=False)


_KINDS = ("content", "system")


def _steps_of(visit: Visit, row: FaultRow, span: Span) -> range:
    """The steps of a span in which a fault stood."""
    healed = visit.settings.day_of(row.healed) if row.healed is not None else span.last
    first, last = max(row.since, span.first), min(healed, span.last)
    if last < first:
        return range(0)
    return range((first - span.first).days // span.step, (last - span.first).days // span.step + 1)


def _unreliable(visit: Visit, span: Span, faults: Iterable[FaultRow]) -> list[Unreliable]:
    """The sources with most days in fault, the worst first."""
    daily = Span(span.first, span.last, 1)
    days: dict[str, set[int]] = {}
    for row in faults:
        days.setdefault(row.source, set()).update(_steps_of(visit, row, daily))
    whole = len(daily.starts)
    found = [
        Unreliable(source.id, source.name, len(days[source.id]), len(days[source.id]) / whole)
        for source in visit.settings.sources
        if days.get(source.id)
    ]
    return sorted(found, key=lambda one: (-one.days, one.name))[:_LEAST_RELIABLE]


def _labels(visit: Visit, span: Span) -> tuple[str, ...]:
    return tuple(visit.words.day(start, form="short") for start in span.starts)


def _largest(
    counted: Mapping[tuple[str, int], int], span: Span, called: Callable[[str], str], others: str
) -> tuple[Series, ...]:
    """The largest rows by name, and the others as one."""
    totals: Counter[str] = Counter()
    for (key, _at), count in counted.items():
        totals[key] += count
    most = STYLES if len(totals) <= STYLES else STYLES - 1
    steps = range(len(span.starts))
    large = [key for key, _count in totals.most_common(most)]
    series = [
        Series(called(key), tuple(counted.get((key, step), 0) for step in steps), at)
        for at, key in enumerate(large, 1)
    ]
    if len(totals) > most:
        rest: Counter[int] = Counter()
        for (key, at), count in counted.items():
            rest[at] += count if key not in large else 0
        series.append(Series(others, tuple(rest[step] for step in steps), STYLES))
    return tuple(series)


PAGES = (Page("/charts", "charts", show),)
