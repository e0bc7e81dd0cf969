"""Which sources have mail that was not read, and since when."""
# ruff: noqa: INP001  # alembic reads this file by its path

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("source_habit", sa.Column("unsigned_since", sa.Date()))
    op.add_column("source_habit", sa.Column("unread_on", sa.Date()))
