"""What a source states of an item in fields of their own: deadline, dates, stage, references."""
# ruff: noqa: INP001  # alembic reads this file by its path

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Add the columns; of what was taken in before, nothing was stated."""
    for table in ("item", "item_version"):
        op.add_column(table, sa.Column("given", DOCUMENT))
