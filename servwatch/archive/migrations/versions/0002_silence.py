"""What each source usually does, its faults, what is awaited, and how far back a source was read.

The days on which the sources of an older archive published are taken from its items, so that a
silence that began long ago is noticed on the first day.
"""
# ruff: noqa: INP001  # alembic reads this file by its path

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
YEAR, MOST = timedelta(days=400), 300


def upgrade() -> None:
    """Make the tables, and fill the habits."""
    habit = op.create_table(
        "source_habit",
        sa.Column("source", sa.Text(), primary_key=True),
        sa.Column("last", sa.Date()),
        sa.Column("quiet_on", sa.Date()),
        sa.Column("silent_on", sa.Date()),
        sa.Column("dates_fault", sa.Text()),
        sa.Column("dates_since", sa.Date()),
        sa.Column("empty_since", sa.Date()),
        sa.Column("filtered_since", sa.Date()),
        sa.Column("misread_since", sa.Date()),
        sa.Column("partial_since", sa.Date()),
        sa.Column("unsigned_since", sa.Date()),
        sa.Column("unread_on", sa.Date()),
        sa.Column("recent", DOCUMENT, nullable=False),
        sa.Column("days", DOCUMENT, nullable=False),
    )
    op.create_table(
        "source_fault",
        sa.Column("id", ID, primary_key=True),
        sa.Column("source", sa.Text(), nullable=False, index=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("noticed", INSTANT, nullable=False),
        sa.Column("told", INSTANT),
        sa.Column("healed", INSTANT),
        sa.Column("over", INSTANT),
    )
    op.create_table(
        "expectation",
        sa.Column("expectation", sa.Text(), primary_key=True),
        sa.Column("first", sa.Date(), primary_key=True),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("seen", ID, nullable=False),
        sa.Column("item", ID),
        sa.Column("day", sa.Date()),
        sa.Column("told", INSTANT),
    )
    op.create_table(
        "back_fill",
        sa.Column("source", sa.Text(), primary_key=True),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("finished", INSTANT),
        sa.Column("cursor", DOCUMENT, nullable=False),
    )
    assert habit is not None  # noqa: S101  # only where scripts are written and nothing is run
    _fill(habit)


def _fill(habit: sa.Table) -> None:
    """Remember the days with news of each source; what is learnt from them follows at its next poll."""
    item = sa.table(
        "item",
        sa.column("source", sa.Text()),
        sa.column("day", sa.Date()),
        sa.column("first_seen", INSTANT),
        sa.column("quarantined", sa.Boolean()),
    )
    first_seen = sa.func.min(item.c.first_seen, type_=INSTANT)
    statement = sa.select(item.c.source, item.c.day, first_seen.label("seen"))
    statement = statement.where(item.c.quarantined.is_(False)).group_by(item.c.source, item.c.day)
    days: dict[str, set[date]] = defaultdict(set)
    for row in op.get_bind().execute(statement):
        if row.day <= row.seen.date() + timedelta(days=1):  # not what was announced for days to come
            days[row.source].add(row.day)
    rows = [{"source": source, "recent": [], "days": _kept(found)} for source, found in days.items()]
    if rows:
        op.get_bind().execute(sa.insert(habit), rows)


def _kept(days: set[date]) -> list[str]:
    newest = max(days)
    return [day.isoformat() for day in sorted(day for day in days if day >= newest - YEAR)[-MOST:]]
