"""Interinstitutional procedures, the best key that the bodies share: 2025/0360(COD).

The number alone tells the procedure; its type is known to change (CNS became COD), and some addresses
leave it out. Types: European Parliament, Open Data, `ep-procedure-types`.
"""

from __future__ import annotations

import re

from servwatch.insight.references.grammar import Family, Grammar, Kind, Location, loose, number, spoken

_TYPE = "ACI|APP|AVC|BUD|BUI|CNS|COD|COS|DCE|DEA|DEC|IMM|INI|INL|INS|NLE|REG|RPS|RSO|RSP|SYN"
TYPES = tuple(_TYPE.split("|"))
_YEAR = r"(?:19[789]|20[0-4])\d"
_NUMBER = rf"({_YEAR})[/\-_](\d{{1,4}}[A-Z]?)"


def _procedure(m: re.Match[str]) -> str:
    serial, letter = m[2].rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"), m[2][-1]
    if not serial.strip("0"):
        return ""
    suffix = letter.upper() if letter.isalpha() else ""
    kind = f"({m[3].upper()})" if m.lastindex == 3 else ""
    return f"{m[1]}/{number(serial, 4)}{suffix}{kind}"


def _address(m: re.Match[str], language: str) -> str:
    if m["type"]:
        where = spoken(language, ("en", "fr"))
        return f"https://oeil.europarl.europa.eu/oeil/{where}/procedure-file?reference={m[0]}"
    tongue = spoken(language).upper()
    return f"https://eur-lex.europa.eu/procedure/{tongue}/{m['year']}_{number(m['number'])}"


FAMILY = Family(
    kinds=(
        Kind(
            "procedure",
            re.compile(rf"(?P<year>\d{{4}})/(?P<number>\d{{4}}[A-Z]?)(?:\((?P<type>{_TYPE})\))?"),
            _address,
            "2025/0360(COD)",
        ),
    ),
    grammars=(
        Grammar(
            "procedure",
            tuple(f"({name})" for name in TYPES),
            loose(rf"(?<![\w/\-])({_YEAR})/(\d{{1,4}}[A-Z]?)\s{{0,2}}\(({_TYPE})\)"),
            _procedure,
        ),
    ),
    locations=(
        Location(
            "procedure",
            "europarl.europa.eu",
            loose(rf"[?&]reference=({_YEAR})/(\d{{4}}[A-Z]?)\(({_TYPE})\)"),
            _procedure,
        ),
        Location(
            "procedure", "eur-lex.europa.eu", loose(rf"/procedure/[A-Z]{{2}}/{_NUMBER}(?!\d)"), _procedure
        ),
        Location("procedure", "law-tracker.europa.eu", loose(rf"/procedure/{_NUMBER}(?!\d)"), _procedure),
        Location(
            "procedure", "data.europarl.europa.eu", loose(rf"/proc(?:edures)?/{_NUMBER}(?!\d)"), _procedure
        ),
    ),
)
