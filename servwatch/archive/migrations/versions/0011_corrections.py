"""The corrections that were told, and a way to the items of the rarer kinds."""
# ruff: noqa: INP001  # alembic reads this file by its path

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NO_NEWS = sa.text("kind <> 'news'")


def upgrade() -> None:
    """Make the table and the index."""
    op.create_table(
        "correction",
        sa.Column("id", ID, primary_key=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("edition", ID, nullable=False),
        sa.Column("item", ID, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
    )
    op.create_index("ix_correction_digest_item", "correction", ["digest", "item"])
    op.create_index("ix_item_kind", "item", ["kind", "day"], sqlite_where=NO_NEWS, postgresql_where=NO_NEWS)
