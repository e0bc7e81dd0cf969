"""What explains decisions, kept from one request to the next: to compile the themes takes longer than to answer."""

from __future__ import annotations

from dataclasses import dataclass

from servwatch.archive.archive import Archive
from servwatch.cycle.configuration import understanding_of
from servwatch.cycle.understanding import Understanding
from servwatch.cycle.why import Explainer, SettingsThen
from servwatch.cycle.why.asking import settings_then
from servwatch.model import Settings
from servwatch.web.console.visit import Visit


@dataclass(frozen=True, slots=True)
class _Kept:
    settings: Settings
    archive: Archive
    understanding: Understanding
    then: SettingsThen


_newest: list[_Kept] = []


def understanding_now(visit: Visit) -> Understanding:
    """The compiled settings in force. Raises ConfigError."""
    return _kept(visit).understanding


def explainer(visit: Visit) -> Explainer:
    """Explains under the settings in force, in the visitor's language. Raises ConfigError."""
    kept = _kept(visit)
    return Explainer(kept.settings, kept.archive, kept.understanding, visit.words, visit.now, kept.then)


def _kept(visit: Visit) -> _Kept:
    settings, archive = visit.settings, visit.archive
    for kept in tuple(_newest):
        if kept.settings is settings and kept.archive is archive:
            return kept
    understanding = understanding_of(settings)
    then = settings_then(settings, archive, understanding, visit.site.environ)
    made = _Kept(settings, archive, understanding, then)
    _newest[:] = [made]
    return made
