"""The table of corrections that were told; rows are added, never changed."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table

from servwatch.archive.columns import Id, Name, Words
from servwatch.archive.source_tables import metadata

correction = Table(
    "correction",
    metadata,
    Column("id", Id, primary_key=True),
    Column("digest", Name, nullable=False),
    Column("edition", Id, nullable=False),  # the one that told the correction
    Column("item", Id, nullable=False),
    Column("what", Name, nullable=False),  # deadline | title | withdrawn
    Column("old", Words, nullable=False),
    Column("new", Words, nullable=False),
    Index(None, "digest", "item"),
)
