"""When many entries are unknown at once: the source published much, or it rewrote or poured out what it had.

A *flood* is five or more unknown entries that are at least half of the fetch:

- An *exact* match has the title, the summary and the day of a known item that the fetch does not show;
  each item counts once. An *echo* has the title of one, on the same day, or on another day where that
  title was never seen on two (else it is one that returns every week).
- Where exact matches and echoes make up half of the flood, it is *churn*. Where a quarter of the fetch
  is known, its addresses are *alive*.
- An exact match is that item, unless the addresses are alive and there is no churn: OECD gives two
  publications one title and summary.
- Of the rest, an entry is new where its date says so: after the last good reading (with a day of
  grace, for dates without a time or in a wrong zone) but not ahead of us, and no echo in churn. Where
  its date cannot say, since there is none or it is ahead as in a calendar, it is new if the
  addresses are alive, or most of those with a date are new, and nothing speaks of churn.

An *old archive* may be poured out beside what is listed as ever, and be less than half of the fetch. Five
or more unknown entries are one where their dates lie a month before the last good reading, or a week
before it and before what the fetch reaches back to; but not where this source is often so late. Without
dates they are one where most of those with a date are old, or where they stand below all that is known in a
list that shows the newest first.

What cannot be trusted is quarantined for a person to look at: a rewritten past, a back-fill.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from servwatch.insight.entry_keys import Entry
from servwatch.insight.pairing import Known, exact, fill, other_day, pairs, returning

FLOOD_LEAST = 5
FLOOD_SHARE = 0.5
ALIVE_SHARE = 0.25
"""The share of a fetch that must be known by its addresses, for these to be trusted in a flood."""
VERY_LATE = timedelta(days=30)
"""What is dated so long before the last good reading should have been there then."""
LATE = timedelta(days=7)
"""And what is dated so long before it, where the fetch reaches back no further than that."""
_LATENESS = 3  # times the usual lag of a source
_ODD_ONES = 20  # one in so many does not tell how far back a fetch reaches
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """When the source was last read well, when it is read now, and how late its items usually come."""

    last_good: datetime
    now: datetime
    usual_lag: timedelta = timedelta()

    @property
    def since(self) -> datetime:
        """What is dated later can be new."""
        return self.last_good - _DAY

    @property
    def until(self) -> datetime:
        """What is dated later lies ahead of us."""
        return self.now + _DAY

    def before(self, lateness: timedelta) -> datetime:
        """What is dated earlier than this is later than `lateness`, and than this source usually is."""
        return self.last_good - max(lateness, _LATENESS * self.usual_lag)


def suspects(
    entries: Sequence[Entry],
    known: list[Known | None],
    by_title: Mapping[str, Sequence[Known]],
    reading: Reading,
) -> set[int]:
    """Recognise what a flood brings back; return the places of the entries that cannot be trusted."""
    distrusted = _withstand(entries, known, by_title, reading) if _is_flood(known) else set()
    return distrusted | _old_archive(entries, known, reading)


def _is_flood(known: Sequence[Known | None]) -> bool:
    unknown = known.count(None)
    return unknown >= FLOOD_LEAST and unknown >= FLOOD_SHARE * len(known)


def _withstand(
    entries: Sequence[Entry],
    known: list[Known | None],
    by_title: Mapping[str, Sequence[Known]],
    reading: Reading,
) -> set[int]:
    unknown = known.count(None)
    alive = len(known) - unknown >= ALIVE_SHARE * len(known)
    weekly = {title for title, items in by_title.items() if returning(items)}

    def echo(entry: Entry, item: Known) -> bool:
        return entry.title_hash not in weekly or not other_day(item, entry)

    matches = pairs(entries, known, by_title, exact)
    echoes = pairs(entries, known, by_title, echo, matches.values()).keys() - matches.keys()
    churn = len(matches) + len(echoes) >= FLOOD_SHARE * unknown
    if alive and not churn:
        matches = {}
    fill(known, matches)

    dates = [entry.raw.published for entry, item in zip(entries, known, strict=True) if item is None]
    vouched = alive or _mostly_fresh([date for date in dates if date], reading)

    def trusted(place: int, date: datetime | None) -> bool:
        if date is None or date > reading.until:
            return vouched and not churn
        return date > reading.since and not (churn and place in echoes)

    return {i for i, k in enumerate(known) if k is None and not trusted(i, entries[i].raw.published)}


def _mostly_fresh(dates: Sequence[datetime], reading: Reading) -> bool:
    """Whether the dates that are known, of the pages that were read perhaps, are those of news."""
    fresh = sum(reading.since < date <= reading.until for date in dates)
    return fresh >= FLOOD_LEAST and fresh >= FLOOD_SHARE * len(dates)


def _old_archive(entries: Sequence[Entry], known: Sequence[Known | None], reading: Reading) -> set[int]:
    dates = [entry.raw.published for entry in entries]
    listed = sorted(
        date
        for entry, item in zip(entries, known, strict=True)
        if item and (date := entry.raw.published or item.published)
    )
    old = reading.before(VERY_LATE)
    if listed:
        reach = listed[len(listed) // _ODD_ONES]  # not by one that stays pinned on top for a year
        old = max(old, min(reach, reading.before(LATE)))
    unknown = [place for place, item in enumerate(known) if item is None]
    dated = {place for place in unknown if dates[place]}
    past = {place for place in dated if (date := dates[place]) and date < old}
    if len(past) >= FLOOD_LEAST and len(past) >= FLOOD_SHARE * len(dated):  # so are those that bear no date
        past |= set(unknown) - dated
    return {p for places in (past, _below(entries, known)) if len(places) >= FLOOD_LEAST for p in places}


def _below(entries: Sequence[Entry], known: Sequence[Known | None]) -> set[int]:
    """The unknown entries without a date below all that is known, where the newest stand first.

    Items are numbered as they come: in such a list the newest known stands above the oldest.
    """
    places = {item.item: place for place, item in enumerate(known) if item is not None}
    if not places or places[max(places)] >= places[min(places)]:
        return set()
    last = max(places.values())
    return {p for p in range(last + 1, len(known)) if known[p] is None and entries[p].raw.published is None}
