"""Documents of the European Parliament: adopted texts, reports, motions, questions, studies, press.

On its document server (doceo) the term moves forward and the number last: A9-0123/2022 is A-9-2022-0123.
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

_YEAR = r"(?:19[789]|20[0-4])\d"
_SITE = "https://www.europarl.europa.eu"
_DOCEO = f"{_SITE}/doceo/document"
_HOST = "europarl.europa.eu"
_TERMS = ((2024, 10), (2019, 9), (2014, 8), (2009, 7), (2004, 6), (1999, 5))
"""From the July of that year the term of that number sits."""


def _doceo(name: str, term: str, year: str, serial: str, language: str) -> str:
    return f"{_DOCEO}/{name}-{term}-{year}-{serial}_{spoken(language).upper()}.html"


def _text_address(m: re.Match[str], language: str) -> str:
    return _doceo("TA", m[1], m[2], m[3], language)


def _tabled_address(m: re.Match[str], language: str) -> str:
    return _doceo(m[1].removesuffix("-B"), m[2], m[4], m[3], language)


def _question_address(m: re.Match[str], language: str) -> str:
    """Of the term that sat all year; in a year of elections there were two, and none is guessed."""
    year = int(m[3])
    first, term = next(((y, t) for y, t in _TERMS if year >= y), (year, 0))
    return "" if year == first else _doceo(m[1], str(term), m[3], m[2], language)


def _study_address(m: re.Match[str], language: str) -> str:
    return f"{_SITE}/thinktank/{spoken(language, ('en', 'fr'))}/document/{m[0]}"


def _press_address(m: re.Match[str], language: str) -> str:
    return f"{_SITE}/news/{spoken(language)}/press-room/{m[0]}/"


def _minutes_address(m: re.Match[str], language: str) -> str:
    return f"{_DOCEO}/{m[0]}_{spoken(language).upper()}.html"


def _meeting_address(m: re.Match[str], _language: str) -> str:
    return f"https://data.europarl.europa.eu/api/v2/meetings/{m[0]}"


def _text(m: re.Match[str]) -> str:
    return f"P{m[1]}_TA({m[2]}){number(m[3], 4)}"


def _tabled(m: re.Match[str]) -> str:
    return f"{m[1].upper()}{m[2]}-{number(m[3], 4)}/{m[4]}"


def _tabled_on_doceo(m: re.Match[str]) -> str:
    name = "RC-B" if m[1].upper() == "RC" else m[1].upper()
    return f"{name}{m[2]}-{number(m[4], 4)}/{m[3]}"


def _terms(name: str) -> tuple[str, ...]:
    """The clues of a document that begins with a letter and its term."""
    return f"{name}9-9", f"{name}99-9"


def _tabled_kinds() -> dict[str, str]:
    return {"ep-report": "A", "ep-motion": "B|RC-B", "ep-referral": "C", "ep-oral-question": "O"}


def _upper(m: re.Match[str]) -> str:
    return m[1].upper()


_TABLED = _tabled_kinds()
_STUDY = rf"[A-Z0-9]{{2,12}}_(?:ATA|BRI|IDA|STU)\({_YEAR}\)[A-Z0-9]{{1,12}}"
_DAY = rf"{_YEAR}-[01]\d-[0-3]\d"

FAMILY = Family(
    kinds=(
        Kind("ep-text", re.compile(r"P(\d+)_TA\((\d{4})\)(\d{4})"), _text_address, "P9_TA(2022)0123"),
        *(
            Kind(kind, re.compile(rf"({name})(\d+)-(\d{{4}})/(\d{{4}})"), _tabled_address, example)
            for (kind, name), example in zip(
                _TABLED.items(), ("A9-0123/2022", "B9-0123/2022", "C9-0123/2022", "O9-0012/2022"), strict=True
            )
        ),
        Kind("ep-question", re.compile(r"([EPOG])-(\d{6})/(\d{4})"), _question_address, "E-003195/2025"),
        Kind("ep-pe", re.compile(r"PE\d{3}\.\d{3}"), example="PE785.244"),
        Kind("ep-study", re.compile(_STUDY), _study_address, "EPRS_BRI(2024)762322"),
        Kind("ep-press", re.compile(r"\d{8}IPR\d{5}"), _press_address, "20250714IPR29629"),
        Kind("ep-minutes", re.compile(rf"PV-\d+-{_DAY}"), _minutes_address, "PV-10-2025-12-17"),
        Kind("ep-sitting", re.compile(rf"MTG-PL-{_DAY}"), _meeting_address, "MTG-PL-2026-09-15"),
    ),
    grammars=(
        Grammar(
            "ep-text",
            ("_TA(", "_TA-PROV("),
            loose(rf"{START}P(\d{{1,2}})_TA(?:-PROV)?\(({_YEAR})\)\s?(\d{{4}})(?!\d)"),
            _text,
        ),
        Grammar(
            "ep-text",
            _terms("T"),
            exact(rf"{START}T(\d{{1,2}})-(\d{{4}})/({_YEAR})(?!\d)"),
            lambda m: f"P{m[1]}_TA({m[3]}){m[2]}",
        ),
        Grammar(
            "ep-text",
            ("TA-",),
            exact(rf"{START}TA-(\d{{1,2}})-({_YEAR})-(\d{{4}})(?!\d)"),
            _text,
        ),
        *(
            Grammar(
                kind,
                tuple(clue for name in names.split("|") for clue in _terms(name)),
                exact(rf"{START}({names})(\d{{1,2}})-(\d{{4}})/({_YEAR})(?!\d)"),
                _tabled,
            )
            for kind, names in _TABLED.items()
        ),
        Grammar(
            "ep-report",
            ("_A(",),
            exact(rf"{START}P(\d{{1,2}})_A\(({_YEAR})\)(\d{{4}})(?!\d)"),
            lambda m: f"A{m[1]}-{m[3]}/{m[2]}",
        ),
        Grammar(
            "ep-question",
            ("E-999999/", "P-999999/", "O-999999/", "G-999999/"),
            exact(rf"{START}([EPOG])-(\d{{6}})/({_YEAR})(?!\d)"),
            lambda m: f"{m[1]}-{m[2]}/{m[3]}",
        ),
        Grammar(
            "ep-question",
            tuple(f"{name}-{term}-9999-" for name in "EPOG" for term in ("9", "99")),
            exact(rf"{START}([EPOG])-\d{{1,2}}-({_YEAR})-(\d{{6}})(?!\d)"),
            lambda m: f"{m[1]}-{m[3]}/{m[2]}",
        ),
        Grammar(
            "ep-pe",
            ("PE999.", "PE 999."),
            exact(rf"{START}PE\s?(\d{{3}}\.\d{{3}})(?:v\d\d-\d\d)?(?!\d)"),
            lambda m: f"PE{m[1]}",
        ),
        Grammar(
            "ep-study", ("_ATA(", "_BRI(", "_IDA(", "_STU("), exact(rf"{START}({_STUDY})(?![A-Z0-9])"), _upper
        ),
        Grammar("ep-press", ("IPR9",), exact(r"(?<![A-Za-z0-9])(20[0-4]\d{5}IPR\d{5})(?!\d)"), _upper),
        Grammar("ep-minutes", ("PV-",), exact(rf"{START}(PV-\d{{1,2}}-{_DAY})(?!\d)"), _upper),
        Grammar("ep-sitting", ("MTG-PL-",), exact(rf"{START}(MTG-PL-{_DAY})(?!\d)"), _upper),
    ),
    locations=(
        Location("ep-text", _HOST, loose(rf"/TA-(\d{{1,2}})-({_YEAR})-(\d{{4}})(?!\d)"), _text),
        *(
            Location(
                kind, _HOST, loose(rf"/({names})-(\d{{1,2}})-({_YEAR})-(\d{{4}})(?!\d)"), _tabled_on_doceo
            )
            for kind, names in (
                ("ep-report", "A"),
                ("ep-motion", "B|RC"),
                ("ep-referral", "C"),
                ("ep-oral-question", "O"),
            )
        ),
        *(
            Location(
                kind, _HOST, loose(rf"[?&]reference=({names})(\d{{1,2}})-(\d{{4}})/({_YEAR})(?!\d)"), _tabled
            )
            for kind, names in _TABLED.items()
        ),
        Location(
            "ep-question",
            _HOST,
            loose(rf"/([EPOG])-\d{{1,2}}-({_YEAR})-(\d{{6}})(?!\d)"),
            lambda m: f"{m[1].upper()}-{m[3]}/{m[2]}",
        ),
        Location("ep-study", _HOST, loose(rf"/({_STUDY})(?![A-Z0-9])"), _upper),
        Location("ep-press", _HOST, loose(r"/(20[0-4]\d{5}IPR\d{5})(?!\d)"), _upper),
        Location("ep-minutes", _HOST, loose(rf"/(PV-\d{{1,2}}-{_DAY})(?!\d)"), _upper),
        Location("ep-sitting", _HOST, loose(rf"/(MTG-PL-{_DAY})(?!\d)"), _upper),
    ),
)
