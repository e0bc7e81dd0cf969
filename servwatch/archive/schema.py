"""The tables of the archive, as they stand after the newest migration.

What was fetched (source_state, run, poll, item, item_key, item_version), what is understood of it
(annotation, item_theme), what was done with it (digest_state, edition, ledger, outbox), and what
governs it (revision, setting, lock_holder). Full-text search has its own structures, see `search`.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from servwatch.archive.columns import Document, Id, Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

source_state = Table(
    "source_state",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("reading", String(64), nullable=False),  # fingerprint of the keys that decide how it is read
    Column("first_seen", Instant, nullable=False),
    Column("moved_to", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("last_poll", Instant),
    Column("last_ok", Instant),
    Column("last_item", Instant),  # when an item last came
    Column("next_poll", Instant),
    Column("interval", Float),  # seconds, the adaptive interval
    Column("failures", Integer, nullable=False, default=0),  # in a row
    Column("verdict", String(16)),
    Column("rule", Text),
    Column("verdict_since", Instant),
    Column("baselined", Boolean, nullable=False, default=False),  # a first good poll was stored
    Column("acked_until", Date),
    Column("ack_note", Text),
)

run = Table(
    "run",
    metadata,
    Column("id", Id, primary_key=True),
    Column("command", String(32), nullable=False),
    Column("started", Instant, nullable=False),
    Column("clock", Instant, nullable=False),  # the time the run took for now
    Column("finished", Instant),
    Column("outcome", String(16)),  # ok | attention | failed; none while running or when killed
    Column("holder", String(128), nullable=False),
    Column("version", String(32), nullable=False),
    Column("fingerprint", String(64)),
    Column("report", Document),
    Index(None, "clock"),
)

poll = Table(
    "poll",
    metadata,
    Column("id", Id, primary_key=True),
    Column("run", Id, nullable=False),
    Column("source", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("rule", Text, nullable=False),
    Column("status", Integer),
    Column("bytes", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("seen", Integer, nullable=False),  # entries in the answer
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("quarantined", Integer, nullable=False),
    Index(None, "source", "at"),
    Index(None, "at"),
)

item = Table(
    "item",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", String(64), nullable=False),
    Column("url", Text, nullable=False),
    Column("canonical", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("categories", Document, nullable=False),
    Column("published", Instant),
    Column("day", Date, nullable=False),  # in the council's time zone; of `first_seen` where undated
    Column("first_seen", Instant, nullable=False),
    Column("age", Integer),  # seconds from `published` to `first_seen`; none where undated
    Column("title_hash", String(32), nullable=False),
    Column("text_hash", String(32), nullable=False),  # of title and summary
    Column("baseline", Boolean, nullable=False),
    Column("quarantined", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Index(None, "source", "title_hash"),
    Index(None, "day"),
    Index(None, "canonical"),
    sqlite_autoincrement=True,  # an id is never given twice, so a ledger row never means another item
)

item_key = Table(
    "item_key",
    metadata,
    Column("source", String(64), nullable=False),
    Column("key", Text, nullable=False),
    Column("item", Id, ForeignKey("item.id", ondelete="CASCADE")),  # none: the key is known not to identify
    PrimaryKeyConstraint("source", "key"),
    Index(None, "item"),
    sqlite_with_rowid=False,
)

item_version = Table(
    "item_version",
    metadata,
    Column("item", Id, ForeignKey("item.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("published", Instant),
    Column("until", Instant, nullable=False),
    PrimaryKeyConstraint("item", "number"),
)

annotation = Table(
    "annotation",
    metadata,
    Column("item", Id, ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("fingerprint", String(64), nullable=False),
    Column("language", String(8), nullable=False),
    Column(
        "themes", Document, nullable=False
    ),  # [{id, score, matches: [{term, field, start, end, text, rule, weight}]}]
    Column("references", Document, nullable=False),
    Column("deadlines", Document, nullable=False),
    Index(None, "fingerprint"),
)

item_theme = Table(
    "item_theme",
    metadata,
    Column("theme", String(64), nullable=False),
    Column("item", Id, ForeignKey("item.id", ondelete="CASCADE"), nullable=False),
    Column("score", Float, nullable=False),
    PrimaryKeyConstraint("theme", "item"),
    Index(None, "item"),
    sqlite_with_rowid=False,
)

digest_state = Table(
    "digest_state",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("schedule", String(128), nullable=False),
    Column("active", Boolean, nullable=False),  # enabled, and with recipients
    Column("started", Instant, nullable=False),  # first seen
    Column("anchor", Instant, nullable=False),  # times of the schedule count from here
)

edition = Table(
    "edition",
    metadata,
    Column("id", Id, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("number", Integer, nullable=False),  # 0 for one that was skipped
    Column("scheduled", Instant, nullable=False),
    Column("cutoff", Instant, nullable=False),
    Column("frozen", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("state", String(16), nullable=False),  # filled | empty | skipped
    Column("language", String(8), nullable=False),
    Column("subject", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("counts", Document, nullable=False),  # chosen, merged, cut, rejected, recipients, read
    UniqueConstraint("digest", "scheduled"),
    Index(None, "digest", "number"),
)

ledger = Table(
    "ledger",
    metadata,
    Column("digest", String(64), nullable=False),
    Column("item", Id, nullable=False),
    Column("edition", Id, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("place", Integer),
    Column("into", Id),
    Column("score", Float, nullable=False),
    Column("reason", String(160), nullable=False),
    Column("facts", Document),
    PrimaryKeyConstraint("digest", "item"),
    Index(None, "edition", "outcome"),
    Index(None, "item"),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("edition", Id),  # none: a notice
    Column("digest", String(64), nullable=False),
    Column("recipient", String(320), nullable=False),
    Column("message_id", String(128), nullable=False),
    Column("subject", Text, nullable=False),
    Column("mime", LargeBinary),  # none once it was purged
    Column("mime_hash", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("doubts", Integer, nullable=False),  # times the answer to the final dot was not seen
    Column("next_attempt", Instant),  # none: at once
    Column("marked", Instant),
    Column("expires", Instant),
    Column("hold", String(16)),  # why, while held
    Column("code", Integer),
    Column("reply", Text, nullable=False),
    Column("created", Instant, nullable=False),
    Column("settled", Instant),
    UniqueConstraint("message_id"),
    Index(None, "state", "next_attempt"),
    Index(None, "edition"),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", Id, primary_key=True),
    Column("message", Id, ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("fate", String(24), nullable=False),
    Column("phase", String(16), nullable=False),
    Column("code", Integer),
    Column("reply", Text, nullable=False),
    Index(None, "message"),
)

revision = Table(
    "revision",
    metadata,
    Column("id", Id, primary_key=True),
    Column("made", Instant, nullable=False),
    Column("path", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("files", Document, nullable=False),  # absolute path -> text
    Column("author", String(128), nullable=False),
    Column("reason", Text, nullable=False),
    Index(None, "path", "id"),
)

setting = Table(
    "setting",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Document),
)

lock_holder = Table(
    "lock_holder",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("holder", String(128), nullable=False),
    Column("since", Instant, nullable=False),
)
