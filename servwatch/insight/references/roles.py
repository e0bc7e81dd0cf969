"""The references of an item, and what each is to it: its own, in its title, in a pair, or in its text.

own: named by its address or by a structured field; title: in its title; pair: in its text, written
side by side with another name of the same thing, such as "COM(2025) 837 final - 2025/0360 (COD)";
text: anything else in its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from servwatch.insight.references.equivalence import known_as
from servwatch.insight.references.finding import MOST, READ, Found, host_of, in_address, in_text
from servwatch.insight.references.grammar import plain
from servwatch.insight.references.reading import read_field
from servwatch.insight.references.registry import public_address
from servwatch.model import Reference

ROLES = ("own", "title", "pair", "text")
"""The strongest first."""

_BETWEEN = "\n|\n"
_SIDE_BY_SIDE = re.compile(
    r"[\s\-/:=()\[\]]{1,8}(?:(?:final|definitief|FINAL|INIT|LIMITE|REV \d{1,2}|ADD \d{1,2})[\s\-/:=()\[\]]{1,8}){0,2}"
)


def references_of(
    title: str, summary: str = "", url: str = "", *, given: Sequence[str] = (), language: str = "en"
) -> tuple[Reference, ...]:
    """The references of an item, each once, in its strongest role; those of the strongest role first.

    `given`: what the source states in a field, in any way of writing. `language`: of the addresses.
    """
    home = host_of(url)
    title = plain(title[:READ])
    text = title + _BETWEEN + plain(summary[:READ])  # made plain at once, so that places stay what they are
    found = in_text(text, home)
    start = len(title)
    own = [*in_address(url), *(named for text in given for named in read_field(text, home))]
    texts = [f for f in found if f.start > start]
    pairs = _pairs(texts, text)
    by_role: dict[str, Iterable[tuple[str, str]]] = {
        "own": own,
        "title": [(f.kind, f.id) for f in found if f.start <= start],
        "pair": [(f.kind, f.id) for f in texts if f in pairs],
        "text": [(f.kind, f.id) for f in texts],
    }
    roles: dict[tuple[str, str], str] = {}
    for role in ROLES:
        for name in by_role[role]:
            roles.setdefault(name, role)
    return tuple(
        Reference(kind, name, public_address(kind, name, language), role)
        for (kind, name), role in list(_without_untyped(roles).items())[:MOST]
    )


def _pairs(found: Sequence[Found], text: str) -> set[Found]:
    """Neighbours of different kinds with nothing but punctuation between them."""
    paired: set[Found] = set()
    for one, other in pairwise(found):
        if one.kind != other.kind and _SIDE_BY_SIDE.fullmatch(text, one.end, other.start):
            paired |= {one, other}
    return paired


def _without_untyped(roles: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Of a procedure with and without its type only the full form, in the stronger of their roles."""
    typed = {known_as(k, name).name: (k, name) for k, name in roles if k == "procedure" and "(" in name}
    kept: dict[tuple[str, str], str] = {}
    for (kind, name), role in roles.items():
        full = typed.get(name, (kind, name)) if kind == "procedure" else (kind, name)
        kept[full] = min(kept.get(full, role), role, key=ROLES.index)
    return kept
