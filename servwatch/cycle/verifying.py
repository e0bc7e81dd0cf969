"""Verify the watch list: ask every source once, politely, and tell what works. Nothing is stored.

Sources are asked as a poll asks them, without validators, in one lane a host, and read to their end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from servwatch.cycle.clock import Clock
from servwatch.cycle.harvesting import Answer
from servwatch.cycle.lanes import Lanes
from servwatch.cycle.probed import Candidate
from servwatch.cycle.probing import Prober
from servwatch.fetch import Fetcher
from servwatch.model import Parsed, Settings, Source, Verdict
from servwatch.sources.parser_pool import ParserPool
from servwatch.sources.selection import ALL_LEFT_OUT, select

_NO_ANSWER = "nothing came of it"


class Outcome(StrEnum):
    """What became of one source."""

    WORKS = "works"
    EMPTY = "empty"  # of the right shape, and nothing in it
    CHANGED = "changed"  # something else stands there than the entry says
    BLOCKED = "blocked"
    REFUSED = "refused"  # by us: robots.txt, a private address
    GONE = "gone"
    UNREACHABLE = "unreachable"
    BROKEN = "broken"  # a fault of the server

    @property
    def well(self) -> bool:
        """Whether a poll of it is of use."""
        return self in (Outcome.WORKS, Outcome.EMPTY)


_OUTCOMES = {
    Verdict.OK: Outcome.WORKS,
    Verdict.EMPTY: Outcome.EMPTY,
    Verdict.BLOCKED: Outcome.BLOCKED,
    Verdict.GONE: Outcome.GONE,
    Verdict.MOVED: Outcome.CHANGED,
    Verdict.TIMEOUT: Outcome.UNREACHABLE,
    Verdict.UNREACHABLE: Outcome.UNREACHABLE,
    Verdict.REFUSED: Outcome.REFUSED,
}
_TO_BE_PROBED = (Outcome.CHANGED, Outcome.GONE)


@dataclass(frozen=True, slots=True)
class Verified:
    """One source: what became of it. `newest` is the day of its newest item that is not in the future."""

    source: Source
    outcome: Outcome
    verdict: Verdict
    rule: str
    items: int = 0
    newest: date | None = None
    moved_to: str = ""
    proposal: Candidate | None = None


def verify(
    settings: Settings,
    sources: Sequence[Source],
    clock: Clock,
    *,
    told: Callable[[Verified], None] = lambda _: None,
    probing: bool = False,
) -> list[Verified]:
    """Ask each source once; the results are in the order of `sources`. What the world does ends in them.

    `told` hears of each as it comes. With `probing`, what changed or is gone is probed for a new entry.
    """
    if not sources:
        return []
    return asyncio.run(_Verifier(settings, clock, told).all(sources, probing=probing))


class _Verifier:
    def __init__(self, settings: Settings, clock: Clock, told: Callable[[Verified], None]) -> None:
        self._settings = settings
        self._clock = clock
        self._told = told
        self._found: dict[str, Verified] = {}

    async def all(self, sources: Sequence[Source], *, probing: bool) -> list[Verified]:
        zone, fetch = self._settings.timezone, self._settings.fetch
        async with ParserPool() as parser, Fetcher(fetch) as fetcher:
            lanes = Lanes(fetcher, parser, self._answered, self._clock, zone.key, fetch.per_host)
            lanes.resolving = False  # a publisher counts each time a link is asked
            await lanes.drive(sources, {})
            if probing:
                await self._probe(fetcher, parser)
        unread = (Verified(s, Outcome.BROKEN, Verdict.BROKEN, _NO_ANSWER) for s in sources)
        return [self._found.get(one.source.id, one) for one in unread]

    async def _answered(self, answer: Answer) -> None:
        verified = judged(answer, self._settings.timezone)
        self._found[verified.source.id] = verified
        self._told(verified)

    async def _probe(self, fetcher: Fetcher, parser: ParserPool) -> None:
        prober = Prober(fetcher, parser, now=self._clock.now(), timezone=self._settings.timezone.key)
        for id_, one in list(self._found.items()):
            if one.outcome in _TO_BE_PROBED:
                probed = await prober.probe(one.moved_to or one.source.url)
                self._found[id_] = replace(one, proposal=probed.best)


def judged(answer: Answer, zone: ZoneInfo) -> Verified:
    """What one answer says of its source. Pure."""
    source, fetched = answer.source, answer.fetched
    parsed = select(answer.parsed, source) if answer.parsed is not None else None
    verdict, rule = (fetched.verdict, fetched.rule) if parsed is None else (parsed.verdict, parsed.rule)
    items = parsed.items if parsed is not None else ()
    today = answer.at.astimezone(zone).date()
    days = [item.published.astimezone(zone).date() for item in items if item.published]
    moved = fetched.permanent_url or (fetched.final_url if verdict is Verdict.MOVED else "")
    return Verified(
        source,
        _outcome(verdict, rule, parsed, fetched.status),
        verdict,
        rule,
        len(items),
        max((day for day in days if day <= today), default=None),
        moved if moved != source.url else "",
    )


def _outcome(verdict: Verdict, rule: str, parsed: Parsed | None, status: int | None) -> Outcome:
    if rule == ALL_LEFT_OUT:
        return Outcome.CHANGED
    shape = parsed is not None and verdict in (Verdict.BROKEN, Verdict.BLOCKED)
    if shape or (status == 200 and "was promised" in rule):
        return Outcome.CHANGED  # it answers, and with something else
    if verdict is Verdict.REFUSED and "cannot be read" in rule:
        return Outcome.UNREACHABLE  # robots.txt was asked for first, and did not come
    return _OUTCOMES.get(verdict, Outcome.BROKEN)
