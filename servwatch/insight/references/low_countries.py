"""Belgium and Flanders: advice of the NAR, collective agreements, the CRB, SERV, parliament and government.

Many councils number their advice: the National Labour Council must be named nearby.
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
)

_NAR = loose(r"\b(?:NAR|CNT|nationale arbeidsraad|conseil national du travail)\b")
_SIGN = r"n[ro°º]\.?\s?"
_SERV = r"SERV_(?:19|20)\d{6}_[A-Za-z0-9_\-]{1,80}?_(?:ADV|RAP|AKK|INF|AAN|NOTA|BR)"
_TERM = r"(?:19|20)\d\d-(?:19|20)\d\d"
_KINDS_OF_PAGE = {
    "pi": "parlementaire-documenten/parlementaire-initiatieven",
    "schv": "parlementaire-documenten/vragen-en-interpellaties",
    "vi": "parlementaire-documenten/vragen-en-interpellaties",
    "verg": "parlementair-werk/commissies/commissievergaderingen",
}


def _advice(m: re.Match[str]) -> str:
    return f"NAR advies {int(m[1] + m[2])}"


def _agreement(m: re.Match[str]) -> str:
    return f"CAO {number(m[1])}{(m[2] or '').lower()}" if m[1].strip("0") else ""


def _crb(m: re.Match[str]) -> str:
    return f"CRB {m[1]}-{m[2]}"


def _serv_address(m: re.Match[str], _language: str) -> str:
    return f"https://www.serv.be/sites/default/files/documenten/{m[0]}.pdf"


def _printed(m: re.Match[str]) -> str:
    return f"Stuk {number(m[1])} ({m[2]})" if int(m[2][5:]) - int(m[2][:4]) == 1 else ""


def _file(m: re.Match[str]) -> str:
    return f"VP {m[1].lower()} {number(m[2])}"


def _page(name: str) -> Location:
    path = re.escape(_KINDS_OF_PAGE[name])
    return Location(
        "vp",
        "vlaamsparlement.be",
        loose(rf"/{path}/(\d{{4,8}})(?!\d)"),
        lambda m: f"VP {name} {number(m[1])}",
    )


def _file_address(m: re.Match[str], _language: str) -> str:
    return f"https://www.vlaamsparlement.be/nl/{_KINDS_OF_PAGE[m[1]]}/{m[2]}"


def _government(m: re.Match[str]) -> str:
    return f"VR {m[1]} {m[2]} {m[3].upper()}.{m[4]}"


FAMILY = Family(
    kinds=(
        Kind("nar", re.compile(r"NAR advies (\d+)"), example="NAR advies 2357"),
        Kind("cao", re.compile(r"CAO (\d+)([a-z]*)"), example="CAO 109"),
        Kind("crb", re.compile(r"CRB (\d{4})-(\d{4})"), example="CRB 2024-0123"),
        Kind("serv", re.compile(_SERV), _serv_address, "SERV_20240703_WBM2023_WNS_zorg_StIA_RAP"),
        Kind("vp-printed", re.compile(rf"Stuk (\d+) \(({_TERM})\)"), example="Stuk 1234 (2023-2024)"),
        Kind("vp", re.compile(r"VP (pi|schv|vi|verg) (\d+)"), _file_address, "VP pi 1959467"),
        Kind("vr", re.compile(r"VR (\d{4}) (\d{4}) ([A-Z]{3})\.(\d{4})"), example="VR 2024 0510 DOC.0123"),
    ),
    grammars=(
        Grammar(
            "nar",
            ("ADVIES 9", "AVIS 9", "ADVIES N", "AVIS N"),
            loose(rf"\b(?:advies|avis)\s(?:{_SIGN})?(\d)\.?(\d{{3}})(?![\d/]|\.\d)"),
            _advice,
            _NAR,
            ("cnt-nar.be",),
        ),
        Grammar(
            "cao",
            ("CAO N", "CCT N"),
            exact(
                rf"{START}(?:CAO|CCT|cao|cct)\s(?:nr\.?|n[°ºo]\.?)\s?(\d{{1,3}})(bis|ter|quater|quinquies|sexies|septies|octies)?(?![\w/]|[.\-]\d)"
            ),
            _agreement,
        ),
        Grammar(
            "cao",
            ("CAO 9", "CCT 9"),
            exact(
                rf"{START}(?:CAO|CCT)\s(\d{{1,3}})(bis|ter|quater|quinquies|sexies|septies|octies)?(?![\w/]|[.\-]\d)"
            ),
            _agreement,
            _NAR,
            ("cnt-nar.be",),
        ),
        Grammar(
            "crb",
            ("CRB 9999-", "CCE 9999-"),
            exact(rf"{START}(?:CRB|CCE)\s(20[0-4]\d)-(\d{{4}})(?!\d)"),
            _crb,
        ),
        Grammar("serv", ("SERV_",), exact(rf"(?<![A-Za-z0-9])({_SERV})(?![A-Za-z0-9])"), lambda m: m[1]),
        Grammar(
            "vp-printed",
            ("(9999-9999)",),
            loose(rf"(?<![\w.\-/])(\d{{1,4}})\s\(({_TERM})\)\s?-?\s?nr\.?\s?\d{{1,3}}(?!\d)"),
            _printed,
        ),
        Grammar("vp", ("VP ",), exact(rf"{START}VP (pi|schv|vi|verg) (\d{{4,8}})(?!\d)"), _file),
        Grammar(
            "vr",
            ("VR 9999 9999",),
            exact(
                rf"{START}VR\s(\d{{4}})\s(\d{{4}})\s(DOC|MED|DEC)\.(\d{{4}})(?:[/\-]\d{{1,3}}[A-Z]{{0,4}})?(?!\d)"
            ),
            _government,
        ),
    ),
    locations=(
        Location("vp", "ws.vlpar.be", loose(r"/opendata/(pi|schv|vi|verg)/(\d{4,8})(?!\d)"), _file),
        *map(_page, ("pi", "vi", "verg")),
        Location("serv", "serv.be", loose(rf"/({_SERV})\.pdf"), lambda m: m[1]),
    ),
)
