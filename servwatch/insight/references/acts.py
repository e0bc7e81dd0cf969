"""Acts of the Union by the numbers in their titles, and by their ELI: both are a CELEX number, for certain.

Numbering since 1 January 2015 is year/number for all acts (Interinstitutional Style Guide, 2.1);
before that directives and decisions had year/number/treaty, regulations No number/year.
"""

from __future__ import annotations

import re

from servwatch.insight.references.grammar import NUMBER_SIGN, START, Family, Grammar, Location, loose

_NEW_NUMBERS = 2015
_LETTERS = {
    "L": ("directive", "richtlijn", "richtlinie", "directiva"),
    "R": ("regulation", "verordening", "règlement", "reglement", "verordnung", "reglamento"),
    "D": ("decision", "besluit", "beschikking", "décision", "beschluss", "decisión"),
}
_LETTER = {word: letter for letter, words in _LETTERS.items() for word in words}
_WORD = "|".join(sorted(_LETTER, key=len, reverse=True))
_UNION = r"\((?:EU|UE|CFSP|GBVB|PESC|GASP|PESC)(?:,\s?Euratom)?\)"
_COMMUNITY = r"\((?:EU|UE|EC|EG|CE|EEC|EEG|CEE|EWG|Euratom)(?:,\s?Euratom)?\)"
_TREATY = r"(?:EU|UE|EC|EG|CE|EEC|EEG|CEE|EWG|Euratom)"
_CLUES = tuple(sorted({f"{word.upper()} {mark}" for word in _LETTER for mark in "(9"}))


def _act(letter: str, year: str, serial: str) -> str:
    """The CELEX number of an act; "" for a year or a number that cannot be."""
    if len(year) == 2:
        year = f"19{year}"
    serial = serial.lstrip("0")
    if not 1952 <= int(year) <= 2099 or not serial or len(serial) > 4:
        return ""
    return f"3{year}{letter}{serial.zfill(4)}"


def _of_now(m: re.Match[str]) -> str:
    """Year/number, or number/year where only the second can be a year before the new numbering."""
    letter, union, first, second = _LETTER[m[1].lower()], m[2], m[3], m[4]
    if len(first) == 4 and _NEW_NUMBERS <= int(first) <= 2099:
        return "" if letter == "D" and not union else _act(letter, first, second)
    if union and len(second) == 4 and 1952 <= int(second) < _NEW_NUMBERS:
        return _act(letter, second, first)
    return ""


def _of_then(m: re.Match[str]) -> str:
    return _act(_LETTER[m[1].lower()], m[2], m[3])


def _numbered_first(m: re.Match[str]) -> str:
    return _act(_LETTER[m[1].lower()], m[3], m[2])


def _eli(m: re.Match[str]) -> str:
    return _act({"dir": "L", "reg": "R", "dec": "D"}[m[1][:3].lower()], m[2], m[3])


_ELI = loose(r"(?:^|/)eli/((?:reg|dir|dec)(?:_impl|_del)?)/(\d{4})/(\d{1,4})(?![\d])")

FAMILY = Family(
    kinds=(),
    grammars=(
        Grammar(
            "celex",
            _CLUES,
            loose(rf"{START}({_WORD})\s(?:({_UNION})\s)?(\d{{1,4}})/(\d{{1,4}})(?![\d/])"),
            _of_now,
        ),
        Grammar(
            "celex", _CLUES, loose(rf"{START}({_WORD})\s(\d\d|\d{{4}})/(\d{{1,4}})/{_TREATY}\b"), _of_then
        ),
        Grammar(
            "celex",
            _CLUES,
            loose(rf"{START}({_WORD})\s{_COMMUNITY}\s{NUMBER_SIGN}(\d{{1,4}})/(\d{{4}}|\d\d)(?!\d)"),
            _numbered_first,
        ),
        Grammar("celex", ("ELI/",), _ELI, _eli),
    ),
    locations=(Location("celex", "europa.eu", _ELI, _eli),),
)
