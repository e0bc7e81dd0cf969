"""Opinions of the European Economic and Social Committee and of the Committee of the Regions.

An opinion of the EESC has a file in its section (INT/1108) and a document (EESC-2025-03929). Lists write
the two together, and often carelessly: of "ECO/675-EESC-2025-2216" only the file is sure.
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

_SECTION = r"SOC|ECO|INT|NAT|REX|TEN|CCMI"
_EESC = r"EESC[\-\s]((?:20)[0-4]\d)[\-/](\d{5})(?!\d)"
_COR = r"(?:COR|CDR)-((?:20)[0-4]\d)-(\d{5})(?!\d)"


def _file(m: re.Match[str]) -> str:
    return f"{m[1].upper()}/{number(m[2])}" if m[2].strip("0") else ""


def _eesc(m: re.Match[str]) -> str:
    return f"EESC-{m[1]}-{m[2]}"


def _eesc_address(m: re.Match[str], language: str) -> str:
    where = f"https://eur-lex.europa.eu/legal-content/{spoken(language).upper()}/TXT/HTML"
    return f"{where}/?uri=PI_EESC:{m[0]}-AS"


def _cor(m: re.Match[str]) -> str:
    return f"COR-{m[1]}-{number(m[2], 5)}"


def _cor_old(m: re.Match[str]) -> str:
    return f"COR-{m[2]}-{number(m[1], 5)}" if m[1].strip("0") else ""


def _cor_address(m: re.Match[str], language: str) -> str:
    """The CELEX number has room for four digits."""
    if m[2][0] != "0":
        return ""
    where = f"https://eur-lex.europa.eu/legal-content/{spoken(language).upper()}/TXT"
    return f"{where}/?uri=CELEX:5{m[1]}AR{m[2][1:]}"


FAMILY = Family(
    kinds=(
        Kind("eesc-file", re.compile(rf"({_SECTION})/(\d+)"), example="INT/1108"),
        Kind("eesc", re.compile(r"EESC-(\d{4})-(\d{5})"), _eesc_address, "EESC-2025-03929"),
        Kind("cor", re.compile(r"COR-(\d{4})-(\d{5})"), _cor_address, "COR-2023-01234"),
    ),
    grammars=(
        Grammar(
            "eesc-file",
            tuple(f"{name}/9" for name in _SECTION.split("|")),
            exact(rf"{START}({_SECTION})/(\d{{1,4}})(?![\d/])"),
            _file,
        ),
        Grammar("eesc", ("EESC-9", "EESC 9"), exact(rf"(?<![A-Za-z0-9]){_EESC}"), _eesc),
        Grammar("cor", ("COR-9999-", "CDR-9999-"), exact(rf"(?<![A-Za-z0-9]){_COR}"), _cor),
        Grammar(
            "cor",
            tuple(f"{name}{mark}9" for name in ("CDR", "COR") for mark in (" ", "-", "")),
            exact(rf"{START}(?:CDR|CdR|COR|CoR)[\s\-]?(\d{{1,5}})[\-/]((?:20)[0-4]\d)(?![\d\-])"),
            _cor_old,
        ),
    ),
    locations=(
        Location("eesc", "europa.eu", loose(_EESC), _eesc),
        Location("cor", "europa.eu", loose(_COR), _cor),
    ),
)
