"""Dossiers: what documents themselves connect. Pure, and the same whatever order items come in.

A name is what a thing is known by (see `references.equivalence`). Three sorts of names:

- joining: a procedure, a proposal, an opinion, a report. A document that names several says that they
  are one dossier.
- belonging: a working document, an act, a motion. It belongs to the dossier of the documents that name it,
  and never joins two, since one impact assessment may go with three proposals.
- mentioned: a convention, a goal, an older act, a press release, a journal. It says nothing of dossiers.

A document connects the names it is about: those of its own address and fields, of its title, and those that
its text writes side by side. One that names two of a kind is a round-up and connects nothing but its own.

Where all this would put two procedures in one dossier (or, where there is none, two proposals, and so on
down `STRENGTH`), each name goes to the procedure that is fewest documents away, and a name as near to two
belongs to neither: it stands in a dossier of its own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from servwatch.insight.references import known_as
from servwatch.model import Reference

STRENGTH = (
    "procedure",
    "com",
    "join",
    "hys",
    "eesc-file",
    "eesc",
    "council",
    "pe-cons",
    "ep-report",
    "ep-text",
    "ep-referral",
    "cor",
    "vp-printed",
    "vr",
    "vp",
    "case",
)
"""The kinds that join, the strongest first: it gives a dossier its name."""

BELONGING = frozenset(
    {"swd", "sec", "c", "celex", "ares", "ep-motion", "ep-pe", "council-paper", "ecb-opinion", "ecli", "ted"}
)
"""The kinds that belong to a dossier without joining any."""

MOST_NAMES = 12
"""Names one document can be about; a longer list is a register."""

_ONE_SERIES = {"join": "com"}  # of two series of proposals, a document is about one


class Sort(Enum):
    """What a name does for dossiers."""

    JOINING = "joining"
    BELONGING = "belonging"
    MENTIONED = "mentioned"


@dataclass(frozen=True, slots=True)
class Dossier:
    """What belongs together. `id` is its strongest reference, in full."""

    id: str
    names: frozenset[str]
    documents: frozenset[int] = frozenset()  # items that are about it
    mentions: frozenset[int] = frozenset()  # items that name it and no other


def sort_of(kind: str, name: str, role: str) -> Sort:
    """What a name does, in its role to an item. An act is a mere mention unless it is the item's own."""
    if kind in STRENGTH:
        return Sort.JOINING
    if kind == "celex":
        belongs = name[0] == "5" or (name[0] == "3" and role == "own")
        return Sort.BELONGING if belongs else Sort.MENTIONED
    return Sort.BELONGING if kind in BELONGING else Sort.MENTIONED


def connections(references: Iterable[Reference]) -> dict[str, str]:
    """The names that a document is about, each with its kind; none for a round-up."""
    own: dict[str, str] = {}
    about: dict[str, str] = {}
    for reference in references:
        kind, name = known_as(reference.kind, reference.id)
        if reference.role == "text" or sort_of(kind, name, reference.role) is Sort.MENTIONED:
            continue
        about[name] = kind
        if reference.role == "own":
            own[name] = kind
    if _about_one(about):
        return about
    return own if _about_one(own) else {}


def concerns(references: Iterable[Reference]) -> frozenset[str]:
    """Every name in an item that could be of a dossier, wherever it stands."""
    named = ((known_as(r.kind, r.id), r.role) for r in references)
    return frozenset(k.name for k, role in named if sort_of(k.kind, k.name, role) is not Sort.MENTIONED)


def _about_one(names: Mapping[str, str]) -> bool:
    kinds = Counter(_ONE_SERIES.get(kind, kind) for kind in names.values() if kind in STRENGTH)
    return len(names) <= MOST_NAMES and all(count == 1 for count in kinds.values())


