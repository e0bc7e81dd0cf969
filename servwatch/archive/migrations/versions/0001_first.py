"""The first schema."""
# ruff: noqa: INP001  # alembic reads this file by its path

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
HELD_SQLITE, HELD_POSTGRESQL = sa.text("quarantined IS 1"), sa.text("quarantined IS true")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make every table, index and the structures of full-text search."""
    _sources()
    _log()
    _items()
    _identity()
    _understanding()
    _editions()
    _ledger()
    _outbox()
    _governance()
    _search()


def _sources() -> None:
    """Make what is remembered of the sources."""
    op.create_table(
        "source_state",
        sa.Column("source", sa.Text(), primary_key=True),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.Column("moved_to", sa.Text()),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("last_poll", INSTANT),
        sa.Column("last_ok", INSTANT),
        sa.Column("last_item", INSTANT),
        sa.Column("next_poll", INSTANT),
        sa.Column("interval", sa.Float()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text()),
        sa.Column("rule", sa.Text()),
        sa.Column("verdict_since", INSTANT),
        sa.Column("baselined", sa.Boolean(), nullable=False),
        sa.Column("acked_until", sa.Date()),
        sa.Column("ack_note", sa.Text()),
    )


def _log() -> None:
    """Make the log of runs and polls."""
    op.create_table(
        "run",
        sa.Column("id", ID, primary_key=True),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("started", INSTANT, nullable=False),
        sa.Column("clock", INSTANT, nullable=False, index=True),
        sa.Column("finished", INSTANT),
        sa.Column("outcome", sa.Text()),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text()),
        sa.Column("report", DOCUMENT),
    )
    op.create_table(
        "poll",
        sa.Column("id", ID, primary_key=True),
        sa.Column("run", ID, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False, index=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("quarantined", sa.Integer(), nullable=False),
    )
    op.create_index("ix_poll_source_at", "poll", ["source", "at"])


def _items() -> None:
    """Make what was fetched."""
    op.create_table(
        "item",
        sa.Column("id", ID, primary_key=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("published", INSTANT),
        sa.Column("day", sa.Date(), nullable=False, index=True),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.Column("age", sa.BigInteger()),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("quarantined", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title_hash", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("categories", DOCUMENT, nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_item_canonical", "item", ["canonical"], postgresql_using="hash")
    op.create_index(
        "ix_item_quarantined", "item", ["source"], sqlite_where=HELD_SQLITE, postgresql_where=HELD_POSTGRESQL
    )
    op.create_index("ix_item_source_title_hash", "item", ["source", "title_hash"])


def _identity() -> None:
    """Make what was told."""
    op.create_table(
        "item_key",
        sa.Column("source", sa.Text(), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("item", ID, sa.ForeignKey("item.id", ondelete="CASCADE")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "item_version",
        sa.Column("item", ID, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("published", INSTANT),
        sa.Column("until", INSTANT, nullable=False),
    )


def _understanding() -> None:
    """Make what is understood of it."""
    op.create_table(
        "annotation",
        sa.Column(
            "item", ID, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        ),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("themes", DOCUMENT, nullable=False),
        sa.Column("references", DOCUMENT, nullable=False),
        sa.Column("deadlines", DOCUMENT, nullable=False),
    )
    op.create_table(
        "item_theme",
        sa.Column("theme", sa.Text(), primary_key=True),
        sa.Column("item", ID, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, index=True),
        sa.Column("score", sa.Float(), nullable=False),
        sqlite_with_rowid=False,
    )


def _editions() -> None:
    """Make what was told, and what became of every item."""
    op.create_table(
        "digest_state",
        sa.Column("digest", sa.Text(), primary_key=True),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("started", INSTANT, nullable=False),
        sa.Column("anchor", INSTANT, nullable=False),
        sa.Column("settled", ID, nullable=False),
    )
    op.create_table(
        "edition",
        sa.Column("id", ID, primary_key=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scheduled", INSTANT, nullable=False),
        sa.Column("cutoff", INSTANT, nullable=False),
        sa.Column("frozen", INSTANT, nullable=False),
        sa.Column("expires", INSTANT, nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("counts", DOCUMENT, nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.UniqueConstraint("digest", "scheduled"),
    )
    op.create_index("ix_edition_digest_number", "edition", ["digest", "number"])


def _ledger() -> None:
    """Make what became of every item."""
    op.create_table(
        "ledger",
        sa.Column("digest", sa.Text(), primary_key=True),
        sa.Column("item", ID, primary_key=True, index=True),
        sa.Column("edition", ID, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer()),
        sa.Column("into", ID),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", ID, nullable=False),
        sa.Column("facts", DOCUMENT),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ledger_edition_outcome", "ledger", ["edition", "outcome"])
    op.create_table(
        "reason",
        sa.Column("id", ID, primary_key=True),
        sa.Column("text", sa.Text(), nullable=False, unique=True),
    )


def _outbox() -> None:
    """Make what is sent."""
    op.create_table(
        "outbox",
        sa.Column("id", ID, primary_key=True),
        sa.Column("edition", ID, index=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False, unique=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("mime_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("next_attempt", INSTANT),
        sa.Column("marked", INSTANT),
        sa.Column("expires", INSTANT),
        sa.Column("hold", sa.Text()),
        sa.Column("code", sa.Integer()),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Column("settled", INSTANT),
        sa.Column("mime", sa.LargeBinary()),
    )
    op.create_index("ix_outbox_state_next_attempt", "outbox", ["state", "next_attempt"])
    op.create_table(
        "attempt",
        sa.Column("id", ID, primary_key=True),
        sa.Column("message", ID, sa.ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("fate", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("code", sa.Integer()),
        sa.Column("reply", sa.Text(), nullable=False),
    )


def _governance() -> None:
    """Make what governs all this."""
    op.create_table(
        "revision",
        sa.Column("id", ID, primary_key=True),
        sa.Column("made", INSTANT, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("files", DOCUMENT, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_index("ix_revision_path_id", "revision", ["path", "id"])
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("value", DOCUMENT),
    )
    op.create_table(
        "lock_holder",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
    )


def _search() -> None:
    """Make full-text search: FTS5 on SQLite, a tsvector on PostgreSQL."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE item_search USING fts5(words, tokenize='ascii', columnsize=0)")
        op.execute(
            "CREATE TRIGGER item_search_delete AFTER DELETE ON item BEGIN"
            " DELETE FROM item_search WHERE rowid = old.id; END"
        )
    else:
        op.execute(
            "CREATE TABLE item_search (item BIGINT NOT NULL PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE,"
            " words TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX ix_item_search_words ON item_search USING GIN (words)")
