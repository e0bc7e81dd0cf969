"""The table headers of the configuration: which there are, and what a damaged one was meant to be."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

TABLES = ("servwatch", "fetch", "mail", "bounces", "console", "calendar")
LISTS = ("source", "theme", "digest", "expect", "meeting", "dossier")
MEMBER = "member"
KNOWN = (*TABLES, *LISTS, MEMBER)
MANY = (*LISTS, MEMBER)

_FRAME = re.compile(r"[\[\](){}<>\s]")
_NAMES = re.compile(r"[A-Za-z_][\w-]*(?:\.[\w-]+)*")


@dataclass(frozen=True, slots=True)
class Header:
    """`[a.b]`, or `[[a.b]]` with `many`."""

    path: tuple[str, ...]
    many: bool

    @classmethod
    def of(cls, name: str) -> Header:
        """The header that a known table has."""
        return cls((name,), many=name in MANY)

    def __str__(self) -> str:
        name = ".".join(self.path)
        return f"[[{name}]]" if self.many else f"[{name}]"


def one_of(names: Sequence[str]) -> str:
    """What may stand there, as an expectation: `one of [fetch], [[source]]`."""
    headers = ", ".join(str(Header.of(name)) for name in names)
    return f"one of {headers}" if len(names) > 1 else headers


def read_header(line: str) -> Header | None:
    """The header that a line is, None where it is none."""
    if not line.lstrip(" \t").startswith("["):
        return None
    try:
        below: Any = tomllib.loads(line)
    except ValueError:
        return None
    path: list[str] = []
    while isinstance(below, dict) and below:
        (step, below), *_ = below.items()
        path.append(step)
    return Header(tuple(path), many=isinstance(below, list))


def meant_header(line: str) -> Header | None:
    """The known header that a damaged line resembles: `[[source]`, `source]]`, `[[sorce]`."""
    bare = line.partition("#")[0].strip()
    if not bare or not (_FRAME.match(bare[0]) or _FRAME.match(bare[-1])):
        return None
    names = _FRAME.sub("", bare)
    if not _NAMES.fullmatch(names):
        return None
    first, *rest = names.split(".")
    near = get_close_matches(first, KNOWN, n=1, cutoff=0.7)
    if not near:
        return None
    return Header((near[0], *rest), many=near[0] in MANY and not rest)
