"""Press Corner, Have Your Say with its register numbers, and tenders in TED.

Numbers of Have Your Say and TED are mere numbers: they are taken from addresses and from fields, and from
texts only where the text says what they are.
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

_PRESS = r"IP|SPEECH|STATEMENT|MEX|READ|AC|QANDA|FS|INF|MEMO"
_SHORT_YEAR = r"[0-4]\d|[89]\d"


def _press(m: re.Match[str]) -> str:
    return f"{m[1].upper()}/{m[2]}/{number(m[3])}"


def _press_address(m: re.Match[str], language: str) -> str:
    name = f"{m[1].lower()}_{m[2]}_{m[3]}"
    return f"https://ec.europa.eu/commission/presscorner/detail/{spoken(language)}/{name}"


def _initiative(m: re.Match[str]) -> str:
    return f"HYS {number(m[1])}"


def _initiative_address(m: re.Match[str], _language: str) -> str:
    return f"https://ec.europa.eu/info/law/better-regulation/have-your-say/initiatives/{m[1]}"


def _notice(m: re.Match[str]) -> str:
    return f"TED {number(m[1])}-{m[2]}" if m[1].strip("0") else ""


def _notice_address(m: re.Match[str], language: str) -> str:
    return f"https://ted.europa.eu/{spoken(language)}/notice/-/detail/{m[1]}-{m[2]}"


FAMILY = Family(
    kinds=(
        Kind("press-corner", re.compile(r"([A-Z]{2,9})/(\d\d)/(\d+)"), _press_address, "IP/26/301"),
        Kind("hys", re.compile(r"HYS (\d+)"), _initiative_address, "HYS 18805"),
        Kind("ares", re.compile(r"Ares\(\d{4}\)\d+"), example="Ares(2026)7014840"),
        Kind("ted", re.compile(r"TED (\d+)-(\d{4})"), _notice_address, "TED 593909-2026"),
    ),
    grammars=(
        Grammar(
            "press-corner",
            tuple(f"{name}/99/" for name in _PRESS.split("|")),
            exact(rf"{START}({_PRESS})/({_SHORT_YEAR})/(\d{{1,5}})(?![\d/])"),
            _press,
        ),
        Grammar("hys", ("HYS 9", "HYS-9"), exact(rf"{START}HYS[\s\-](\d{{3,6}})(?!\d)"), _initiative),
        Grammar(
            "ares",
            ("ARES(", "ARES ("),
            loose(rf"{START}Ares\s?\((20[0-4]\d)\)\s?(\d{{5,8}})(?!\d)"),
            lambda m: f"Ares({m[1]}){m[2]}",
        ),
        Grammar(
            "ted",
            ("TED 9", "TED: 9", "TED:9", "TED-9"),
            exact(rf"{START}TED[\s:\-]{{1,2}}(\d{{1,8}})-(20[0-4]\d)(?!\d)"),
            _notice,
        ),
    ),
    locations=(
        Location(
            "press-corner",
            "ec.europa.eu",
            loose(rf"/presscorner/detail/[a-z]{{2}}/([a-z]{{2,9}})_({_SHORT_YEAR})_(\d{{1,5}})(?!\d)"),
            _press,
        ),
        Location(
            "press-corner",
            "ec.europa.eu",
            loose(
                rf"/presscorner/api/documents\?(?:[^#]{{0,80}}&)?reference=([a-z]{{2,9}})/({_SHORT_YEAR})/(\d{{1,5}})(?!\d)"
            ),
            _press,
        ),
        Location("hys", "ec.europa.eu", loose(r"/have-your-say/initiatives/(\d{3,6})(?!\d)"), _initiative),
        Location("hys", "ec.europa.eu", loose(r"/brpapi/groupInitiatives/(\d{3,6})(?!\d)"), _initiative),
        Location(
            "ted", "ted.europa.eu", loose(r"/notice/(?:-/detail/)?(\d{1,8})-(20[0-4]\d)(?!\d)"), _notice
        ),
        Location("ted", "ted.europa.eu", loose(r"TED:NOTICE:(\d{1,8})-(20[0-4]\d)(?!\d)"), _notice),
    ),
)
