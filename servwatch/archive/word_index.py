"""The words that stand in the archive, and the items in which each stands: read from the index of the full-text search."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import text

from servwatch.archive.columns import to_json
from servwatch.archive.database import Database

_ROWS = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.item_word USING fts5vocab(main, item_search, row)"
_PLACES = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.item_word_place USING fts5vocab(main, item_search, instance)"
)
_FOUND = (
    "SELECT DISTINCT p.doc FROM json_each(:words) w CROSS JOIN temp.item_word_place p ON p.term = w.value"
)


class WordIndex:
    """On SQLite (https://www.sqlite.org/fts5.html, section 6); PostgreSQL gives no such view of an index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def is_there(self) -> bool:
        """Whether the database can tell."""
        return self._database.is_sqlite

    def words(self) -> list[str]:
        """Every word of the archive, folded as searches compare."""
        with self._database.read() as connection:
            connection.exec_driver_sql(_ROWS)
            return list(connection.execute(text("SELECT term FROM temp.item_word")).scalars())

    def items(self, words: Collection[str]) -> set[int]:
        """The items in which one of these words stands."""
        with self._database.read() as connection:
            connection.exec_driver_sql(_PLACES)
            return set(connection.execute(text(_FOUND), {"words": to_json(list(words))}).scalars())
