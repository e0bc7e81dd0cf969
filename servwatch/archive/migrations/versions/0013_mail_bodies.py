"""The bodies of mails, each kept once; and the outbox in the order in which it is sent.

What lies in the outbox already keeps its bytes whole.
"""
# ruff: noqa: INP001  # alembic reads this file by its path

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table, and let a message point to its body."""
    op.create_table(
        "mail_body",
        sa.Column("id", ID, primary_key=True),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("hash"),
        sqlite_autoincrement=True,
    )
    op.add_column("outbox", sa.Column("mail_body", ID))
    op.create_index("ix_outbox_mail_body", "outbox", ["mail_body"])
    op.drop_index("ix_outbox_state_next_attempt", "outbox")
    op.create_index("ix_outbox_state_next_attempt_id", "outbox", ["state", "next_attempt", "id"])
