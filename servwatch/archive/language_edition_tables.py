"""The table of official editions in other languages: what was asked for, and what was found."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, PrimaryKeyConstraint, Table

from servwatch.archive.columns import Id, Instant, Name, Words
from servwatch.archive.source_tables import metadata

language_edition = Table(
    "language_edition",
    metadata,
    Column("item", Id, ForeignKey("item.id", ondelete="CASCADE"), nullable=False),
    Column("language", Name, nullable=False),
    Column("asked", Instant, nullable=False),
    Column("title", Words, nullable=False),  # "" where there was none
    Column("url", Words, nullable=False),
    Column("rule", Words, nullable=False),  # what became of the question
    PrimaryKeyConstraint("item", "language"),
)
