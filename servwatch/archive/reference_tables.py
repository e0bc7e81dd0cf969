"""The table of references: which item names what, as what, and whether it joins it to a dossier."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, PrimaryKeyConstraint, Table

from servwatch.archive.columns import Id, Name, Words
from servwatch.archive.source_tables import metadata

item_reference = Table(
    "item_reference",
    metadata,
    Column("ref", Words, nullable=False),  # the one name of what is referred to, see `references.equivalence`
    Column("item", Id, ForeignKey("item.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("written", Words, nullable=False),  # the canonical form that the item has
    Column("kind", Name, nullable=False),  # of that form
    Column("role", Name, nullable=False),  # own | title | pair | text
    Column("joins", Boolean, nullable=False),  # the item is a document about it
    PrimaryKeyConstraint("ref", "item", "written"),
    sqlite_with_rowid=False,
)
