"""Who may use the console, who is signed in, what they did, which searches they keep."""
# ruff: noqa: INP001  # alembic reads this file by its path

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON(none_as_null=True).with_variant(
    sa.dialects.postgresql.JSONB(none_as_null=True), "postgresql"
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "account",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("made", INSTANT, nullable=False),
        sa.Column("last_seen", INSTANT),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("password", sa.Text()),
        sa.UniqueConstraint("name"),
        sqlite_autoincrement=True,
    )
    for name, columns in (
        ("session", (sa.Column("made", INSTANT, nullable=False), sa.Column("used", INSTANT, nullable=False))),
        ("sign_in_link", ()),
    ):
        op.create_table(
            name,
            sa.Column("hash", sa.Text(), primary_key=True),
            sa.Column("account", ID, sa.ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
            *columns,
            sa.Column("until", INSTANT, nullable=False),
            *((sa.Column("said", DOCUMENT),) if columns else ()),
        )
        op.create_index(f"ix_{name}_account", name, ["account"])
    op.create_table(
        "deed",
        sa.Column("id", ID, primary_key=True),
        sa.Column("at", INSTANT, nullable=False),
        *(
            sa.Column(column, sa.Text(), nullable=False)
            for column in ("by", "act", "about", "detail", "place")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deed_at", "deed", ["at"])
    op.create_table(
        "saved_search",
        sa.Column("id", ID, primary_key=True),
        sa.Column("account", ID, sa.ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("made", INSTANT, nullable=False),
        sa.UniqueConstraint("account", "name"),
    )
