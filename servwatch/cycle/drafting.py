"""Drafts in the cycle: which editions leave as their editors left them, which wait, and which drafts are to be made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from servwatch.archive.archive import Archive
from servwatch.archive.digests import DigestState
from servwatch.archive.drafts import DraftRow, last_of
from servwatch.config import due
from servwatch.cycle.alerts import EACH_MINUTE
from servwatch.cycle.build import Builder
from servwatch.cycle.configuration import understanding_of
from servwatch.cycle.draft import Draft
from servwatch.cycle.draft_mail import DraftMail
from servwatch.cycle.draft_waiting import passed_over, reminder_day, waits
from servwatch.cycle.due_digests import at_rest
from servwatch.cycle.house_calendar import calendar_of
from servwatch.cycle.renderers import renderer_of, shipped_renderer
from servwatch.cycle.review import UNREVIEWED, Reviewed, Unreviewed, reviewed
from servwatch.cycle.timings import Timings
from servwatch.digest.draft_sheet import Sheet, Standing, sheet_of
from servwatch.digest.render import Rendered, Renderer
from servwatch.model import Act, ActKind, Digest, DraftState, Settings

_log = structlog.get_logger(__name__)

NOBODY = "servwatch"
"""In the log of a draft, who did what nobody did."""
NEW_SETTINGS = "The settings changed."
CAME_LATE = "What cannot wait came after the draft."
OTHERWISE = "What it is chosen from changed."


@dataclass(frozen=True, slots=True)
class Leaving:
    """How an edition that is due is to be made."""

    scheduled: datetime
    review: Unreviewed = UNREVIEWED


def drafting_of(settings: Settings, archive: Archive, now: datetime) -> Drafting:
    """The drafts of a configuration at a time. Raises ConfigError."""
    builder = Builder(settings, archive, understanding_of(settings), renderer_of(settings))
    return Drafting(settings, archive, builder, shipped_renderer(), now)


class Drafting:
    """The drafts of one configuration at one time."""

    def __init__(
        self, settings: Settings, archive: Archive, builder: Builder, shipped: Renderer, now: datetime
    ) -> None:
        self._settings, self._archive, self._now = settings, archive, now
        self._builder, self._shipped = builder, shipped
        self._timings = Timings(settings, archive, now)

    def leaving(self, digest: Digest, state: DigestState, scheduled: datetime) -> Leaving | None:
        """How the edition of a digest that is due is to be made; None where it waits for its editors.

        What was released leaves as it was released. What has a window leaves unless it is held; where no run took
        place since its draft and another time has come, it tells all there is.
        """
        row = self._archive.drafts.alive(digest.id)
        if row is None:
            if digest.review == "required":
                return None
            if digest.review == "window":
                self._archive.desk.notify(self._mail(digest).unseen(scheduled))
            return Leaving(scheduled)
        released = row.state is DraftState.RELEASED
        if digest.before is not None and row.scheduled > self._now and self._moved(row, digest):
            if released or (digest.review == "window" and row.state is DraftState.OPEN):
                earlier = replace(row, scheduled=scheduled)  # its meeting comes sooner than it was to
                return Leaving(scheduled, self._review(earlier, digest))
            return None
        if released and (digest.at_once or row.scheduled <= self._now):
            return Leaving(scheduled if digest.at_once else row.scheduled, self._review(row, digest))
        if row.scheduled > self._now or row.state is DraftState.HELD or digest.review == "required":
            return None
        if row.scheduled < scheduled:
            row = self._begin(digest, state, scheduled, row, mailed=False)
        return Leaving(scheduled, self._review(row, digest))

    def prepare(self) -> None:
        """Make the drafts whose time has come, look again at those there are, and remind of those that wait."""
        states = self._archive.digests.all()
        wanted = {digest.id for digest in self._settings.digests if digest.enabled}
        gone = [row for row in self._archive.drafts.all_alive() if row.digest not in wanted]
        self._archive.drafts.drop(gone)
        for digest in self._settings.digests:
            state = states.get(digest.id)
            if state is not None and state.active:
                self._prepare(digest, state)

    def _prepare(self, digest: Digest, state: DigestState) -> None:
        row = self._archive.drafts.alive(digest.id)
        if digest.at_once:
            row = self._alerts(digest, state, row)
        elif digest.review != "none":
            time = self._timings.of(digest).draft_due(state.anchor, digest.draft, self._now)
            if time is not None and (row is None or row.scheduled < time or self._moved(row, digest)):
                row = self._begin(digest, state, time, row)
            elif row is not None and time is None and digest.before is not None and self._moved(row, digest):
                row = self._put_off(row, digest, state)
            elif row is not None:
                row = self._looked_at(row, digest, state)
        if row is not None and digest.review != "none":
            self._remind(row, digest)
            if passed_over(row, digest, state):
                self._archive.desk.notify(self._mail(digest).passed_over(row.scheduled))

    def _moved(self, row: DraftRow, digest: Digest) -> bool:
        """Whether the schedule changed, or a meeting moved, so that a draft is of no time of it any more."""
        just_before = row.scheduled - timedelta(microseconds=1)
        return self._timings.of(digest).next(just_before) != row.scheduled

    def _put_off(self, row: DraftRow, digest: Digest, state: DigestState) -> DraftRow | None:
        """The draft for a meeting that was put off, for its new time or the next meeting; none where there is no other."""
        coming = self._timings.of(digest).next(self._now)
        if coming is not None:
            return self._begin(digest, state, coming, row)
        self._archive.drafts.drop([row])
        return None

    def _alerts(self, digest: Digest, state: DigestState, row: DraftRow | None) -> DraftRow | None:
        """The draft of what is urgent, made anew whenever there is more of it; what is released leaves first."""
        if digest.review != "required" or (row is not None and row.state is DraftState.RELEASED):
            return row
        if self._at_rest(digest):
            return row
        draft = self._builder.draft(digest, state, self._now, self._now)
        leads = {entry.item.id for entry in draft.edition.entries}
        if not leads:
            self._nothing_urgent(row, draft, digest)
            return None
        if row is None or not leads <= set(row.shown):
            return self._begin(digest, state, self._now, row)
        return row

    def _at_rest(self, digest: Digest) -> bool:
        """Whether it is no time for alerts, nor for asking editors to release one."""
        zone, today = self._settings.timezone, self._settings.day_of(self._now)
        minute = due(digest.schedule, zone, self._now - EACH_MINUTE, self._now)
        return at_rest(
            minute, self._now, self._settings, lambda: calendar_of(self._settings, self._archive, today)
        )

    def _nothing_urgent(self, row: DraftRow | None, draft: Draft, digest: Digest) -> None:
        """Let nobody be asked for a release of nothing; what is not urgent is settled when there is much of it."""
        if row is not None:
            self._archive.drafts.drop([row])
        for part in self._builder.parts(draft, digest, self._now):
            self._builder.freeze(part, digest, self._now)

    def begin(self, digest: Digest, state: DigestState, scheduled: datetime) -> DraftRow:
        """Make a draft now, ahead of its time."""
        return self._begin(digest, state, scheduled, self._archive.drafts.alive(digest.id))

    def _begin(
        self,
        digest: Digest,
        state: DigestState,
        scheduled: datetime,
        before: DraftRow | None,
        *,
        mailed: bool = True,
    ) -> DraftRow:
        """Write a draft down, and tell its editors; it takes the place of the one before, and waits where that was held."""
        newest = self._archive.stories.newest()
        row = DraftRow(
            digest.id,
            scheduled,
            self._now,
            newest,
            self._settings.fingerprint,
            state=DraftState.HELD
            if before is not None and before.state is DraftState.HELD
            else DraftState.OPEN,
            looked=newest,
            builds_on=before.id if before is not None else None,
        )
        carried = tuple(self._archive.drafts.acts(before)) if before is not None else ()
        review = Reviewed(row, carried, digest, self._settings, self._now, self._timings.of(digest))
        draft = self._builder.draft(digest, state, scheduled, self._now, review=review)
        sheet = self._sheet(draft, digest, row, carried)
        letters = []
        if mailed:
            page = self._builder.render(draft, digest, digest.language)
            late = before.scheduled if before is not None and before.scheduled <= self._now else None
            letters = self._mail(digest).draft(sheet, page, takes_over=None if digest.at_once else late)
        begun = self._archive.drafts.begin(replace(row, shown=sheet.leads), letters)
        _log.info("draft made", digest=digest.id, entries=len(sheet.entries), editors=len(letters))
        return begun

    def _looked_at(self, row: DraftRow, digest: Digest, state: DigestState) -> DraftRow:
        """Where there are new items or other settings, see whether the draft holds other entries than before."""
        newest = self._archive.stories.newest()
        if (newest, self._settings.fingerprint) == (row.looked, row.fingerprint):
            return row
        sheet = self.sheet(row, digest, state)
        came = [item for item in sheet.leads if item not in row.shown]
        left = [item for item in row.shown if item not in sheet.leads]
        change, letters = None, []
        if came or left:
            change = Act(
                ActKind.CHANGED,
                NOBODY,
                self._now,
                old=" ".join(map(str, left)),
                new=" ".join(map(str, came)),
                reason=self._why(row, sheet, came, left),
            )
            letters = self._mail(digest).changed(sheet, came, left)
        self._archive.drafts.look(
            row,
            sheet.leads,
            fingerprint=self._settings.fingerprint,
            looked=newest,
            change=change,
            letters=letters,
        )
        return row

    def _why(self, row: DraftRow, sheet: Sheet, came: Iterable[int], left: Iterable[int]) -> str:
        if row.fingerprint != self._settings.fingerprint:
            return NEW_SETTINGS
        entries = [sheet.entry(item) for item in came]
        late = all(entry is not None and entry.late for entry in entries)
        return CAME_LATE if late and not list(left) else OTHERWISE

    def sheet(self, row: DraftRow, digest: Digest, state: DigestState) -> Sheet:
        """A draft as its editors have it now."""
        draft, acts = self._as_it_stands(row, digest, state)
        return self._sheet(draft, digest, row, acts)

    def shown(self, row: DraftRow, digest: Digest, state: DigestState) -> tuple[Sheet, Rendered]:
        """The same, with the digest as its readers will see it. Raises TemplateError."""
        draft, acts = self._as_it_stands(row, digest, state)
        return self._sheet(draft, digest, row, acts), self._builder.render(draft, digest, digest.language)

    def _as_it_stands(
        self, row: DraftRow, digest: Digest, state: DigestState
    ) -> tuple[Draft, tuple[Act, ...]]:
        review = self._review(row, digest)
        draft = self._builder.draft(digest, state, row.scheduled, self._now, keep=False, review=review)
        return draft, review.acts

    def _sheet(self, draft: Draft, digest: Digest, row: DraftRow, acts: tuple[Act, ...]) -> Sheet:
        items = {item.id: item for item, _ in draft.candidates.items}
        standing = Standing(row.id, row.built, row.state, last_of(acts))
        return sheet_of(draft.edition, draft.choice, items, acts, digest, self._settings, standing)

    def _remind(self, row: DraftRow, digest: Digest) -> None:
        """Tell the editors of a draft that waits for them, once for each working day."""
        if not waits(row, digest, self._now):
            return
        calendar = calendar_of(self._settings, self._archive, self._settings.day_of(self._now))
        day = reminder_day(row.scheduled, self._now, calendar, self._settings)
        if day is not None and not (digest.at_once and day == self._settings.day_of(row.scheduled)):
            self._archive.desk.notify(self._mail(digest).waits(row.scheduled, day))

    def _review(self, row: DraftRow, digest: Digest) -> Reviewed:
        return reviewed(self._archive, row, digest, self._settings, self._now)

    def _mail(self, digest: Digest) -> DraftMail:
        return DraftMail(digest, self._settings, self._shipped, self._now)
