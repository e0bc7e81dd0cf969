"""Which deadlines a page shows: what the query of its address says, read forgivingly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from servwatch.archive.deadlines import DeadlineQuery
from servwatch.insight.references import read_reference
from servwatch.model import DeadlineState

if TYPE_CHECKING:
    from servwatch.web.console.visit import Visit

TO_DO = "to-do"
"""Open or ours: what is still to be done. The choice where none is made."""
ALL = "all"
NOBODY = "-"
"""In the place of an owner: those of nobody."""
_NO_ITEM = (0,)
"""Of a dossier that nothing in the archive names: no item has this number."""
_KEYS = ("state", "owner", "theme", "dossier", "from", "to", "skip")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen, and what there is to choose from."""

    state: str
    owner: str
    theme: str
    dossier: str
    since: str  # as typed: a day, "" for today on, where nothing else is said
    until: str
    skip: int
    today: date
    items: tuple[int, ...] | None  # of the dossier; None where none is chosen
    themes: tuple[tuple[str, str], ...]  # id and name
    fault: str = ""  # what could not be read of it, in words

    @classmethod
    def of(cls, visit: Visit) -> Selection:
        """What the query of a visit chooses."""
        query, speech = visit.query, visit.words
        themes = tuple((t.id, t.name.get(speech.language) or t.id) for t in visit.settings.themes)
        state, theme = query.get("state", ""), query.get("theme", "")
        skip = query.get("skip", "")
        dossier = " ".join(query.get("dossier", "").split())[:100]
        items, fault = _items(visit, dossier)
        known = {TO_DO, ALL, *map(str, DeadlineState)}
        return cls(
            state=state if state in known else TO_DO,
            owner=query.get("owner", "")[:100],
            theme=theme if theme in dict(themes) else "",
            dossier=dossier,
            since=query.get("from", "") if _day(query.get("from", "")) else "",
            until=query.get("to", "") if _day(query.get("to", "")) else "",
            skip=int(skip) if skip.isascii() and skip.isdigit() and len(skip) < 10 else 0,
            today=visit.settings.day_of(visit.now),
            items=items,
            themes=themes,
            fault=fault,
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything is chosen besides what is usual."""
        usual = self.state == TO_DO
        return not usual or bool(self.owner or self.theme or self.dossier or self.since or self.until)

    def query(self, *, limit: int, skip: int = 0) -> DeadlineQuery:
        """The same as the archive is asked."""
        states = {TO_DO: (DeadlineState.OPEN, DeadlineState.OURS), ALL: ()}
        owner = {"": None, NOBODY: ""}.get(self.owner, self.owner)
        return DeadlineQuery(
            states=states[self.state] if self.state in states else (DeadlineState(self.state),),
            theme=self.theme,
            items=() if self.items is None else self.items or _NO_ITEM,
            owner=owner,
            since=_day(self.since) or self.today,
            until=_day(self.until),
            limit=limit,
            skip=skip,
        )

    @staticmethod
    def kept(query: Mapping[str, str]) -> dict[str, object]:
        """Of a query what chooses deadlines, to come back to the same page."""
        return {key: query[key] for key in _KEYS if query.get(key)}

    def address(self, **changed: object) -> dict[str, object]:
        """What chooses the same, as a query."""
        mine = {
            "state": self.state if self.state != TO_DO else "",
            "owner": self.owner,
            "theme": self.theme,
            "dossier": self.dossier,
            "from": self.since,
            "to": self.until,
        }
        return {key: value for key, value in (mine | changed).items() if value not in (None, "")}


def _items(visit: Visit, dossier: str) -> tuple[tuple[int, ...] | None, str]:
    """The items on a dossier, and what is wrong with how it is written."""
    if not dossier:
        return None, ""
    reference = read_reference(dossier)
    if reference is None:
        return (), visit.words._("{text} is no reference that is known.", text=dossier)
    around = visit.archive.dossiers.of(reference)
    found = around.dossier
    of_it = found.documents | found.mentions if found is not None else frozenset[int]()
    return tuple(sorted(of_it | around.naming)), ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
