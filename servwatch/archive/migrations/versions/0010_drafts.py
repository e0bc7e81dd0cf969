"""Drafts, what editors do with them, and digests that pause."""
# ruff: noqa: INP001  # alembic reads this file by its path

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "draft",
        sa.Column("id", ID, primary_key=True),
        _text("digest"),
        sa.Column("scheduled", INSTANT, nullable=False),
        sa.Column("built", INSTANT, nullable=False),
        sa.Column("newest", ID, nullable=False),
        _text("fingerprint"),
        _text("state"),
        sa.Column("looked", ID, nullable=False),
        sa.Column("released", ID),
        sa.Column("builds_on", ID),
        sa.Column("edition", ID),
        sa.Column("shown", DOCUMENT, nullable=False),
    )
    op.create_index("ix_draft_digest_state", "draft", ["digest", "state"])
    op.create_table(
        "draft_act",
        sa.Column("id", ID, primary_key=True),
        sa.Column("draft", ID, sa.ForeignKey("draft.id", ondelete="CASCADE"), nullable=False),
        _text("kind"),
        sa.Column("at", INSTANT, nullable=False),
        _text("by"),
        sa.Column("item", ID),
        _text("old"),
        _text("new"),
        _text("initials"),
        _text("reason"),
        sa.Column("arranged", DOCUMENT),
    )
    op.create_index("ix_draft_act_draft", "draft_act", ["draft"])
    op.create_table(
        "pause",
        sa.Column("id", ID, primary_key=True),
        _text("digest"),
        sa.Column("until", sa.Date()),
        sa.Column("at", INSTANT, nullable=False),
        _text("by"),
    )
    op.create_index("ix_pause_digest", "pause", ["digest"])


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)
