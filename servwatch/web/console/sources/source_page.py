"""One source: its health, the log of its polls, its rhythm, what is held back; and what a person does about each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from starlette.responses import Response

from servwatch.config import file_of_entry, with_keys
from servwatch.cycle.fault_names import fault_called
from servwatch.cycle.source_acts import UNTIL_TAKEN_BACK, acknowledge
from servwatch.insight.rhythm import UNKNOWN, Rhythm, learn
from servwatch.model import Source, Verdict
from servwatch.model.account import Role
from servwatch.web.console.charting import Drawing, Figure, Series, stacked, strip
from servwatch.web.console.routes import Page
from servwatch.web.console.saving import Texts, save
from servwatch.web.console.sources.back_filling import SORT, can_be_read_back
from servwatch.web.console.sources.fares import fares_of, known_source
from servwatch.web.console.visit import Visit

LOOKS_BACK = 90
"""Days of polls and of items that the page shows."""
POLLS_SHOWN = 30


@dataclass(slots=True)
class PolledDay:
    """The polls of one day. `worst` is the verdict that was no good, or the last one."""

    day: date
    good: int = 0
    bad: int = 0
    worst: str = ""
    verdicts: Counter[Verdict] = field(default_factory=Counter)

    @property
    def style(self) -> str:
        """The class of its cell."""
        if not self.good and not self.bad:
            return "none"
        return "good" if not self.bad else "doubt" if self.good else "bad"


def show(visit: Visit) -> Response:
    """Show a source."""
    source = known_source(visit)
    figures, today = visit.archive.figures, visit.settings.day_of(visit.now)
    first = today - timedelta(days=LOOKS_BACK - 1)
    state = visit.archive.sources.all().get(source.id)
    days = _polled(visit, source, first, today)
    items = figures.days_of(source.id, first, today)
    daily, weekly = _daily(visit, items, first, today), _weekly(visit, items, first, today)
    habit = visit.archive.sources.habit(source.id)
    return visit.page(
        "source.html.j2",
        source=source,
        fares=fares_of(visit, source, state, figures.held_of(source.id)),
        state=state,
        items=figures.items_of(source.id),
        today=today,
        days=days,
        strip=_strip(visit, days),
        polls=visit.archive.runs.polls(source=source.id, limit=POLLS_SHOWN),
        called=lambda verdict: fault_called(verdict, visit.words),
        daily=daily,
        daily_drawn=stacked(daily),
        weekly=weekly,
        weekly_drawn=stacked(weekly),
        rhythm=_rhythm(visit, learn(habit.days, today)),
        past=can_be_read_back(visit, source),
        filled=visit.archive.back_fills.get(source.id),
        errand=visit.site.errands.newest(SORT, source.id),
        forever=UNTIL_TAKEN_BACK,
    )


def release(visit: Visit) -> Response:
    """Let go what was held back as a flood."""
    source = known_source(visit)
    as_baseline = visit.form.get("as") == "baseline"
    number = visit.archive.items.release(source.id, as_baseline=as_baseline, now=visit.now)
    visit.about = source.id
    visit.detail = visit.words.n_("{n} item was let go", "{n} items were let go", number)
    return visit.go(f"/sources/{source.id}", f"{source.name}{visit.words.colon}{visit.detail}.")


def take_note(visit: Visit) -> Response:
    """Note that its fault is known, or take the note back."""
    source, _ = known_source(visit), visit.words._
    clear = visit.form.get("clear") == "yes"
    until = None if clear else visit.form.day("until") or UNTIL_TAKEN_BACK
    note = "" if clear else visit.form.line("note", 500)
    acknowledge(visit.archive, source.id, until, note, visit.settings.day_of(visit.now))
    visit.about, visit.detail = source.id, _("the note was taken back") if clear else note
    text = _("The note on {name} was taken back.") if clear else _("Noted: the fault of {name} is known.")
    return visit.go(f"/sources/{source.id}", text.format(name=source.name))


def switch(visit: Visit) -> Response:
    """Watch a source, or no longer."""
    source, _ = known_source(visit), visit.words._
    on = visit.row.name == "sources.enable"

    def edit(texts: Texts) -> Texts:
        file = file_of_entry(texts, source.id, str(visit.settings.path))
        return {file: with_keys(texts[file], source.id, {"enabled": on})}

    visit.about, visit.detail = source.id, _("was enabled") if on else _("was disabled")
    save(visit, edit, f"{source.id}: {visit.detail}")
    text = _("{name} is watched from the next poll on.") if on else _("{name} is no longer polled.")
    return visit.go(f"/sources/{source.id}", text.format(name=source.name))


def _polled(visit: Visit, source: Source, first: date, last: date) -> list[PolledDay]:
    zone = visit.settings.timezone
    days = {
        first + timedelta(days=at): PolledDay(first + timedelta(days=at))
        for at in range((last - first).days + 1)
    }
    since = datetime.combine(first, time(), zone)
    for at, verdict in visit.archive.figures.polls(source.id, since):
        day = days.get(at.astimezone(zone).date())
        if day is None:
            continue
        day.verdicts[verdict] += 1
        if verdict.good:
            day.good += 1
        else:
            day.bad += 1
        if not verdict.good or not day.bad:
            day.worst = verdict.value
    return list(days.values())


def _strip(visit: Visit, days: list[PolledDay]) -> Drawing:
    cells = []
    for day in days:
        called = fault_called(day.worst, visit.words) if day.worst else visit.words._("not polled")
        cells.append((day.style, f"{visit.words.day(day.day, form='medium')}: {called}"))
    return strip(cells)


def _daily(visit: Visit, items: dict[date, int], first: date, last: date) -> Figure:
    _ = visit.words._
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    labels = tuple(visit.words.day(day, form="short") for day in days)
    series = (Series(_("Items"), tuple(items.get(day, 0) for day in days)),)
    return Figure(
        "daily", _("Items a day"), _("Over the last 90 days, by the day they bear."), labels, series
    )


def _weekly(visit: Visit, items: dict[date, int], first: date, last: date) -> Figure:
    _ = visit.words._
    totals: Counter[int] = Counter()
    for day, number in items.items():
        totals[day.weekday()] += number
    weeks = ((last - first).days + 1) / 7
    monday = last - timedelta(days=last.weekday())
    labels = tuple(visit.words.day(monday + timedelta(days=at), form="medium").split()[0] for at in range(7))
    series = (Series(_("Items"), tuple(round(totals[at] / weeks, 1) for at in range(7))),)
    return Figure("weekly", _("Items by weekday"), _("On average, over the last 90 days."), labels, series)


def _rhythm(visit: Visit, rhythm: Rhythm) -> str:
    """What was learnt of its rhythm, in a sentence."""
    _, number = visit.words._, visit.words.number
    if rhythm == UNKNOWN:
        return _("It has published on too few days yet for a rhythm to be known.")
    return _(
        "News comes every {usual} working days on average; the longest pause was {longest}.",
        usual=number(rhythm.usual, "0.#"),
        longest=number(rhythm.longest, "0.#"),
    )


PAGES = (
    Page("/sources/{id}", "source", show, role=Role.EDITOR),
    Page("/sources/{id}/release", "sources.release", release, method="POST", role=Role.EDITOR),
    Page("/sources/{id}/note", "sources.note", take_note, method="POST", role=Role.EDITOR),
    Page("/sources/{id}/enable", "sources.enable", switch, method="POST", role=Role.EDITOR),
    Page("/sources/{id}/disable", "sources.disable", switch, method="POST", role=Role.EDITOR),
)
