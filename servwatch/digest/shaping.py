"""What editors made of a draft, put upon what was chosen: order, headlines, notes, introduction. Pure.

What they drop and pin is known to `choose` itself, so that limits count after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from servwatch.digest.choose import Choice
from servwatch.model import Act, ActKind, Decision, Entry, Outcome, Reword


@dataclass(frozen=True, slots=True)
class Shaping:
    """What the acts of editors come to, by the items they were told of."""

    arranged: tuple[int, ...] = ()  # the entries in the order that editors gave them; none: by rank
    placed: frozenset[int] = frozenset()  # those that they gave their place
    headlines: Mapping[int, str] = field(default_factory=dict)
    notes: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # the note, and whose initials
    introduction: str = ""


UNSHAPED = Shaping()


def shaping_of(acts: Iterable[Act]) -> Shaping:
    """What acts come to, in the order in which they were done: of each thing the last counts."""
    arranged: tuple[int, ...] = ()
    placed: set[int] = set()
    headlines: dict[int, str] = {}
    notes: dict[int, tuple[str, str]] = {}
    introduction = ""
    for act in acts:
        item = act.item or 0
        if act.kind is ActKind.MOVE:
            arranged = act.arranged
            (placed.discard if act.undone else placed.add)(item)
        elif act.kind is ActKind.HEADLINE:
            headlines[item] = act.new
        elif act.kind is ActKind.NOTE:
            notes[item] = act.new, act.initials
        elif act.kind is ActKind.INTRODUCTION:
            introduction = act.new
    return Shaping(
        arranged if placed else (),
        frozenset(placed),
        {item: text for item, text in headlines.items() if text},
        {item: note for item, note in notes.items() if note[0]},
        introduction,
    )


def shaped(choice: Choice, shaping: Shaping, late: Collection[int] = frozenset()) -> Choice:
    """A choice as the editors shaped it. `late`: the items that came after the draft.

    Of these only what is told is decided on; what found no room waits for the next edition.
    """
    entries = tuple(
        replace(entry, place=place, reword=_reword(entry, shaping), late=_is_late(entry, late))
        for place, entry in enumerate(_arranged(choice.entries, shaping), 1)
    )
    places = {entry.item.id: entry.place for entry in entries}
    return Choice(
        entries,
        tuple(entry for entry in choice.cut if entry.item.id not in late),
        tuple(
            replace(one, place=places[one.item]) if one.item in places else one
            for one in choice.decisions
            if one.item not in late or _told(one, places)
        ),
    )


def _told(decision: Decision, places: Mapping[int, int]) -> bool:
    """Whether an item is told, by itself or with another one."""
    return decision.item in places or (decision.outcome is Outcome.MERGED and decision.into in places)


def _is_late(entry: Entry, late: Collection[int]) -> bool:
    return any(number in late for number in members(entry))


def members(entry: Entry) -> tuple[int, ...]:
    """The items of an entry, the leading one first."""
    return (entry.item.id, *(one.id for one in entry.companions))


def _reword(entry: Entry, shaping: Shaping) -> Reword:
    """What was said of the entry, or of one that is told with it now."""
    headline = next((shaping.headlines[n] for n in members(entry) if n in shaping.headlines), "")
    note, initials = next((shaping.notes[n] for n in members(entry) if n in shaping.notes), ("", ""))
    return Reword(headline, note, initials)


def _arranged(entries: Sequence[Entry], shaping: Shaping) -> list[Entry]:
    """The entries in the order that was wanted.

    One that was not there then follows the one it follows by rank, of those that no editor placed if there is any.
    """
    leads = {number: entry.item.id for entry in entries for number in members(entry)}
    order = list(dict.fromkeys(leads[number] for number in shaping.arranged if number in leads))
    if not order:
        return list(entries)
    placed = {leads[number] for number in shaping.placed if number in leads}
    by_lead = {entry.item.id: entry for entry in entries}
    for place, lead in enumerate(by_lead):
        if lead not in order:
            before = list(by_lead)[:place]
            behind = [one for one in before if one not in placed] or before
            order.insert(order.index(behind[-1]) + 1 if behind else 0, lead)
    return [by_lead[lead] for lead in order]


def moved(order: Sequence[int], item: int, place: int) -> tuple[int, ...]:
    """The order with an item at a place (from 1); beyond the end is the end."""
    others = [one for one in order if one != item]
    others.insert(max(place, 1) - 1, item)
    return tuple(others)


def displaced(before: Sequence[int], after: Sequence[int]) -> tuple[int, ...]:
    """The fewest items whose moves make one order of another; those that came are among them.

    All but a longest run that stands in the same order in both.
    """
    place = {item: n for n, item in enumerate(before)}
    best: list[
        tuple[int, int | None]
    ] = []  # for each of `after`: length of the run that ends there, and its last but one
    for n, item in enumerate(after):
        longest: tuple[int, int | None] = (0, None)
        if item in place:
            earlier = [
                (best[m][0], m) for m in range(n) if after[m] in place and place[after[m]] < place[item]
            ]
            length, last = max(earlier, default=(0, None), key=lambda pair: pair[0])
            longest = length + 1, last
        best.append(longest)
    at: int | None = max(range(len(after)), key=lambda n: best[n][0], default=None)
    kept = set()
    while at is not None and best[at][0]:
        kept.add(after[at])
        at = best[at][1]
    return tuple(item for item in after if item not in kept)
