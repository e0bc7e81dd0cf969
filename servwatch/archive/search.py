"""Full-text search over titles and summaries, alike on SQLite (FTS5) and PostgreSQL (tsvector).

A query is words that must all occur; `"a phrase"` in quotes, `wor*` for a beginning, `-word` for what
must not occur. Case and accents do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, column, func, select, table, text
from sqlalchemy.dialects.postgresql import TSVECTOR

from servwatch.archive.schema import item

_TOKEN = re.compile(r'(-?)"([^"]*)"|(-?)(\S+)')
_WORDS = re.compile(r"[^\W_]+", re.UNICODE)

_SQLITE = (
    """CREATE VIRTUAL TABLE item_search USING fts5(
        title, summary, content='item', content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER item_search_insert AFTER INSERT ON item BEGIN
        INSERT INTO item_search(rowid, title, summary) VALUES (new.id, new.title, new.summary); END""",
    """CREATE TRIGGER item_search_delete AFTER DELETE ON item BEGIN
        INSERT INTO item_search(item_search, rowid, title, summary)
        VALUES ('delete', old.id, old.title, old.summary); END""",
    """CREATE TRIGGER item_search_update AFTER UPDATE OF title, summary ON item BEGIN
        INSERT INTO item_search(item_search, rowid, title, summary)
        VALUES ('delete', old.id, old.title, old.summary);
        INSERT INTO item_search(rowid, title, summary) VALUES (new.id, new.title, new.summary); END""",
)
_POSTGRESQL = (
    """CREATE TABLE item_search (
        item BIGINT NOT NULL PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE, words TSVECTOR NOT NULL)""",
    "CREATE INDEX ix_item_search_words ON item_search USING GIN (words)",
)
_search = table("item_search", column("item"), column("words", TSVECTOR), column("rowid"))


def create(connection: Connection) -> None:
    """Make the structures of full-text search."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)


def folded(words: str) -> str:
    """Lower case without accents, as both databases compare."""
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def index(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Index rows of {id, title, summary}. On SQLite triggers have done so already."""
    if connection.dialect.name == "sqlite":
        return
    statement = text(
        "INSERT INTO item_search (item, words) VALUES (:item, to_tsvector('simple', :words))"
        " ON CONFLICT (item) DO UPDATE SET words = excluded.words"
    )
    values = [
        {"item": r["id"], "words": " ".join(_WORDS.findall(folded(f"{r['title']} {r['summary']}")))}
        for r in rows
    ]
    if values:
        connection.execute(statement, values)


def matching(dialect: str, query: str) -> ColumnElement[bool] | None:
    """The condition on `item.id` for a query; None where the query holds no word."""
    parts = _parts(query)
    if not any(not negative for _, _, negative in parts):
        return None
    found: Select[Any]
    if dialect == "sqlite":
        found = select(_search.c.rowid).where(text("item_search MATCH :words").bindparams(words=_fts5(parts)))
    else:
        found = select(_search.c.item).where(
            _search.c.words.op("@@")(func.to_tsquery("simple", _tsquery(parts)))
        )
    return item.c.id.in_(found)


def _parts(query: str) -> list[tuple[list[str], bool, bool]]:
    """The query as (words in a row, whether the last is a beginning, whether it must not occur)."""
    parts = []
    for found in _TOKEN.finditer(query):
        phrase, word = found.group(2), found.group(4)
        raw = phrase if phrase is not None else word
        words = _WORDS.findall(folded(raw))
        if words:
            parts.append((words, raw.endswith("*"), bool(found.group(1) or found.group(3))))
    return parts


def _fts5(parts: list[tuple[list[str], bool, bool]]) -> str:
    def one(words: list[str], beginning: bool) -> str:  # noqa: FBT001
        return '"' + " ".join(words) + '"' + ("*" if beginning else "")

    wanted = [one(w, b) for w, b, negative in parts if not negative]
    unwanted = [one(w, b) for w, b, negative in parts if negative]
    return " AND ".join(wanted) + "".join(f" NOT {u}" for u in unwanted)


def _tsquery(parts: list[tuple[list[str], bool, bool]]) -> str:
    def one(words: list[str], beginning: bool) -> str:  # noqa: FBT001
        return " <-> ".join([*words[:-1], words[-1] + (":*" if beginning else "")])

    return " & ".join(("!" if negative else "") + f"({one(w, b)})" for w, b, negative in parts)
