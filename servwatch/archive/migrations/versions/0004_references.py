"""Which item names what, so that a dossier is found by any of its names.

What items of an older archive name is found when they are annotated anew: at their next edition, or by `retag`.
"""
# ruff: noqa: INP001  # alembic reads this file by its path

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "item_reference",
        sa.Column("ref", sa.Text(), primary_key=True),
        sa.Column("item", ID, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, index=True),
        sa.Column("written", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("joins", sa.Boolean(), nullable=False),
        sqlite_with_rowid=False,
    )
