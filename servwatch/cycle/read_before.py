"""What each reader of an edition has read already: the editions that it corrects, and its stories in other digests.

Readers are taken together by what they had, so that ten thousand of them cost no more than the few sets there are.
Editions that were frozen earlier in the same cycle count too; digests are built in the order of the configuration.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from servwatch.archive.archive import Archive
from servwatch.archive.corrections import TitleThen
from servwatch.archive.selection import Told
from servwatch.archive.tellings import Place
from servwatch.digest.read_of_late import WITHIN, Telling, as_told, read_in_full
from servwatch.insight.stories import same_address, share_a_title, title_key, title_text
from servwatch.model import (
    Digest,
    Edition,
    Entry,
    Item,
    Reading,
    Sent,
    Settings,
    ToldElsewhere,
)

_LATER = ("seen", "date")
"""The changes of a deadline by which a day comes that was not told."""


@dataclass(frozen=True, slots=True)
class ReadBefore:
    """What a reader has read already."""

    had: frozenset[int] = frozenset()  # numbers of editions that are corrected here
    elsewhere: tuple[tuple[int, ToldElsewhere], ...] = ()  # by the leading item of an entry

    def within(self, reading: Reading) -> Reading:
        """How the edition is read by somebody who has read this."""
        return replace(reading, had=self.had, elsewhere=self.elsewhere)


NOTHING = ReadBefore()


def read_before(
    edition: Edition, digest: Digest, settings: Settings, archive: Archive, now: datetime
) -> dict[str, ReadBefore]:
    """What the recipients have read already, by key; those who have read nothing of it are left out."""
    corrected = {one.number for one in edition.around.corrections}
    numbers = archive.tellings.numbered(digest.id, corrected) if corrected else {}
    retold = _Retold(edition, digest, settings, archive, now)
    had = archive.tellings.had_by(numbers.keys() | retold.editions)
    known: dict[frozenset[int], ReadBefore] = {}
    found: dict[str, ReadBefore] = {}
    for recipient, editions in had.items():
        if editions not in known:
            corrections = frozenset(numbers[n].number for n in editions if n in numbers)
            known[editions] = ReadBefore(corrections, retold.by(editions))
        if known[editions] != NOTHING:
            found[recipient] = known[editions]
    return found


class _Retold:
    """The entries of an edition whose stories were told of late, in whatever digest."""

    def __init__(
        self, edition: Edition, digest: Digest, settings: Settings, archive: Archive, now: datetime
    ) -> None:
        self._digest, self._settings, self._archive, self._now = digest.id, settings, archive, now
        self._entries = edition.entries
        matched = self._matched(edition)
        self._tellings = self._as_told(matched)
        self.editions = {one.edition for told in self._tellings.values() for one in told}

    def by(self, editions: frozenset[int]) -> tuple[tuple[int, ToldElsewhere], ...]:
        """The entries that somebody who had these editions has read in full, each with where."""
        found = []
        for entry in self._entries:
            told = [one for one in self._tellings.get(entry.item.id, ()) if one.edition in editions]
            last = read_in_full(entry.item, entry.annotation, told, self._now, self._settings.day_of)
            if last is not None and last.digest != self._digest:  # its own digest has decided already
                day = self._settings.day_of(last.frozen)
                found.append((entry.item.id, ToldElsewhere(last.digest, last.number, day)))
        return tuple(found)

    def _matched(self, edition: Edition) -> dict[int, list[Place]]:
        """For each leading item the entries of other editions that may tell its story.

        Twice as far back as the rule reaches, since what was a line then was no telling in full.
        """
        if not edition.entries:
            return {}
        items = {item.id: entry for entry in edition.entries for item in (entry.item, *entry.companions)}
        stories = {
            found.story: items[number]
            for number, found in self._archive.stories.of(items).items()
        }  # fmt: skip
        addresses = {
            item.canonical: e for e in edition.entries for item in (e.item, *e.companions) if item.canonical
        }
        titles = {title_key(e.item): e for e in edition.entries if title_key(e.item)}
        matched: dict[int, list[Place]] = {}
        for place in self._archive.tellings.places(self._now - 2 * WITHIN):
            telling = place.telling
            if (telling.digest, telling.number) == (edition.digest, edition.number):
                continue
            entry = (
                items.get(telling.item)
                or stories.get(place.story)
                or addresses.get(place.canonical)
                or titles.get(title_text(place.title))
            )
            if entry is not None:
                matched.setdefault(entry.item.id, []).append(place)
        return matched

    def _as_told(self, matched: Mapping[int, list[Place]]) -> dict[int, list[Telling]]:
        places = [place for listed in matched.values() for place in listed]
        if not places:
            return {}
        beside = self._archive.tellings.beside({(p.telling.edition, p.telling.item) for p in places})
        numbers = {p.telling.item for p in places} | {n for listed in beside.values() for n in listed}
        told = self._archive.selection.of(numbers)
        then = _Then(self._archive, numbers, min(p.telling.cutoff for p in places))
        entries = {entry.item.id: entry for entry in self._entries}
        stories = {
            number: one.story for number, one in self._archive.stories.of(numbers | entries.keys()).items()
        }
        found: dict[int, list[Telling]] = {}
        for lead, listed in matched.items():
            for place in listed:
                one = place.telling
                if one.item not in told or not _same(entries[lead], told[one.item][0], stories):
                    continue
                with_it = beside.get((one.edition, one.item), [])
                sent = then.told(one.number, one.item, with_it, told, one.cutoff)
                found.setdefault(lead, []).append(
                    Telling(one.edition, one.digest, one.number, one.frozen, sent)
                )
        return found


def _same(entry: Entry, told: Item, stories: Mapping[int, int]) -> bool:
    """Whether an entry tells what was told: the same item or story, or a copy."""
    for item in (entry.item, *entry.companions):
        story = stories.get(item.id)
        if item.id == told.id or (story is not None and story == stories.get(told.id)):
            return True
        if same_address(item, told) or share_a_title(item, told):
            return True
    return False


class _Then:
    """What items were when editions told them: since then days may have come, and stages been reached."""

    def __init__(self, archive: Archive, items: Iterable[int], since: datetime) -> None:
        asked = frozenset(items)
        self._came: dict[int, list[tuple[datetime, date]]] = {}
        for entry, history in archive.corrections.moved(asked, since):
            days = [(c.at, date.fromisoformat(c.new)) for c in history if c.what in _LATER and c.new]
            self._came.setdefault(entry.item or 0, []).extend(days)
        self._earlier: dict[int, list[TitleThen]] = archive.corrections.earlier(asked, since)

    def told(
        self, number: int, lead: int, beside: Iterable[int], told: Mapping[int, Told], cutoff: datetime
    ) -> Sent:
        """An entry as it was told."""
        item, annotation = told[lead]
        listed = tuple(beside)
        notes = (told[n][1] for n in listed if n in told)
        sent = Sent(item, number, annotation, tuple(note for note in notes if note is not None))
        later = {day for n in (lead, *listed) for at, day in self._came.get(n, ()) if at > cutoff}
        stage = next((then.given.stage for then in self._earlier.get(lead, ()) if then.until > cutoff), None)
        return as_told(sent, later, stage)
