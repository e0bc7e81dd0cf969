"""What was told before a backup was restored, and until when all counts as told."""
# ruff: noqa: INP001  # alembic reads this file by its path

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table and the column."""
    op.create_table(
        "told_before",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("edition", ID, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer()),
        sa.Column("score", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("source", "key", "digest", name="pk_told_before"),
    )
    op.add_column("digest_state", sa.Column("told_until", INSTANT))
