"""From the entries of an answer to what the archive stores: known or new, with kind, day and themes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from servwatch.archive.archive import Archive
from servwatch.archive.intake import Arrival, Harvest, Polled
from servwatch.archive.source_state import SourceState
from servwatch.cycle.learning import after_news
from servwatch.cycle.source_memory import after_poll
from servwatch.cycle.understanding import Understanding
from servwatch.insight.entry_keys import link_key
from servwatch.insight.habits import usual_lag
from servwatch.insight.identity import (
    FLOOD_LEAST,
    Fate,
    Intake,
    Memory,
    Sorted,
    entries_of,
    keys_to_ask,
    sort_out,
    titles_to_ask,
)
from servwatch.model import Fetched, Given, Parsed, RawItem, Source
from servwatch.sources.article import completed, has_page, is_lacking
from servwatch.sources.item_kind import kind_of
from servwatch.sources.selection import select

DETAILS_AT_FIRST = 5
"""Pages of items read at the first good poll of a source: what is older than its reach is no news."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One poll that came back: what was fetched, and what its body held, if there was one."""

    source: Source
    state: SourceState  # before the poll
    fetched: Fetched
    parsed: Parsed | None
    at: datetime
    details: Mapping[str, RawItem] = field(default_factory=dict)  # what pages of items say, by address


class Harvester:
    """Turns answers into harvests, with the archive's memory and the settings' understanding."""

    def __init__(
        self,
        archive: Archive,
        understanding: Understanding,
        zone: ZoneInfo,
        ceiling: timedelta,
        rng: random.Random,
    ) -> None:
        self._archive = archive
        self._understanding = understanding
        self._zone = zone
        self._ceiling = ceiling
        self._rng = rng

    def harvest(self, answer: Answer) -> Harvest:
        """Hold the entries of an answer against what the archive knows."""
        parsed = select(answer.parsed, answer.source) if answer.parsed is not None else None
        intake = self._sort(answer, _dated(parsed.items, answer.details) if parsed is not None else ())
        new = [self._arrival(answer, s) for s in intake.sorted if s.fate in (Fate.NEW, Fate.QUARANTINED)]
        changed = [self._arrival(answer, s) for s in intake.sorted if s.fate is Fate.CHANGED]
        today = answer.at.astimezone(self._zone).date()
        polled = after_poll(
            answer.source,
            answer.state,
            answer.fetched,
            parsed,
            news=bool(new) and answer.state.baselined,
            ceiling=self._ceiling,
            now=answer.at,
            today=today,
            rng=self._rng,
        )
        fresh = [a.day if a.published else None for a in new if not a.quarantined]
        state, habit = after_news(answer.state, polled, fresh, self._archive.sources.habit, today)
        same = [(key, s.item) for s in intake.sorted if s.fate is Fate.SAME and s.item for key in s.keys]
        return Harvest(
            state=state,
            polled=_polled(answer, parsed, state, intake),
            new=new,
            changed=changed,
            keys=same,
            shared_keys=intake.shared_keys,
            habit=habit,
        )

    def harvest_past(self, answer: Answer) -> Harvest:
        """What an answer holds that is not known, as part of the baseline: none of it is news.

        The state of the source stays, and what is known stays as it is.
        """
        parsed = answer.parsed
        intake = self._sort(answer, parsed.items if parsed is not None else (), past=True)
        new = [replace(self._arrival(answer, s), baseline=True) for s in intake.sorted if s.item is None]
        polled = _polled(answer, parsed, answer.state, Intake(tuple(s for s in intake.sorted if not s.item)))
        return Harvest(answer.state, polled, new, shared_keys=intake.shared_keys)

    def unread(self, answer: Answer, *, past: bool = False) -> list[RawItem]:
        """The items of an answer that are new, changed or doubtful, and whose own pages may say what they lack."""
        if answer.parsed is None or answer.source.detail is None:
            return []
        most = None if past else answer.source.detail.most
        if most is not None and not answer.state.baselined:
            most = min(most, DETAILS_AT_FIRST)
        intake = self._sort(answer, select(answer.parsed, answer.source).items, past=past)
        wanted = [s.entry.raw for s in intake.sorted if s.fate is not Fate.SAME]
        return [raw for raw in wanted if has_page(raw) and is_lacking(raw)][:most]

    def known_links(self, source: Source, links: Sequence[str]) -> dict[str, str]:
        """Of these links, those by which an item of the source is known, each with the item's own address."""
        keys = {link: link_key(link) for link in links}
        known = self._archive.items.known_by_key(source.id, set(keys.values()))
        return {link: item.url for link, key in keys.items() if (item := known.get(key)) is not None}

    def _before(self, sorted_: Sorted) -> RawItem | None:
        """What is known of an item that changed: its page may have said it, and not say it again."""
        known = self._archive.items.get(sorted_.item) if sorted_.item else None
        if known is None:
            return None
        item, _ = known
        return RawItem(item.title, item.url, item.summary, published=item.published)

    def _sort(self, answer: Answer, raws: Sequence[RawItem], *, past: bool = False) -> Intake:
        if not raws:
            return Intake(())
        source = answer.source
        entries = entries_of(raws, source.identity)
        first = not (answer.state.baselined or past)
        by_key = self._archive.items.known_by_key(
            source.id, keys_to_ask(entries)
        )  # also of what was read back
        titles = titles_to_ask(entries, by_key) if not first else set()
        by_title = self._archive.items.known_by_title(source.id, titles) if titles else {}
        numbered = source.kind == "mailbox"  # its messages are new by their number, however late they came
        last_good = None if first or past or numbered else answer.state.last_ok
        unknown = sum(not any(key in by_key for key in entry.keys) for entry in entries)
        lag = self._usual_lag(source) if unknown >= FLOOD_LEAST else timedelta()
        memory = Memory(by_key, by_title)
        return sort_out(entries, memory, last_good=last_good, now=answer.at, usual_lag=lag)

    def _usual_lag(self, source: Source) -> timedelta:
        return usual_lag(self._archive.sources.habit(source.id))

    def _arrival(self, answer: Answer, sorted_: Sorted) -> Arrival:
        raw, source = sorted_.entry.raw, answer.source
        if source.detail is not None and is_lacking(raw):
            raw = completed(raw, answer.details.get(raw.url) or self._before(sorted_))
        kind, given = kind_of(raw, source.item_kind), _with_reference(raw)
        day = (raw.published or answer.at).astimezone(self._zone).date()
        annotation = self._understanding.annotation(
            source.id,
            raw.title,
            raw.summary,
            raw.language,
            raw.categories,
            item=sorted_.item or 0,
            day=day,
            kind=kind,
            url=raw.url,
            given=given,
        )
        return Arrival(
            source=source.id,
            url=raw.url,
            canonical=sorted_.entry.canonical,
            title=raw.title,
            summary=raw.summary,
            language=raw.language,
            kind=kind,
            categories=raw.categories,
            published=raw.published,
            day=day,
            seen=answer.at,
            text_hash=sorted_.entry.text_hash,
            keys=(*sorted_.keys, *map(link_key, raw.aliases)),
            annotation=annotation,
            baseline=not answer.state.baselined,
            quarantined=sorted_.fate is Fate.QUARANTINED,
            item=sorted_.item or 0,
            given=given,
        )


