"""Paging: a number in the address (or in the body of a POST) that grows from page to page.

`paging = { page = "page", first = 0 }` counts pages, `paging = { offset = "offset", size = 100 }`
counts entries. The first page is asked for as the source's own address gives it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit, urlunsplit


def next_number(paging: Mapping[str, Any], page: int) -> int:
    """The number that stands for the page after `page` (counted from 1)."""
    if "offset" in paging:
        return page * int(paging.get("size", 0))
    return int(paging.get("first", 1)) + page


def parameter(paging: Mapping[str, Any]) -> str:
    """The name of the parameter."""
    return str(paging.get("page") or paging.get("offset") or "")


def with_parameter(url: str, name: str, value: str) -> str:
    """The address with one parameter of its query set, everything else left as it stands."""
    parts = urlsplit(url)
    kept = [
        piece for piece in parts.query.split("&") if piece and piece.partition("=")[0] not in _names(name)
    ]
    return urlunsplit(parts._replace(query="&".join([*kept, urlencode({name: value})]), fragment=""))


def _names(name: str) -> tuple[str, str]:
    return name, quote(name, safe="")
