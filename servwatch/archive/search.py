"""Full-text search over titles and summaries, alike on SQLite (FTS5) and PostgreSQL (tsvector).

A query is words that must all occur; `"a phrase"` in quotes, `wor*` for a beginning, `-word` for what
must not occur. Case and accents do not count.

What a word is, and what it is folded to, is decided here, not by either database: FTS5's tokenizer
`ascii` takes every character beyond ASCII for a letter, so that those that are none are taken out before,
and a tsvector is handed over ready-made.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    Connection,
    Select,
    cast,
    column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

MOST_TEXT = 10_000  # characters of a title or a summary that are searched
LONGEST_WORD = 100  # characters; a tsvector takes 2,046 bytes
MOST_ASKED = 64  # words of a query; FTS5 takes expressions 256 deep

_TOKEN = re.compile(r'(-?)"([^"]*)"|(-?)(\S+)')
_WORDS = re.compile(r"[^\W_]+")
_LONG_WORD = re.compile(rf"([^\W_]{{{LONGEST_WORD}}})[^\W_]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_BETWEEN = "¶"  # stands between title and summary, so that no phrase runs over; no query holds it

_SQLITE = (
    "CREATE VIRTUAL TABLE item_search USING fts5(words, tokenize='ascii', columnsize=0)",
    """CREATE TRIGGER item_search_delete AFTER DELETE ON item BEGIN
        DELETE FROM item_search WHERE rowid = old.id; END""",
)
_POSTGRESQL = (
    """CREATE TABLE item_search (
        item BIGINT NOT NULL PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE, words TSVECTOR NOT NULL)""",
    "CREATE INDEX ix_item_search_words ON item_search USING GIN (words)",
)
_PUT_VECTOR = text(
    "INSERT INTO item_search (item, words) VALUES (:item, CAST(:words AS tsvector))"
    " ON CONFLICT (item) DO UPDATE SET words = excluded.words"
)
_search = table("item_search", column("item"), column("words", TSVECTOR), column("rowid"))


@dataclass(frozen=True, slots=True)
class Part:
    """Words that follow each other; the last may be a beginning. All of it must occur, or must not."""

    words: tuple[str, ...]
    beginning: bool
    unwanted: bool


class _Folding(dict[int, str]):
    """Characters in lower case without accents, spaces for what is no letter; each worked out once."""

    def __missing__(self, code: int) -> str:
        lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code)).casefold())
        letters = (c for c in lower if not unicodedata.combining(c))
        self[code] = "".join(c if c.isalnum() else " " for c in letters).lower()
        return self[code]


_FOLDING = _Folding()


def create(connection: Connection) -> None:
    """Make the structures of full-text search."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)


def folded(words: str) -> str:
    """Lower case without accents, as searches compare; of what is no letter, only ASCII stays."""
    text = words[:MOST_TEXT].lower()
    if not text.isascii():
        text = _NOT_ASCII.sub(lambda part: part.group().translate(_FOLDING), text).lower()
    if max(map(len, text.split()), default=0) > LONGEST_WORD:
        text = _LONG_WORD.sub(r"\1", text)
    return text


def index(connection: Connection, texts: Iterable[tuple[int, str, str]], *, new: bool) -> None:
    """Make items found by their words: (id, title, summary). `new` says that they are not indexed yet."""
    rows = [(number, folded(title), folded(summary)) for number, title, summary in texts]
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        vectors = [{"item": n, "words": _tsvector(title, summary)} for n, title, summary in rows]
        connection.execute(_PUT_VECTOR, vectors)
        return
    if not new:
        connection.exec_driver_sql("DELETE FROM item_search WHERE rowid = ?", [(n,) for n, _, _ in rows])
    values = [(n, f"{title} {_BETWEEN} {summary}") for n, title, summary in rows]
    connection.exec_driver_sql("INSERT INTO item_search(rowid, words) VALUES (?, ?)", values)


def found(dialect: str, query: str) -> Select[tuple[int]] | None:
    """The ids of the items that a query finds; None where it asks for no word."""
    parts = parts_of(query)
    if all(part.unwanted for part in parts):
        return None
    if dialect == "sqlite":
        return select(_search.c.rowid).where(text("item_search MATCH :words").bindparams(words=_fts5(parts)))
    return select(_search.c.item).where(_search.c.words.op("@@")(cast(_tsquery(parts), TSQUERY)))


def parts_of(query: str) -> list[Part]:
    """The parts of a query, as far as `MOST_ASKED` words reach."""
    parts: list[Part] = []
    room = MOST_ASKED
    for found in _TOKEN.finditer(query):
        raw = found[2] if found[2] is not None else found[4]
        words = tuple(_WORDS.findall(folded(raw))[:room])
        if words:
            parts.append(Part(words, raw.endswith("*"), bool(found[1] or found[3])))
            room -= len(words)
    return parts


def _fts5(parts: Sequence[Part]) -> str:
    """The query in FTS5's language (https://www.sqlite.org/fts5.html, section 3)."""

    def one(part: Part) -> str:
        return '"' + " ".join(part.words) + '"' + ("*" if part.beginning else "")

    wanted = " AND ".join(one(part) for part in parts if not part.unwanted)
    return f"({wanted})" + "".join(f" NOT {one(part)}" for part in parts if part.unwanted)


def _tsquery(parts: Sequence[Part]) -> str:
    """The query in PostgreSQL's language (manual, 8.11.2)."""

    def one(part: Part) -> str:
        words = [f"'{word}'" for word in part.words]
        return (
            ("!" if part.unwanted else "")
            + "("
            + " <-> ".join(words)
            + (":*" if part.beginning else "")
            + ")"
        )

    return " & ".join(one(part) for part in parts)


def _tsvector(title: str, summary: str) -> str:
    """Words with their places; one place stays empty between title and summary."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate((*_WORDS.findall(title), "", *_WORDS.findall(summary)), 1):
        if word:
            places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())
