"""Numbers that come in addresses and forms, no larger than a database has them."""

from __future__ import annotations

import re

from servwatch.errors import NotFound
from servwatch.model import Annotation, Item
from servwatch.web.console.visit import Visit

LARGEST = 2**63 - 1
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)


def number_in_path(visit: Visit) -> int:
    """The number that the path names. Raises NotFound for one that nothing can have."""
    number = int(visit.parameter("number"))
    if number > LARGEST:
        raise unknown_item(number)
    return number


def item_in_path(visit: Visit) -> tuple[Item, Annotation | None]:
    """The item that the path names. Raises NotFound."""
    number = number_in_path(visit)
    found = visit.archive.items.get(number)
    if found is None:
        raise unknown_item(number)
    return found


def unknown_item(number: int) -> NotFound:
    """That there is no such item."""
    return NotFound("There is no item {number}.", remedy="Search the archive for it.", number=number)


def numbers_in(text: str, most: int = 50) -> list[int]:
    """The numbers in what somebody typed, each once."""
    return list(dict.fromkeys(int(one) for one in _NUMBER.findall(text)))[:most]
