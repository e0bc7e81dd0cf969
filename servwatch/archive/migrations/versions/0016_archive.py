"""Lists of items: the newest first with what is counted of them, by language, and what digests told."""
# ruff: noqa: INP001  # alembic reads this file by its path

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the indexes; that of the days is one with the first of them."""
    told = sa.text("outcome = 'chosen'")
    op.drop_index("ix_item_day", "item")
    op.create_index("ix_item_newest", "item", ["day", "id", "source", "kind"])
    op.create_index("ix_annotation_language", "annotation", ["language"])
    op.create_index("ix_ledger_told", "ledger", ["digest", "item"], sqlite_where=told, postgresql_where=told)
