"""Items are counted by day and source from an index alone, which no long row is read for."""
# ruff: noqa: INP001  # alembic reads this file by its path

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_item_counted",
        "item",
        ["day", "source", "quarantined"],
        sqlite_where=sa.text("quarantined IS 0"),
        postgresql_where=sa.text("quarantined IS false"),
    )
