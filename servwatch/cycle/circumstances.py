"""Gather what is known of a digest's candidates from elsewhere: what is followed, and what editors said."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property

from servwatch.archive.archive import Archive
from servwatch.archive.editions import Candidates
from servwatch.cycle.following import following
from servwatch.cycle.house_calendar import calendar_of
from servwatch.cycle.own_advice import EarlierAdvice
from servwatch.cycle.surroundings import Stock
from servwatch.cycle.timings import Timings
from servwatch.digest.circumstances import Circumstances
from servwatch.insight.following import Following, followed
from servwatch.insight.judging import newest_of_each
from servwatch.insight.leanings import Leanings, leanings
from servwatch.model import Calendar, Digest, Ruling, Settings

JUDGED_FOR = timedelta(days=365)
"""So long a judgement counts for the rank of others like it."""


class Gathering:
    """Gathers for one digest after another; what all of them share is read once."""

    def __init__(self, settings: Settings, archive: Archive, now: datetime) -> None:
        self._settings, self._archive, self._now = settings, archive, now
        self.advice = EarlierAdvice(settings, archive, now)
        self.timings = Timings(settings, archive, now)

    def of(self, digest: Digest, candidates: Candidates, *, apart: bool = False) -> Circumstances:
        """What is known of the candidates of a digest.

        `apart`: what editors say of the candidates themselves does not lean the rank of the others, for they look at
        the order while they say it.
        """
        first = min((item.id for item, _ in candidates.items), default=0)
        said = newest_of_each(self._archive.judgements.in_digest(digest.id, since=first))
        latest = {one.item: one for one in said}  # of several editors, who spoke last
        return Circumstances(
            followed=self._followed(digest, candidates),
            pinned={n: one.by for n, one in latest.items() if one.ruling is Ruling.KEPT},
            dropped={n: one.by for n, one in latest.items() if one.ruling is Ruling.DROPPED},
            leanings=self._leanings_without(digest, candidates) if apart and said else self._leanings,
        )

    def _leanings_without(self, digest: Digest, candidates: Candidates) -> Leanings:
        """What editors said before they had these candidates."""
        mine = {item.id for item, _ in candidates.items}
        since = self._settings.day_of(self._now - JUDGED_FOR)
        return leanings(
            (item, annotation, [one for one in said if one.digest != digest.id or item.id not in mine])
            for item, annotation, said in self._archive.judgements.judged(since)
        )

    def _followed(self, digest: Digest, candidates: Candidates) -> dict[int, str]:
        """The candidates on a dossier that this digest follows, each with what that is called."""
        if not self._following:
            return {}
        today = self._settings.day_of(self._now)
        found = (
            (item.id, followed(annotation.references, self._following, digest.id, today))
            for item, annotation in candidates.items
            if annotation is not None
        )
        return {number: one.called(self._settings.language) for number, one in found if one is not None}

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar by which the days of all digests are counted."""
        return calendar_of(self._settings, self._archive, self._settings.day_of(self._now))

    @cached_property
    def stock(self) -> Stock:
        """What the blocks of all digests draw on."""
        return Stock(
            self._settings,
            self._archive,
            self._now,
            calendar=self.calendar,
            following=self._following,
            advice=self.advice,
        )

    @cached_property
    def _following(self) -> tuple[Following, ...]:
        return following(self._settings, self._archive, self._settings.day_of(self._now))

    @cached_property
    def _leanings(self) -> Leanings:
        since = self._settings.day_of(self._now - JUDGED_FOR)
        return leanings(self._archive.judgements.judged(since))
