"""Stories: which items tell one, why each belongs to it, and what somebody decided by hand."""
# ruff: noqa: INP001  # alembic reads this file by its path

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Create the tables; the next cycle gives the items of the last days their stories."""
    op.create_table(
        "story",
        sa.Column("id", ID, primary_key=True),
        sa.Column("began", INSTANT, nullable=False),
        sa.Column("latest", INSTANT, nullable=False, index=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "story_item",
        sa.Column(
            "item", ID, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        ),
        sa.Column("story", ID, sa.ForeignKey("story.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("at", INSTANT, nullable=False, index=True),
        sa.Column("joined", INSTANT, nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("facts", DOCUMENT),
        sa.Column("signals", DOCUMENT, nullable=False),
        sa.Column("runs", sa.LargeBinary()),
        sa.Column("meaning", sa.LargeBinary()),
    )
    op.create_table(
        "story_decision",
        sa.Column("id", ID, primary_key=True),
        sa.Column("item", ID, sa.ForeignKey("item.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("story", ID, nullable=False),
        sa.Column("before", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_table(
        "story_mark",
        sa.Column("id", ID, primary_key=True, autoincrement=False),
        sa.Column("seen", ID, nullable=False),
    )
