"""The table of what people say of items; rows are added, never changed."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table

from servwatch.archive.columns import Id, Instant, Name, Words
from servwatch.archive.source_tables import metadata

judgement = Table(
    "judgement",
    metadata,
    Column("id", Id, primary_key=True),
    Column("item", Id, ForeignKey("item.id", ondelete="CASCADE"), nullable=False),
    Column("theme", Name),  # none: of no theme in particular
    Column("digest", Name),  # none: in no digest
    Column("ruling", Name, nullable=False),  # fits | not | kept | dropped
    Column("at", Instant, nullable=False),
    Column("by", Words, nullable=False),
    Column("note", Words, nullable=False),
    Index(None, "item"),
)