def dossiers(items: Mapping[int, Sequence[Reference]]) -> list[Dossier]:
    """The dossiers of these items, in the order of their ids; each name is in exactly one."""
    connected = {item: connections(references) for item, references in items.items()}
    kinds = {name: kind for names in connected.values() for name, kind in names.items()}
    groups = _groups(connected, kinds)
    of_name = {name: number for number, group in enumerate(groups) for name in group}
    documents: dict[int, set[int]] = defaultdict(set)
    mentions: dict[int, set[int]] = defaultdict(set)
    for item, references in items.items():
        names = connected[item]
        if names:
            documents[of_name[min(names, key=lambda name: strength(names[name], name))]].add(item)
        else:
            named = {of_name.get(name) for name in concerns(references)}
            only = named.pop() if len(named) == 1 else None
            if only is not None:
                mentions[only].add(item)
    shown = _shown(items.values())
    found = [
        Dossier(
            _title(group, kinds, shown), frozenset(group), frozenset(documents[n]), frozenset(mentions[n])
        )
        for n, group in enumerate(groups)
    ]
    return sorted(found, key=lambda dossier: dossier.id)


def strength(kind: str, name: str) -> tuple[int, list[tuple[int, str]]]:
    """By which the strongest of names is found: by its kind, then the lowest number."""
    place = STRENGTH.index(kind) if kind in STRENGTH else len(STRENGTH)
    return place, [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)]


def _title(group: Collection[str], kinds: Mapping[str, str], shown: Mapping[str, str]) -> str:
    strongest = min(group, key=lambda name: strength(kinds[name], name))
    return shown.get(strongest, strongest)


def _shown(references: Iterable[Sequence[Reference]]) -> dict[str, str]:
    """How procedures are written in full, with their type; of two types the last in the alphabet."""
    shown: dict[str, str] = {}
    for reference in (r for one in references for r in one if r.kind == "procedure"):
        name = known_as(reference.kind, reference.id).name
        shown[name] = max(shown.get(name, ""), reference.id)
    return shown


def _groups(connected: Mapping[int, Mapping[str, str]], kinds: Mapping[str, str]) -> list[frozenset[str]]:
    """The names parted into dossiers."""
    near: dict[str, set[str]] = {name: set() for name, kind in kinds.items() if kind in STRENGTH}
    for names in connected.values():
        joining = [name for name in names if name in near]
        for name in joining:
            near[name].update(joining)
    groups = [set(group) for group in _parted(set(near), near, kinds)]
    place = {name: number for number, group in enumerate(groups) for name in group}
    for leaf, homes in sorted(_homes(connected, place, kinds).items()):
        if len(homes) == 1:
            groups[min(homes)].add(leaf)
        else:
            groups.append({leaf})
    return [frozenset(group) for group in groups]


def _homes(
    connected: Mapping[int, Mapping[str, str]], place: Mapping[str, int], kinds: Mapping[str, str]
) -> dict[str, set[int]]:
    """For each name that belongs: the groups that documents put it in."""
    homes: dict[str, set[int]] = {name: set() for name, kind in kinds.items() if kind not in STRENGTH}
    for names in connected.values():
        there = {place[name] for name in names if name in place}
        for name in names:
            if name in homes:
                homes[name] |= there
    return homes


def _parted(names: set[str], near: Mapping[str, set[str]], kinds: Mapping[str, str]) -> list[frozenset[str]]:
    """The connected parts of `names`, each parted again where it has several of its strongest kind."""
    groups: list[frozenset[str]] = []
    for part in _parts(names, near):
        best = min(STRENGTH.index(kinds[name]) for name in part)
        anchors = sorted(name for name in part if STRENGTH.index(kinds[name]) == best)
        if len(anchors) == 1:
            groups.append(frozenset(part))
            continue
        nearest = _nearest(anchors, part, near)
        groups += [frozenset(n for n in part if nearest[n] == {anchor}) for anchor in anchors]
        groups += _parted({n for n in part if len(nearest[n]) > 1}, near, kinds)
    return groups


def _parts(names: set[str], near: Mapping[str, set[str]]) -> list[set[str]]:
    left, parts = set(names), []
    while left:
        part, edge = set[str](), {left.pop()}
        while edge:
            part |= edge
            edge = set().union(*(near[name] for name in edge)) & left
            left -= edge
        parts.append(part)
    return parts


def _nearest(anchors: Sequence[str], part: set[str], near: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """For each name of a part the anchors that are fewest documents away."""
    nearest = {anchor: {anchor} for anchor in anchors}
    edge = set(anchors)
    while edge:
        reached: dict[str, set[str]] = defaultdict(set)
        for name in edge:
            for other in (near[name] & part) - nearest.keys():
                reached[other] |= nearest[name]
        nearest.update(reached)
        edge = set(reached)
    return nearest
