"""The table of what was told before the archive was restored, of items that it does not have (any more, or yet)."""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, PrimaryKeyConstraint, Table

from servwatch.archive.columns import Id, Name, Words
from servwatch.archive.source_tables import metadata

told_before = Table(
    "told_before",
    metadata,
    Column("source", Name, nullable=False),
    Column("key", Words, nullable=False),
    Column("digest", Name, nullable=False),
    Column("edition", Id, nullable=False),
    Column("outcome", Name, nullable=False),
    Column("place", Integer),
    Column("score", Float, nullable=False),
    PrimaryKeyConstraint("source", "key", "digest"),
)
