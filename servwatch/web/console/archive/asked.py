"""A search as it stands in an address: what the visitor asks for."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode

from servwatch.archive.item_query import ItemQuery
from servwatch.insight.references import known_as, read_reference
from servwatch.model import ItemKind
from servwatch.web.console.archive.naming import Naming

LONGEST = 400
"""Characters of one value."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search; the names of its fields are those of the address. What is "" does not restrict."""

    q: str = ""
    body: str = ""
    theme: str = ""
    kind: str = ""
    language: str = ""
    dossier: str = ""  # any name of it
    digest: str = ""
    month: str = ""  # "2026-11"
    since: str = ""  # a day
    until: str = ""

    @classmethod
    def read(cls, query: str) -> Asked:
        """The search of a query string. What it does not know, and values that mean nothing, are left out."""
        try:
            given = dict(parse_qsl(query, max_num_fields=100))
        except ValueError:
            given = {}
        known = {f.name: " ".join(given.get(f.name, "").split())[:LONGEST] for f in fields(cls)}
        made = cls(**known)
        return replace(
            made,
            kind=made.kind if made.kind in set(ItemKind) else "",
            month=made.month if _month(made.month) else "",
            since=made.since if _day(made.since) else "",
            until=made.until if _day(made.until) else "",
        )

    def text(self, **changed: str) -> str:
        """The query string, with some of it changed; the same search has always the same."""
        whole = {f.name: getattr(self, f.name) for f in fields(self)} | changed
        return urlencode({name: value for name, value in whole.items() if value})

    @property
    def narrowed(self) -> dict[str, str]:
        """What restricts it, words aside."""
        return {f.name: v for f in fields(self) if f.name != "q" and (v := getattr(self, f.name))}

    def query(self, naming: Naming) -> ItemQuery:
        """What the archive is asked."""
        first, last = _month(self.month) or (None, None)
        return ItemQuery(
            theme=self.theme,
            sources=naming.sources_of(self.body) if self.body else (),
            since=max(filter(None, (first, _day(self.since))), default=None),
            until=min(filter(None, (last, _day(self.until))), default=None),
            words=self.q,
            kind=self.kind,
            language=self.language,
            reference=dossier_name(self.dossier),
            digest=self.digest,
        )


def dossier_name(text: str) -> str:
    """The one name of a dossier, by whatever name it is asked for."""
    read = read_reference(text) if text else None
    return known_as(read.kind, read.id).name if read is not None else text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _month(text: str) -> tuple[date, date] | None:
    """The first and the last day of a month, or of a year."""
    first = _day(f"{text}-01") if len(text) == 7 else _day(f"{text}-01-01") if len(text) == 4 else None
    if first is None or first.year == date.max.year:
        return None
    beyond = first.replace(year=first.year + 1) if len(text) == 4 else first + timedelta(days=32)
    return first, beyond.replace(day=1) - timedelta(days=1)
