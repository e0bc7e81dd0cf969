"""Documents of the Council: ST 15698/25, and its working papers, communications, other series, PE-CONS.

Revisions, addenda and corrigenda belong to the document they revise: ST 8261/1/26 REV 1 is ST 8261/26.
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

_SERIES = {
    "council": ("ST", r"\d{4,5}"),
    "council-paper": ("WK|CM|XT", r"\d{1,5}"),
    "pe-cons": ("PE-CONS", r"\d{1,4}"),
}
_EXAMPLES = {"council": "ST 15698/25", "council-paper": "WK 1234/26", "pe-cons": "PE-CONS 12/26"}


def _document(m: re.Match[str]) -> str:
    return f"{m[1].upper()} {number(m[2])}/{m[3][-2:]}" if m[2].strip("0") else ""


def _address(m: re.Match[str], language: str) -> str:
    century = "19" if int(m[3]) >= 90 else "20"
    where = "https://data.consilium.europa.eu/doc/document"
    return f"{where}/{m[1]}-{m[2]}-{century}{m[3]}-INIT/{spoken(language)}/pdf"


FAMILY = Family(
    kinds=tuple(
        Kind(kind, re.compile(rf"({names}) (\d+)/(\d\d)"), _address, _EXAMPLES[kind])
        for kind, (names, _) in _SERIES.items()
    ),
    grammars=tuple(
        Grammar(
            kind,
            tuple(f"{name}{mark}9" for name in names.split("|") for mark in (" ", "-", "")),
            exact(rf"{START}({names})[\s\-]?({digits})(?:/\d{{1,2}})?/(\d\d)(?![\d/])"),
            _document,
        )
        for kind, (names, digits) in _SERIES.items()
    )
    + tuple(
        Grammar(
            kind,
            tuple(f"{name}-9" for name in names.split("|")),
            exact(rf"{START}({names})-({digits})-((?:19|20)\d\d)-(?:INIT|REV|ADD|COR)(?![A-Z])"),
            _document,
        )
        for kind, (names, digits) in _SERIES.items()
    ),
    locations=tuple(
        Location(
            kind,
            "consilium.europa.eu",
            loose(rf"/({names})-(\d{{1,5}})-((?:19|20)\d\d)(?:-[A-Z]|/|$)"),
            _document,
        )
        for kind, (names, _) in _SERIES.items()
    ),
)
