"""What explains decisions. The settings of earlier editions are kept from one request to the next: each is read once."""

from __future__ import annotations

from dataclasses import dataclass

from servwatch.archive.archive import Archive
from servwatch.cycle.configuration import understanding_of
from servwatch.cycle.why import Explainer, SettingsThen
from servwatch.cycle.why.asking import settings_then
from servwatch.model import Settings
from servwatch.web.console.visit import Visit


@dataclass(frozen=True, slots=True)
class _Kept:
    settings: Settings
    archive: Archive
    then: SettingsThen


_newest: list[_Kept] = []


def explainer(visit: Visit) -> Explainer:
    """Explains under the settings in force, in the visitor's language. Raises ConfigError."""
    settings, then = visit.settings, _then(visit)
    return Explainer(settings, visit.archive, understanding_of(settings), visit.words, visit.now, then)


def _then(visit: Visit) -> SettingsThen:
    settings, archive = visit.settings, visit.archive
    for kept in tuple(_newest):
        if kept.settings is settings and kept.archive is archive:
            return kept.then
    then = settings_then(settings, archive, understanding_of(settings), visit.site.environ)
    _newest[:] = [_Kept(settings, archive, then)]
    return then
