"""The tables of what governs an archive: the revisions of its configuration, settings, who holds a lock."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table

from servwatch.archive.columns import Document, Id, Instant, Name, Words
from servwatch.archive.source_tables import metadata

revision = Table(
    "revision",
    metadata,
    Column("id", Id, primary_key=True),
    Column("made", Instant, nullable=False),
    Column("path", Words, nullable=False),
    Column("fingerprint", Name, nullable=False),
    Column("files", Document, nullable=False),  # absolute path -> text
    Column("author", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Index(None, "path", "id"),
)

setting = Table(
    "setting",
    metadata,
    Column("key", Words, primary_key=True),
    Column("value", Document),
)

lock_holder = Table(
    "lock_holder",
    metadata,
    Column("name", Name, primary_key=True),
    Column("holder", Name, nullable=False),
    Column("since", Instant, nullable=False),
)
