"""The way through the console: its sections, in the order of a working day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from servwatch.model.account import Role

if TYPE_CHECKING:
    from servwatch.web.console.visit import Visit


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the menu."""

    path: str
    name: str  # translated
    here: bool


_ENTRIES = (
    ("/", "Today", Role.READER),
    ("/items", "Archive", Role.READER),
    ("/deadlines", "Deadlines", Role.READER),
    ("/dossiers", "Dossiers", Role.READER),
    ("/review", "Drafts", Role.EDITOR),
    ("/digests", "Digests", Role.READER),
    ("/themes", "Themes", Role.EDITOR),
    ("/sources", "Sources", Role.EDITOR),
    ("/members", "Members", Role.EDITOR),
    ("/charts", "Charts", Role.READER),
    ("/settings", "Settings", Role.ADMINISTRATOR),
    ("/outbox", "Outbox", Role.ADMINISTRATOR),
    ("/log", "Log", Role.ADMINISTRATOR),
    ("/accounts", "Accounts", Role.ADMINISTRATOR),
)


def names() -> list[str]:
    """The English names of the sections, which are the keys of their translations."""
    return [name for _, name, _ in _ENTRIES]


def sections_for(visit: Visit) -> list[Section]:
    """What the visitor may open, with the section of this page marked."""
    path = visit.request.url.path.removeprefix(visit.base)
    return [
        Section(visit.at(place), visit.words._(name), _within(path, place))
        for place, name, role in _ENTRIES
        if visit.may(role.word)
    ]


def _within(path: str, place: str) -> bool:
    return path == place or (place != "/" and path.startswith(f"{place}/"))
