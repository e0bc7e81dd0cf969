"""The table of all grammars: kinds by name, how texts write them, how addresses name them."""

from __future__ import annotations

from collections.abc import Iterator

import ahocorasick

from servwatch.insight.references import (
    acts,
    commission,
    committees,
    council,
    courts,
    eu_documents,
    low_countries,
    parliament,
    procedures,
    world,
)
from servwatch.insight.references.grammar import Family, Grammar, Kind, Location

FAMILIES: tuple[Family, ...] = tuple(
    module.FAMILY
    for module in (
        procedures,
        eu_documents,
        acts,
        parliament,
        council,
        committees,
        commission,
        courts,
        world,
        low_countries,
    )
)

KINDS: dict[str, Kind] = {kind.name: kind for family in FAMILIES for kind in family.kinds}
GRAMMARS: tuple[Grammar, ...] = tuple(grammar for family in FAMILIES for grammar in family.grammars)

_OUTLINE = str.maketrans("012345678", "999999999")

_clues: dict[str, list[int]] = {}
for _place, _grammar in enumerate(GRAMMARS):
    for _clue in _grammar.clues:
        _clues.setdefault(_clue, []).append(_place)
_AUTOMATON = ahocorasick.Automaton()
for _clue, _places in _clues.items():
    _AUTOMATON.add_word(_clue, tuple(_places))
_AUTOMATON.make_automaton()

_BY_HOST: dict[str, list[Location]] = {}
for _family in FAMILIES:
    for _location in _family.locations:
        _BY_HOST.setdefault(_location.host, []).append(_location)


def hinted(text: str) -> list[Grammar]:
    """The grammars of which a clue stands in the text, in the order of the table; one pass over the text."""
    outline = " ".join(text.upper().translate(_OUTLINE).split())
    places: set[int] = set()
    for _, found in _AUTOMATON.iter(outline):
        places.update(found)
    return [GRAMMARS[place] for place in sorted(places)]


def locations_of(host: str) -> Iterator[Location]:
    """The ways of addressing documents that a host may use: its own and those of the domains it is in."""
    while host:
        yield from _BY_HOST.get(host, ())
        host = host.partition(".")[2]


def public_address(kind: str, canonical: str, language: str = "en") -> str:
    """Where the public finds a document, in the reader's language where the publisher offers it; "" if nowhere."""
    known = KINDS.get(kind)
    form = known.form.fullmatch(canonical) if known is not None else None
    return known.address(form, language) if known is not None and form is not None else ""
