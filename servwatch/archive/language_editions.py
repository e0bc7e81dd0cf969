"""What is known of official editions of items in other languages, and of those that were asked for in vain."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from servwatch.archive.database import Database
from servwatch.archive.language_edition_tables import language_edition
from servwatch.archive.portions import portions
from servwatch.archive.upsert import upsert
from servwatch.model import LanguageEdition


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of the question for the edition of an item in a language."""

    item: int
    language: str
    asked: datetime
    title: str = ""  # "" where there is none
    url: str = ""
    rule: str = ""

    @property
    def edition(self) -> LanguageEdition | None:
        """The edition, None where there is none."""
        return LanguageEdition(self.language, self.title, self.url) if self.title else None


class LanguageEditions:
    """The table of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, items: Collection[int]) -> dict[int, list[Answer]]:
        """The answers there are, by item."""
        found: dict[int, list[Answer]] = {}
        with self._database.read() as connection:
            for part in portions(sorted(items)):
                for answer in _read(connection, part):
                    found.setdefault(answer.item, []).append(answer)
        return found

    def keep(self, answer: Answer) -> None:
        """Keep an answer in the place of an earlier one; one that found nothing takes no edition away."""
        with self._database.write() as connection:
            known = next((a for a in _read(connection, [answer.item]) if a.language == answer.language), None)
            if answer.title or known is None or not known.title:
                row = {name: getattr(answer, name) for name in language_edition.c.keys()}  # noqa: SIM118
                connection.execute(upsert(connection, language_edition), row)


def _read(connection: Connection, items: Sequence[int]) -> list[Answer]:
    rows = connection.execute(select(language_edition).where(language_edition.c.item.in_(items)))
    return [Answer(**row) for row in rows.mappings()]
