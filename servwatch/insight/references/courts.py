"""Cases of the Court of Justice, reports of the Court of Auditors, opinions of the European Central Bank.

"C-181/23" may be anything, and so may "SR 28/2023": a court, or auditors, must be named nearby.
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

_COURT = loose(
    r"\b(?:cases?|zaak|zaken|zaaknummer|affaires?|rechtssachen?|asuntos?|judg(?:e)?ments?|arrest|arresten|arrêts?|urteil"
    r"|sentencia|court of justice|general court|hof van justitie|cour de justice|gerichtshof|tribunal|CJEU|ECJ|HvJ\w*|CJUE"
    r"|EuGH|advocate general|advocaat-generaal|avocate? général|preliminary ruling|prejudici\w+|préjudiciel\w*)\b|ECLI:EU"
)
_AUDITORS = loose(
    r"\b(?:ECA|auditors|special report|rekenkamer|ERK|speciaal verslag|cour des comptes|CCE|rapport spécial|rechnungshof"
    r"|sonderbericht)\b"
)
_SPECIAL = r"special report|speciaal verslag|rapport spécial|sonderbericht|informe especial"


def _case(m: re.Match[str]) -> str:
    return f"{m[1].upper()}-{number(m[2])}/{m[3]}" if m[2].strip("0") else ""


def _case_address(m: re.Match[str], language: str) -> str:
    where = "https://infocuria.curia.europa.eu/tabs/redirect/juris/liste.jsf"
    return f"{where}?language={spoken(language)}&num={m[1]}-{m[2]}%2F{m[3]}"


def _ecli(m: re.Match[str]) -> str:
    return f"ECLI:EU:{m[1].upper()}:{m[2]}:{number(m[3])}"


def _ecli_address(m: re.Match[str], language: str) -> str:
    return f"https://eur-lex.europa.eu/legal-content/{spoken(language).upper()}/TXT/?uri=ecli:{m[0]}"


def _report(m: re.Match[str]) -> str:
    return f"SR {number(m[1])}/{m[2]}" if m[1].strip("0") else ""


def _report_of_year(m: re.Match[str]) -> str:
    return f"SR {number(m[2])}/{m[1]}" if m[2].strip("0") else ""


def _report_address(m: re.Match[str], language: str) -> str:
    return f"https://www.eca.europa.eu/{spoken(language)}/publications/sr-{m[2]}-{m[1].zfill(2)}"


def _ecb(m: re.Match[str]) -> str:
    return f"CON/{m[1]}/{number(m[2])}"


def _ecb_address(m: re.Match[str], language: str) -> str:
    where = f"https://eur-lex.europa.eu/legal-content/{spoken(language).upper()}/TXT"
    return f"{where}/?uri=CELEX:5{m[1]}AB{m[2].zfill(4)}"


_CASE = r"([CTF])-(\d{1,4})/(\d\d)(?![\d/])"

FAMILY = Family(
    kinds=(
        Kind("case", re.compile(r"([CTF])-(\d+)/(\d\d)"), _case_address, "C-181/23"),
        Kind("ecli", re.compile(r"ECLI:EU:[CTF]:\d{4}:\d+"), _ecli_address, "ECLI:EU:C:2023:1"),
        Kind("eca", re.compile(r"SR (\d+)/(\d{4})"), _report_address, "SR 28/2023"),
        Kind("ecb-opinion", re.compile(r"CON/(\d{4})/(\d+)"), _ecb_address, "CON/2026/9"),
    ),
    grammars=(
        Grammar(
            "case", ("C-9", "T-9", "F-9"), exact(rf"{START}{_CASE}"), _case, _COURT, ("curia.europa.eu",)
        ),
        Grammar("ecli", ("ECLI:EU",), loose(r"\bECLI:EU:([CTF]):(\d{4}):(\d{1,5})(?!\d)"), _ecli),
        Grammar(
            "eca",
            ("SR 9", "SR-9"),
            exact(rf"{START}SR[\s\-](\d{{1,2}})/(20[0-4]\d)(?!\d)"),
            _report,
            _AUDITORS,
            ("eca.europa.eu",),
        ),
        Grammar("eca", ("NEWS-SR-",), exact(rf"{START}NEWS-SR-(20[0-4]\d)-(\d\d)(?!\d)"), _report_of_year),
        Grammar(
            "eca",
            ("SR 9999-", "SR-9999-"),
            exact(rf"{START}SR[\s\-](20[0-4]\d)-(\d\d)(?!\d)"),
            _report_of_year,
            _AUDITORS,
            ("eca.europa.eu",),
        ),
        Grammar(
            "eca",
            tuple(word.upper() for word in _SPECIAL.split("|")),
            loose(rf"\b(?:{_SPECIAL})\s(?:n(?:o|r|°|º)\.?\s?)?(\d{{1,2}})/(20[0-4]\d)(?!\d)"),
            _report,
        ),
        Grammar(
            "ecb-opinion", ("CON/9999/",), exact(rf"{START}CON/(20[0-4]\d|19\d\d)/(\d{{1,3}})(?!\d)"), _ecb
        ),
    ),
    locations=(
        Location("case", "curia.europa.eu", loose(rf"[?&](?:num|searchTerm)=\"?{_CASE}"), _case),
        Location("ecli", "europa.eu", loose(r"ECLI:EU:([CTF]):(\d{4}):(\d{1,5})(?!\d)"), _ecli),
        Location(
            "eca", "eca.europa.eu", loose(r"(?:/|=|\b)(?:NEWS-)?SR-(20[0-4]\d)-(\d\d)(?!\d)"), _report_of_year
        ),
    ),
)
