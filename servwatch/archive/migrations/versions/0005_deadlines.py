"""The register of deadlines, and the calendar of the house. What older items say enters it with the next `retag`."""
# ruff: noqa: INP001  # alembic reads this file by its path

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "deadline",
        sa.Column("id", ID, primary_key=True),
        sa.Column("item", ID, index=True),
        sa.Column("date", sa.Date(), nullable=False, index=True),
        sa.Column("time", sa.Text()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("seen", INSTANT, nullable=False),
        sa.Column("changed", INSTANT, nullable=False),
        sa.Column("unsaid", INSTANT),
        sa.Column("moved_from", sa.Date()),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False, index=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_table(
        "deadline_change",
        sa.Column("id", ID, primary_key=True),
        sa.Column("deadline", ID, nullable=False, index=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
    )
    op.create_table(
        "deadline_notice",
        sa.Column("deadline", ID, primary_key=True, autoincrement=False),
        sa.Column("date", sa.Date(), primary_key=True),
        sa.Column("days", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("told", INSTANT, nullable=False),
    )
    op.create_table(
        "house_calendar",
        sa.Column("address", sa.Text(), primary_key=True),
        sa.Column("tried", INSTANT, nullable=False),
        sa.Column("fetched", INSTANT),
        sa.Column("failing", INSTANT),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("body", sa.Text()),
    )
