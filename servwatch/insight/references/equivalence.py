"""Which canonical forms name one thing for certain, so that a dossier knows it by one name.

CELEX to COM is certain, COM to CELEX is not: a COM document is a proposal (PC) or another one (DC). The
number of a procedure is unique whatever its type. A document of a case is not the case, but belongs to it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_CELEX = re.compile(r"([0-9CE])(\d{4})([A-Z]{1,2})(\d{4})((?:\(\d\d\))?)(?:R\(\d\d\))?")
_CONSOLIDATED = re.compile(r"0(\d{4}[RLD]\d{4})-\d{8}")
_SWD_SINCE = 2012
"""SEC became SWD within that year."""


_COMMITTEES = {"AE": ("eesc", "EESC"), "AR": ("cor", "COR")}


class Known(NamedTuple):
    """What a thing is, and its one name."""

    kind: str
    name: str


def known_as(kind: str, canonical: str) -> Known:
    """The one name of what is referred to, with the kind that this name is of."""
    if kind == "procedure":
        return Known(kind, canonical.partition("(")[0])
    return _by_celex(canonical) if kind == "celex" else Known(kind, canonical)


def _by_celex(celex: str) -> Known:
    consolidated = _CONSOLIDATED.fullmatch(celex)
    if consolidated is not None:
        return Known("celex", f"3{consolidated[1]}")
    m = _CELEX.fullmatch(celex)
    if m is None:
        return Known("celex", celex)
    sector, year, letters, serial, part = m.groups()
    if sector == "5" and not part:
        return _preparatory(letters, year, serial) or Known("celex", f"5{year}{letters}{serial}")
    if sector == "6" and letters[0] in "CTF" and not part:
        return Known("case", f"{letters[0]}-{int(serial)}/{year[2:]}")
    return Known("celex", f"{sector}{year}{letters}{serial}{part}")


def _preparatory(letters: str, year: str, serial: str) -> Known | None:
    """The own number of a preparatory document, None where the CELEX number does not tell it."""
    since = int(year)
    if letters in ("PC", "DC"):
        return Known("com", f"COM({year}) {int(serial)}")
    if letters == "JC":
        return Known("join", f"JOIN({year}) {int(serial)}")
    if letters == "SC" and since != _SWD_SINCE:
        series = "SWD" if since > _SWD_SINCE else "SEC"
        return Known(series.lower(), f"{series}({year}) {int(serial)}")
    if letters == "AB":
        return Known("ecb-opinion", f"CON/{year}/{int(serial)}")
    if letters in _COMMITTEES and since >= _SWD_SINCE:
        kind, name = _COMMITTEES[letters]
        return Known(kind, f"{name}-{year}-{serial.zfill(5)}")
    return None
