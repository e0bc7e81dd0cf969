"""What recipients and the mail system said: who is not mailed, what is preferred, what came back."""
# ruff: noqa: INP001  # alembic reads this file by its path

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"

INSTANT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _per_digest(
        "suppression",
        _text("reason"),
        sa.Column("since", INSTANT, nullable=False),
        _text("detail"),
    )
    op.create_table(
        "erased",
        _text("hash"),
        sa.Column("since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_erased"),
    )
    _per_digest(
        "preference",
        sa.Column("frequency", sa.Text()),
        sa.Column("layout", sa.Text()),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("themes", DOCUMENT),
    )
    op.create_table(
        "bounce",
        _text("address"),
        _text("code"),
        sa.Column("first", INSTANT, nullable=False),
        sa.Column("last", INSTANT, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        _text("text"),
        sa.PrimaryKeyConstraint("address", "code", name="pk_bounce"),
    )
    op.create_table(
        "unsubscribe_token",
        _text("hash"),
        _text("address"),
        _text("digest"),
        sa.PrimaryKeyConstraint("hash", name="pk_unsubscribe_token"),
        sa.UniqueConstraint("address", "digest", name="uq_unsubscribe_token_address_digest"),
    )
    _per_digest(
        "reader_turn",
        sa.Column("last", INSTANT),
        sa.Column("owed", DOCUMENT, nullable=False),
    )


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _per_digest(table: str, *columns: sa.Column[Any]) -> None:
    key = sa.PrimaryKeyConstraint("address", "digest", name=f"pk_{table}")
    op.create_table(table, _text("address"), _text("digest"), *columns, key)
