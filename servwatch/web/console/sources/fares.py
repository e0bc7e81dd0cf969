"""How a source fares, in words for a page. The judgement is that of the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from servwatch.archive.source_state import SourceState
from servwatch.cycle.fault_names import fault_called
from servwatch.cycle.source_standing import StandingFault, asks, fault_of, not_reached, standing
from servwatch.digest.compose.bodies import body_name
from servwatch.errors import NotFound
from servwatch.insight.verdict_remedies import FaultClass
from servwatch.model import Settings, Source
from servwatch.web.console.visit import Visit

_SILENT = ("silent", "same-old", "always-empty", "quiet")


@dataclass(frozen=True, slots=True)
class Fares:
    """One source as its line in the list shows it. `called` is its state in words, `mood` a colour."""

    source: Source
    state: SourceState | None
    fault: StandingFault | None
    held: int
    asks: bool
    called: str
    mood: str
    body: str
    since: datetime | None

    @property
    def silent(self) -> bool:
        """Whether it answers and has nothing new for longer than it should."""
        return self.source.enabled and self.fault is not None and self.fault.name in _SILENT

    @property
    def blocked(self) -> bool:
        """Whether it cannot be read at all."""
        return self.source.enabled and self.fault is not None and self.fault.kind is FaultClass.SYSTEM


def fares_of(visit: Visit, source: Source, state: SourceState | None, held: int) -> Fares:
    """How one source fares now."""
    settings, today = visit.settings, visit.settings.day_of(visit.now)
    fault = fault_of(state, settings.timezone, today)
    if fault is None and source.enabled and state is not None:
        fault = not_reached(state, visit.now)
    word = standing(source, state, fault, held, today)
    grave = source.enabled and (asks(source, state, fault, today) or bool(held))
    called, mood = _words(visit, word, fault)
    verdict = state.verdict_since if state is not None else None
    since = fault.since if fault is not None else verdict
    return Fares(source, state, fault, held, grave, called, mood, body_name(source.name, visit.words), since)


def all_fares(visit: Visit) -> list[Fares]:
    """Every source: those that ask for a person first, then by name."""
    states, held = visit.archive.sources.all(), visit.archive.items.quarantined()
    found = [fares_of(visit, s, states.get(s.id), held.get(s.id, 0)) for s in visit.settings.sources]
    return sorted(found, key=lambda one: (not one.asks, one.source.name.casefold(), one.source.id))


def bodies_of(settings: Settings, visit: Visit) -> dict[str, str]:
    """The name of each body, by its id, in the order of the names."""
    names = {source.body: body_name(source.name, visit.words) for source in reversed(settings.sources)}
    return dict(sorted(names.items(), key=lambda pair: pair[1].casefold()))


def known_source(visit: Visit) -> Source:
    """The source that the path names. Raises NotFound."""
    source = visit.settings.source(visit.parameter("id"))
    if source is None:
        raise NotFound("there is no source {id}", id=visit.parameter("id"))
    return source


def counted(found: Iterable[Fares]) -> Mapping[str, int]:
    """How many sources each view of the list has."""
    lines = list(found)
    return {name: sum(fits(one) for one in lines) for name, fits in VIEWS.items()}


VIEWS: Mapping[str, Callable[[Fares], bool]] = {
    "watched": lambda one: one.source.enabled,
    "attention": lambda one: one.asks,
    "silent": lambda one: one.silent,
    "blocked": lambda one: one.blocked,
    "off": lambda one: not one.source.enabled,
}
"""The views of the list, the usual one first."""


def _words(visit: Visit, word: str, fault: StandingFault | None) -> tuple[str, str]:
    _ = visit.words._
    plain = {
        "off": (_("off"), ""),
        "quarantine": (_("held back"), "bad"),
        "never read": (_("not read yet"), ""),
        "well": (_("well"), "good"),
    }
    if word in plain:
        return plain[word]
    called = fault_called(fault.name, visit.words) if fault is not None else _("well")
    if word == "acknowledged":
        return _("{fault}, known", fault=called), "doubt"
    return called, "bad" if fault is not None and fault.grave else "doubt"
