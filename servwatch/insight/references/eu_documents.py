"""Documents of the Commission and what EUR-Lex calls them: COM, JOIN, SWD, SEC, C, CELEX, ELI, OJ.

CELEX numbers: Publications Office, "CELEX number composition"; ELI: data.europa.eu/eli. A COM number does
not tell whether it is a proposal (PC) or another document (DC), so it never becomes a CELEX number.
"""

from __future__ import annotations

import re

from servwatch.insight.references.grammar import (
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

_EUR_LEX = "https://eur-lex.europa.eu"
_HOST = "eur-lex.europa.eu"
_YEAR = r"(?:19[5-9]|20[0-4])\d"
_SERIES = ("com", "join", "swd", "sec")


def _numbered(m: re.Match[str]) -> str:
    return f"{m[1].upper()}({m[2]}) {number(m[3])}" if m[3].strip("0") else ""


def _numbered_address(m: re.Match[str], language: str) -> str:
    return f"{_EUR_LEX}/legal-content/{spoken(language).upper()}/TXT/?uri={m[1]}:{m[2]}:{m[3]}:FIN"


def _celex(m: re.Match[str]) -> str:
    return m[1].upper()


def _celex_address(m: re.Match[str], language: str) -> str:
    return f"{_EUR_LEX}/legal-content/{spoken(language).upper()}/TXT/?uri=CELEX:{m[0]}"


def _old_oj(m: re.Match[str]) -> str:
    day, month, year = m[3].split(".")
    return f"OJ {m[1].upper()} {number(m[2])}, {int(day)}.{int(month)}.{year}, p. {number(m[4])}"


def _act_oj(m: re.Match[str]) -> str:
    return f"OJ {m[1].upper()}, {m[2]}/{number(m[3])}"


def _oj_address(m: re.Match[str], language: str) -> str:
    where = f"{_EUR_LEX}/legal-content/{spoken(language).upper()}/TXT/?uri=OJ:"
    if m["act"]:
        year, rest = m["act"].split("/")
        return f"{where}{m['series']}_{year}{rest.zfill(5)}"
    return f"{where}{m['series']}:{m['year']}:{m['issue'].zfill(3)}:TOC"


_NUMBERED = tuple(
    Kind(name, re.compile(rf"({name.upper()})\((\d{{4}})\) (\d+)"), _numbered_address, example)
    for name, example in zip(
        _SERIES, ("COM(2025) 837", "JOIN(2025) 12", "SWD(2025) 836", "SEC(2010) 123"), strict=True
    )
)


def _series_grammar(name: str) -> Grammar:
    pattern = (
        rf"{START}({name})(?:\s{{0,2}}\(\s?({_YEAR})\s?\)\s{{0,2}}|/({_YEAR})/)0{{0,4}}([1-9]\d{{0,3}})(?!\d)"
    )
    return Grammar(
        name,
        (f"{name.upper()}(", f"{name.upper()} (", f"{name.upper()}/"),
        loose(pattern),
        lambda m: f"{m[1].upper()}({m[2] or m[3]}) {m[4]}",
    )


_BARE_CELEX = (
    rf"3{_YEAR}[A-Z]\d{{4}}(?:\(\d\d\))?(?:R\(\d\d\))?|5{_YEAR}[A-Z]{{2}}\d{{4}}(?:\(\d\d\))?(?:R\(\d\d\))?"
    rf"|6{_YEAR}[CTF][A-Z]\d{{4}}(?:\(\d\d\))?|2{_YEAR}A\d{{4}}(?:\(\d\d\))?|0{_YEAR}[RLD]\d{{4}}-{_YEAR}[01]\d[0-3]\d"
)
_ANY_CELEX = r"(?:0\d{4}[RLD]\d{4}-\d{8}|[0-9CE]\d{4}[A-Z]{1,2}\d{4}(?:\(\d\d\))?(?:R\(\d\d\))?(?![A-Z\d]))"

_OJ_NAMES = ("OJ", "PB", "JO", "ABL", "ABL.", "DO")
_OJ = r"(?:OJ|PB|JO|ABl\.?|DO)"
_DATE = r"(\d{1,2}\.\d{1,2}\.\d{4})"

FAMILY = Family(
    kinds=(
        *_NUMBERED,
        Kind("c", re.compile(r"C\((\d{4})\) (\d+)"), example="C(2024) 1234"),
        Kind("celex", re.compile(r"[0-9CE]\d{4}[A-Z]{1,2}\d{4}[()\dR\-]{0,9}"), _celex_address, "32022L2041"),
        Kind(
            "oj",
            re.compile(
                r"OJ (?P<series>[LC])(?:, (?P<act>\d{4}/\d+)| (?P<issue>\d+), \d+\.\d+\.(?P<year>\d{4}), p\. \d+)"
            ),
            _oj_address,
            "OJ L 275, 25.10.2022, p. 33",
        ),
    ),
    grammars=(
        *map(_series_grammar, _SERIES),
        Grammar(
            "c",
            ("C(9",),
            exact(rf"{START}C\(({_YEAR})\)\s{{0,2}}0{{0,4}}([1-9]\d{{0,4}})(?!\d)"),
            lambda m: f"C({m[1]}) {m[2]}",
        ),
        Grammar(
            "celex",
            tuple(f"99999{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            exact(rf"(?<![A-Za-z0-9/])({_BARE_CELEX})(?![A-Za-z0-9])"),
            _celex,
        ),
        Grammar(
            "celex",
            ("CELEX",),
            loose(rf"CELEX(?:\s?(?:number|nummer|nr\.?))?[\s:]{{1,2}}({_ANY_CELEX})"),
            _celex,
        ),
        Grammar(
            "oj",
            (*(f"{name} {series} 9" for name in _OJ_NAMES for series in "LC"), "OJ EU", "PB EU"),
            exact(
                rf"{START}{_OJ}\s(?:EU\s)?([LC])\s0{{0,3}}(\d{{1,3}})(?:,| van| du| vom| de)\s{_DATE},?\s(?:p|blz|S|bl)\.\s?(\d{{1,4}})"
            ),
            _old_oj,
        ),
        Grammar(
            "oj",
            tuple(f"{name} {series}," for name in _OJ_NAMES for series in "LC"),
            exact(rf"{START}{_OJ}\s([LC]),\s(?:C/)?({_YEAR})/(\d{{1,5}})(?!\d)"),
            _act_oj,
        ),
    ),
    locations=(
        Location("celex", _HOST, loose(rf"[?&]uri=CELEX(?::|%3A)({_ANY_CELEX})"), _celex),
        Location("celex", "publications.europa.eu", loose(rf"/resource/celex/({_ANY_CELEX})"), _celex),
        *(
            Location(name, _HOST, loose(rf"[?&]uri=({name}):(\d{{4}}):(\d{{1,5}})(?!\d)"), _numbered)
            for name in _SERIES
        ),
        *(
            Location(
                name, "europa.eu", loose(rf"/({name})[-_ ]?\(?(\d{{4}})\)?[-_ ](\d{{1,4}})(?!\d)"), _numbered
            )
            for name in ("com", "swd")  # names of files; "join" and "sec" are words
        ),
        Location("oj", _HOST, loose(r"[?&]uri=OJ:([LC])_(\d{4})(\d{5})(?!\d)"), _act_oj),
        Location("oj", _HOST, loose(r"/eli/(C)/(\d{4})/(\d{1,5})(?:/|$)"), _act_oj),
    ),
)
