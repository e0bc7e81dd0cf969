"""What values of references are made of: years, numbers, days, and a value with the ways of writing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hypothesis import strategies as st

Written = tuple[str, str, list[str]]  # kind, canonical form, ways of writing it

YEAR = st.integers(1995, 2049)
LATE = st.integers(2012, 2049)
TERM = st.integers(5, 12)
DAY = st.dates(date(2004, 1, 1), date(2049, 12, 31))
TYPES = [
    "ACI",
    "APP",
    "AVC",
    "BUD",
    "BUI",
    "CNS",
    "COD",
    "COS",
    "DCE",
    "DEA",
    "DEC",
    "IMM",
    "INI",
    "INL",
    "INS",
    "NLE",
    "REG",
    "RPS",
    "RSO",
    "RSP",
    "SYN",
]


def upto(most: int) -> st.SearchStrategy[int]:
    return st.integers(1, most)


def value(make: Callable[..., Written], *parts: st.SearchStrategy) -> st.SearchStrategy[Written]:
    return st.builds(make, *parts)
