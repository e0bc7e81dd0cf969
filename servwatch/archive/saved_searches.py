"""The searches that people keep, each under a name of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, insert, select

from servwatch.archive.console_tables import saved_search
from servwatch.archive.database import Database
from servwatch.errors import UsageError

MOST = 200
"""Searches that one account may keep."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that an account keeps. `query` is the query string of the search page."""

    id: int
    account: int
    name: str
    query: str


class SavedSearches:
    """The saved searches of the archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, account: int) -> list[SavedSearch]:
        """Those of an account, by name."""
        return self._read(_columns().where(saved_search.c.account == account))

    def get(self, number: int) -> SavedSearch | None:
        """One of them, whoever keeps it."""
        return next(iter(self._read(_columns().where(saved_search.c.id == number))), None)

    def keep(self, account: int, name: str, query: str, now: datetime) -> None:
        """Keep a search; one of the same name is replaced. Raises UsageError where there are too many."""
        same = (saved_search.c.account == account, saved_search.c.name == name)
        with self._database.write() as connection:
            connection.execute(delete(saved_search).where(*same))
            held = select(func.count()).where(saved_search.c.account == account)
            if connection.execute(held).scalar_one() >= MOST:
                raise UsageError(
                    "no account keeps more than {n} searches", remedy="Delete one first.", n=MOST
                )
            values = {"account": account, "name": name, "query": query, "made": now}
            connection.execute(insert(saved_search).values(values))

    def remove(self, account: int, number: int) -> None:
        """Forget one, where it is the account's own."""
        with self._database.write() as connection:
            own = (saved_search.c.id == number, saved_search.c.account == account)
            connection.execute(delete(saved_search).where(*own))

    def _read(self, wanted: Select[tuple[int, int, str, str]]) -> list[SavedSearch]:
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(func.lower(saved_search.c.name), saved_search.c.id))
            return [SavedSearch(row.id, row.account, row.name, row.query) for row in rows]


def _columns() -> Select[tuple[int, int, str, str]]:
    return select(saved_search.c.id, saved_search.c.account, saved_search.c.name, saved_search.c.query)
