"""Which canonical forms name one thing for certain, so that a dossier knows it by one name.

CELEX to COM is certain, COM to CELEX is not: a COM document is a proposal (PC) or another one (DC). The
number of a procedure is unique whatever its type. A document of a case is not the case, but belongs to it.
"""

from __future__ import annotations

import re

_CELEX = re.compile(r"([0-9CE])(\d{4})([A-Z]{1,2})(\d{4})((?:\(\d\d\))?)(?:R\(\d\d\))?")
_CONSOLIDATED = re.compile(r"0(\d{4}[RLD]\d{4})-\d{8}")
_SWD_SINCE = 2012
"""SEC became SWD within that year."""


def known_as(kind: str, canonical: str) -> str:
    """The one name of what is referred to."""
    if kind == "procedure":
        return canonical.partition("(")[0]
    if kind == "celex":
        return _by_celex(canonical)
    return canonical


def _by_celex(celex: str) -> str:
    consolidated = _CONSOLIDATED.fullmatch(celex)
    if consolidated is not None:
        return f"3{consolidated[1]}"
    m = _CELEX.fullmatch(celex)
    if m is None:
        return celex
    sector, year, letters, serial, part = m.groups()
    if sector == "5" and not part:
        return _preparatory(letters, year, serial) or f"5{year}{letters}{serial}"
    if sector == "6" and letters[0] in "CTF" and not part:
        return f"{letters[0]}-{int(serial)}/{year[2:]}"
    return f"{sector}{year}{letters}{serial}{part}"


def _preparatory(letters: str, year: str, serial: str) -> str:
    """The own number of a preparatory document, "" where the CELEX number does not tell it."""
    if letters in ("PC", "DC"):
        return f"COM({year}) {int(serial)}"
    if letters == "JC":
        return f"JOIN({year}) {int(serial)}"
    if letters == "SC" and int(year) != _SWD_SINCE:
        return f"{'SWD' if int(year) > _SWD_SINCE else 'SEC'}({year}) {int(serial)}"
    if letters == "AE" and int(year) >= _SWD_SINCE:
        return f"EESC-{year}-{serial.zfill(5)}"
    if letters == "AR" and int(year) >= _SWD_SINCE:
        return f"COR-{year}-{serial.zfill(5)}"
    if letters == "AB":
        return f"CON/{year}/{int(serial)}"
    return ""