def _with_reference(raw: RawItem) -> Given:
    """What is stated of an item; that by which its source knows it is its first reference."""
    if not raw.reference:
        return raw.given
    return replace(raw.given, references=tuple(dict.fromkeys((raw.reference, *raw.given.references))))


def _dated(raws: Iterable[RawItem], details: Mapping[str, RawItem]) -> list[RawItem]:
    """The items, with the dates of their own pages where the list gives none: old ones are known by them."""
    dated = []
    for raw in raws:
        page = details.get(raw.url) if raw.published is None else None
        dated.append(replace(raw, published=page.published, day_only=page.day_only) if page else raw)
    return dated


def _polled(answer: Answer, parsed: Parsed | None, state: SourceState, intake: Intake) -> Polled:
    """The poll, for the log."""
    return Polled(
        at=answer.at,
        verdict=state.verdict or answer.fetched.verdict,
        rule=" ".join((state.rule, *(parsed.notes if parsed is not None else ()))),
        status=answer.fetched.status,
        bytes=answer.fetched.wire_bytes,
        seconds=answer.fetched.seconds,
        seen=len(answer.parsed.items) if answer.parsed is not None else 0,
        new=intake.count(Fate.NEW),
        changed=intake.count(Fate.CHANGED),
        quarantined=intake.count(Fate.QUARANTINED),
    )
