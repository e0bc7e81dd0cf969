"""What the judgements of several people come to, item by item. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from servwatch.model import Judgement, Ruling


class Standing(Enum):
    """What is held of an item for a theme."""

    FOR = "for"
    AGAINST = "against"
    DIVIDED = "divided"  # as many say so as say the contrary


def newest_of_each(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Of each person the newest on the same item, theme and digest, in the order they were given.

    `judgements` come in the order in which they were given. A person is known by name, whatever its case.
    """
    newest: dict[tuple[int, str, str, str], Judgement] = {}
    for one in judgements:
        key = (one.item, one.theme, one.digest, one.by.strip().casefold())
        newest.pop(key, None)  # so that it stands where the newest was given
        newest[key] = one
    return list(newest.values())


def standing(judgements: Iterable[Judgement], theme: str, *, has_theme: bool) -> Standing | None:
    """What is held of one item for `theme`; None where nobody said anything.

    What is said of the theme itself goes before what an editor did with the item in a digest; the
    latter speaks only of themes that the item has.
    """
    given = newest_of_each(judgements)
    about = [one for one in given if one.theme == theme]
    if not about and has_theme:
        about = [one for one in given if not one.theme and one.ruling in (Ruling.KEPT, Ruling.DROPPED)]
    if not about:
        return None
    balance = sum(1 if one.ruling.favourable else -1 for one in about)
    return Standing.FOR if balance > 0 else Standing.AGAINST if balance < 0 else Standing.DIVIDED


def by_item(judgements: Iterable[Judgement]) -> Mapping[int, list[Judgement]]:
    """The judgements of each item, in their order."""
    found: dict[int, list[Judgement]] = {}
    for one in judgements:
        found.setdefault(one.item, []).append(one)
    return found
