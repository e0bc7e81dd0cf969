"""Why an item gets or loses a theme when the settings change: the words and settings responsible. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from servwatch.insight.themes import Assessment
from servwatch.model import Match


class Cause(StrEnum):
    """What made the difference."""

    TERM = "term"  # a term is found on one side only
    CONDITION = "condition"  # a term is found on both, and overruled on one by its exclude or requires
    HINT = "hint"  # the source or a category speaks for the theme on one side only
    EXCLUDE = "exclude"  # a word of the theme's exclude is found on one side only
    THRESHOLD = "threshold"  # the score would do on one side only
    WEIGHT = "weight"  # a term weighs differently
    THEME = "theme"  # the theme exists on one side only
    LANGUAGE = "language"  # the terms of other languages are tried on one side only


@dataclass(frozen=True, slots=True)
class Blame:
    """One thing that is responsible; `term` is empty where no term is."""

    cause: Cause
    term: str = ""
    text: str = ""  # the words found
    field: str = ""  # where: "title", "summary", "source", "category"


NEW_THEME = (Blame(Cause.THEME),)
"""Of an item that gets or loses a theme that exists on one side only: more need not be said."""


def blame(given: Assessment, refused: Assessment | None) -> tuple[Blame, ...]:
    """What is responsible for a theme that one side gives and the other refuses.

    `refused` is None where nothing of the theme was found on that side. Whether the theme was gained
    or lost does not matter: seen from the side that gives it, the same things are responsible.
    """
    if refused is None:
        return tuple(map(_missing, _distinct(given.matches)))
    found = [
        *(Blame(Cause.EXCLUDE, one.term, one.text, one.field) for one in _distinct(refused.barring)),
        *_terms(given, refused),
    ]
    if given.score < refused.threshold:
        found.append(Blame(Cause.THRESHOLD))
    return tuple(found) or (Blame(Cause.LANGUAGE),)


def _terms(given: Assessment, refused: Assessment) -> Iterator[Blame]:
    weights = {one.term: one.weight for one in refused.matches}
    overruled = {one.term for one in refused.voided}
    for one in _distinct(given.matches):
        if one.term in weights:
            if one.weight > weights[one.term]:
                yield Blame(Cause.WEIGHT, one.term, one.text, one.field)
        elif one.term in overruled:
            yield Blame(Cause.CONDITION, one.term, one.text, one.field)
        else:
            yield _missing(one)


def _missing(one: Match) -> Blame:
    return Blame(Cause.HINT if one.rule == "hint" else Cause.TERM, one.term, one.text, one.field)


def _distinct(matches: tuple[Match, ...]) -> list[Match]:
    """The first match of each term: one that stands five times in a text is one reason."""
    first: dict[str, Match] = {}
    for one in matches:
        first.setdefault(one.term, one)
    return list(first.values())
