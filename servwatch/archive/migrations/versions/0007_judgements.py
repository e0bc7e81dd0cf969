"""What people say of items: whether a theme fits, whether a digest should hold it."""
# ruff: noqa: INP001  # alembic reads this file by its path

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "judgement",
        sa.Column("id", ID, primary_key=True),
        sa.Column("item", ID, sa.ForeignKey("item.id", ondelete="CASCADE"), nullable=False),
        sa.Column("theme", sa.Text()),
        sa.Column("digest", sa.Text()),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_index("ix_judgement_item", "judgement", ["item"])
