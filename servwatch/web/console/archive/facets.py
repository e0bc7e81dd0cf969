"""What a search can be narrowed by, with how many items each would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from servwatch.archive.item_lists import Counted
from servwatch.locale import Words
from servwatch.web.console.archive.asked import Asked, dossier_name
from servwatch.web.console.archive.naming import Naming

_FIRST = 8
"""Values of a facet that are shown before it is unfolded."""
_SEVERAL_YEARS = 14
"""Months from which on years are counted."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value: where it leads narrows the search to it."""

    name: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a search. `chosen` is the name of the value that it is narrowed to, "" for none."""

    key: str
    title: str
    options: tuple[Option, ...]
    chosen: str = ""
    without: str = ""  # the query string that takes the choice back

    @property
    def first(self) -> tuple[Option, ...]:
        """Those that are shown at once."""
        return self.options[:_FIRST]

    @property
    def more(self) -> tuple[Option, ...]:
        """Those that are unfolded."""
        return self.options[_FIRST:]


def facets_of(asked: Asked, counted: Counted, naming: Naming, words: Words) -> list[Facet]:
    """The facets of a search, those without a choice to make left out."""
    bodies: Counter[str] = Counter()
    for source, count in counted.sources.items():
        bodies[naming.body_of(source)] += count
    _ = words._

    def facet(key: str, title: str, counts: Mapping[str, int], name: Callable[[str], str]) -> Facet:
        chosen = getattr(asked, key)
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        options = tuple(Option(name(value), count, asked.text(**{key: value})) for value, count in ordered)
        if not chosen:
            return Facet(key, title, options)
        called = name(dossier_name(chosen) if key == "dossier" else chosen)
        return Facet(key, title, (), called, asked.text(**{key: ""}))

    found = [
        facet("body", _("Body"), bodies, naming.body),
        facet("theme", _("Theme"), counted.themes, naming.theme),
        facet("kind", _("Kind"), counted.kinds, naming.kind),
        facet("language", _("Language"), counted.languages, naming.language),
        facet("digest", _("Told in"), counted.digests, naming.digest),
        facet("dossier", _("Dossier"), counted.references, naming.dossier),
        _dates(asked, counted, words),
    ]
    return [one for one in found if one.chosen or one.options]


def _dates(asked: Asked, counted: Counted, words: Words) -> Facet:
    """Months, the newest first; years where there are many."""
    counts = Counter(counted.months)
    if len(counts) > _SEVERAL_YEARS and not asked.month:
        years: Counter[str] = Counter()
        for month, count in counts.items():
            years[month[:4]] += count
        counts = years
    title = words._("Date")
    if asked.month and not (len(asked.month) == 4 and len(counts) > 1):
        return Facet("month", title, (), month_name(asked.month, words), asked.text(month=""))
    options = (
        Option(month_name(m, words), counts[m], asked.text(month=m)) for m in sorted(counts, reverse=True)
    )
    return Facet("month", title, tuple(options))


def month_name(month: str, words: Words) -> str:
    """A month or a year in words: "november 2026"."""
    if len(month) == 4:
        return month
    return words.month(date.fromisoformat(f"{month}-01"))
