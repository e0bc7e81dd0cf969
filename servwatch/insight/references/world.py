"""Instruments and papers of the ILO, codes of the OECD, and the goals of the United Nations.

"C190", "R206" and "P155" say nothing by themselves: the ILO, or a convention, must be named nearby.
"""

from __future__ import annotations

import re

from servwatch.insight.references.grammar import (
    NUMBER_SIGN,
    START,
    Family,
    Grammar,
    Kind,
    Location,
    exact,
    loose,
    number,
    spoken,
)

_LAST = {"C": 250, "R": 260, "P": 250}
"""Higher numbers are no instruments: in 2026 there are 192 conventions and 209 recommendations."""
_ILO = loose(
    r"(?-i:\b(?:ILO|IAO|OIT|BIT|ILC)\b)|\bconventions?\b|\bverdrag(?:en)?\b|\bconventies?\b"
    r"|international labour|internationale arbeid|internationale du travail|internacional del trabajo"
)
_BODY = r"(?:ILO|IAO|OIT)"
_INSTRUMENTS = {
    "C": ("convention", "conventie", "verdrag", "convenio", "übereinkommen"),
    "R": ("recommendation", "recommandation", "aanbeveling", "recomendación", "empfehlung"),
    "P": ("protocol", "protocole"),
}
_LETTER = {word: letter for letter, words in _INSTRUMENTS.items() for word in words}
_WORD = "|".join(sorted(_LETTER, key=len, reverse=True))


def _instrument(letter: str, digits: str) -> str:
    serial = int(digits)
    return f"ILO {letter}{serial:03}" if 0 < serial <= _LAST[letter] else ""


def _by_code(m: re.Match[str]) -> str:
    return _instrument(m[1].upper(), m[2])


def _by_word(m: re.Match[str]) -> str:
    return _instrument(_LETTER[m[1].lower()], m[2])


def _instrument_address(m: re.Match[str], language: str) -> str:
    where = f"https://normlex.ilo.org/dyn/nrmlx_{spoken(language, ('en', 'fr', 'es'))}"
    return f"{where}/f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:{m[1]}"


def _paper(m: re.Match[str]) -> str:
    """Without what closes the sentence around it."""
    paper = m[1].rstrip(".-(/")
    while paper.endswith(")") and paper.count(")") > paper.count("("):
        paper = paper[:-1].rstrip(".-(/")
    return paper if "/" in paper else ""


def _oecd_address(m: re.Match[str], language: str) -> str:
    return f"https://one.oecd.org/document/{m[0]}/{spoken(language, ('en', 'fr'))}/pdf"


def _goal(m: re.Match[str]) -> str:
    goal, rest = m[1], m[2] or ""
    return f"SDG {number(goal)}{rest.lower()}" if 1 <= int(goal) <= 17 else ""


def _goal_address(m: re.Match[str], _language: str) -> str:
    return f"https://sdgs.un.org/goals/goal{m[1]}"


_OECD = r"([A-Z]{2,6}(?:/[A-Z0-9]{1,12}){1,6}\((?:19|20)\d\d\)\d{1,4}(?:/[A-Z0-9]{1,8}){0,4})"
_SDG = r"(?:SDGs?|ODDs?|ODS)"

FAMILY = Family(
    kinds=(
        Kind("ilo", re.compile(r"ILO ([CRP]\d{3})"), _instrument_address, "ILO C190"),
        Kind("ilo-paper", re.compile(r"(?:ILC|GB)\.\d+/.+"), example="ILC.112/III(A)"),
        Kind("oecd", re.compile(_OECD), _oecd_address, "DELSA/ELSA/WD/SEM(2023)8"),
        Kind("sdg", re.compile(r"SDG (\d+)(?:\.[\da-d]+)*"), _goal_address, "SDG 8.5"),
    ),
    grammars=(
        Grammar(
            "ilo",
            ("C9", "R9", "P9"),
            exact(rf"{START}([CRP])(\d{{1,3}})(?![\w/\-]|\.\d)"),
            _by_code,
            _ILO,
            ("ilo.org",),
        ),
        Grammar(
            "ilo",
            tuple(sorted({word.upper() for word in _LETTER})),
            loose(rf"(?<!\w)({_WORD})s?\s(?:{_BODY}\s)?{NUMBER_SIGN}(\d{{1,3}})(?![\d/.]\d)(?!\d)"),
            _by_word,
            loose(rf"(?-i:\b{_BODY}\b)|international labour|internationale arbeid|internationale du travail"),
            ("ilo.org",),
        ),
        Grammar(
            "ilo-paper",
            ("ILC.9", "GB.9"),
            exact(rf"{START}((?:ILC|GB)\.\d{{2,3}}(?:/[A-Za-z0-9.()\-]{{1,16}}){{1,6}})"),
            _paper,
        ),
        Grammar(
            "oecd",
            tuple(f"{letter}(9999)9" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ9"),
            exact(rf"{START}{_OECD}(?!\d)"),
            lambda m: m[1],
        ),
        Grammar(
            "sdg",
            ("SDG", "ODD", "ODS"),
            exact(
                rf"{START}{_SDG}[\s\-]{{0,2}}(?:targets?\s|doelstelling\s|indicator\s|cible\s|meta\s)?(\d{{1,2}})(\.(?:\d{{1,2}}|[a-d])(?:\.\d{{1,2}})?)?(?![\d\w])"
            ),
            _goal,
        ),
    ),
    locations=(
        Location("ilo", "ilo.org", loose(r"P12100_ILO_CODE[:=,]([CRP])(\d{1,3})(?!\d)"), _by_code),
        Location("ilo", "ilo.org", loose(r"P12100_INSTRUMENT_ID:([CRP])(\d{1,3})(?!\d)"), _by_code),
        Location("oecd", "oecd.org", exact(rf"/document/{_OECD}(?!\d)"), lambda m: m[1]),
        Location("sdg", "sdgs.un.org", loose(r"/goals/goal(\d{1,2})()(?!\d)"), _goal),
    ),
)
