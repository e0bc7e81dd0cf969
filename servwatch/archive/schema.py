"""The tables of the archive, as they stand after the newest migration.

What was fetched (run, poll, item, item_key, item_version, and those of `source_tables`), what is understood of it
(annotation, item_theme, and those of `deadline_tables`, `reference_tables` and `story_tables`), what was done with it
(digest_state, edition, ledger, reason, outbox); what governs it stands in `governing_tables`, what people say of items
in `judgement_tables`, who uses the console in `console_tables`, what recipients say in `recipient_tables`, what editors do in `draft_tables`. Full-text search
has its own structures, see `search`.

Long columns stand last in their tables: SQLite walks through a row up to the column it reads.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from servwatch.archive import (
    console_tables,
    correction_tables,
    deadline_tables,
    draft_tables,
    governing_tables,
    judgement_tables,
    language_edition_tables,
    mail_tables,
    recipient_tables,
    reference_tables,
    source_tables,
    story_tables,
    trust_tables,
)
from servwatch.archive.columns import (
    NO_NEWS,
    NOT_QUARANTINED,
    ONLY_QUARANTINED,
    ONLY_TOLD,
    Document,
    Id,
    Instant,
    Name,
    Words,
)

metadata = source_tables.metadata  # of all tables
item_reference = reference_tables.item_reference
judgement = judgement_tables.judgement
mail_body = mail_tables.mail_body
language_edition = language_edition_tables.language_edition
deadline = deadline_tables.deadline
lock_holder = governing_tables.lock_holder
revision = governing_tables.revision
setting = governing_tables.setting
draft = draft_tables.draft
correction = correction_tables.correction
story = story_tables.story
told_before = trust_tables.told_before
suppression = recipient_tables.suppression
account = console_tables.account

run = Table(
    "run",
    metadata,
    Column("id", Id, primary_key=True),
    Column("command", Name, nullable=False),
    Column("started", Instant, nullable=False),
    Column("clock", Instant, nullable=False),  # the time the run took for now
    Column("finished", Instant),
    Column("outcome", Name),  # ok | attention | failed; none while running or when killed
    Column("holder", Name, nullable=False),
    Column("version", Name, nullable=False),
    Column("fingerprint", Name),
    Column("report", Document),
    Index(None, "clock"),
)

poll = Table(
    "poll",
    metadata,
    Column("id", Id, primary_key=True),
    Column("run", Id, nullable=False),
    Column("source", Name, nullable=False),
    Column("at", Instant, nullable=False),
    Column("verdict", Name, nullable=False),
    Column("rule", Words, nullable=False),
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
    Column("source", Name, nullable=False),
    Column("kind", Name, nullable=False),
    Column("language", Words, nullable=False),
    Column("published", Instant),
    Column("day", Date, nullable=False),  # in the council's time zone; of `first_seen` where undated
    Column("first_seen", Instant, nullable=False),
    Column("age", BigInteger),  # seconds from `published` to `first_seen`; none where undated
    Column("baseline", Boolean, nullable=False),
    Column("quarantined", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title_hash", Name, nullable=False),
    Column("text_hash", Name, nullable=False),  # of title and summary
    Column("url", Words, nullable=False),
    Column("canonical", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("categories", Document, nullable=False),
    Column("summary", Words, nullable=False),
    Column("given", Document),  # what `archive.given` writes; none where the source states nothing
    Index(None, "source", "title_hash"),
    Index("ix_item_newest", "day", "id", "source", "kind"),  # lists are told the newest first, and counted
    Index("ix_item_kind", "kind", "day", sqlite_where=NO_NEWS, postgresql_where=NO_NEWS),
    Index("ix_item_counted", "day", "source", "quarantined", **NOT_QUARANTINED),  # see `figures`
    Index("ix_item_quarantined", "source", **ONLY_QUARANTINED),  # a handful of a million
    Index(None, "canonical", postgresql_using="hash"),  # of any length; a b-tree takes 2,704 bytes
    sqlite_autoincrement=True,  # an id is never given twice, so a ledger row never means another item
)

item_key = Table(
    "item_key",
    metadata,
    Column("source", Name, nullable=False),
    Column("key", Words, nullable=False),
    Column("item", Id, ForeignKey("item.id", ondelete="CASCADE")),  # none: the key is known not to identify
    PrimaryKeyConstraint("source", "key"),
    sqlite_with_rowid=False,
)

item_version = Table(
    "item_version",
    metadata,
    Column("item", Id, ForeignKey("item.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("url", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("summary", Words, nullable=False),
    Column("published", Instant),
    Column("until", Instant, nullable=False),
    Column("given", Document),
    PrimaryKeyConstraint("item", "number"),
)

annotation = Table(
    "annotation",
    metadata,
    Column("item", Id, ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("fingerprint", Name, nullable=False),
    Column("language", Words, nullable=False),
    # Lists without names, which take half the room: [[theme, score, [[the fields of Match], ...]], ...]
    Column("themes", Document, nullable=False),
    Column("references", Document, nullable=False),  # [[kind, id, url, role], ...]
    Column("deadlines", Document, nullable=False),  # what `archive.annotations` writes
    Index(None, "language"),
)

item_theme = Table(
    "item_theme",
    metadata,
    Column("theme", Name, nullable=False),
    Column("item", Id, ForeignKey("item.id", ondelete="CASCADE"), nullable=False),
    Column("score", Float, nullable=False),
    PrimaryKeyConstraint("theme", "item"),
    Index(None, "item"),
    sqlite_with_rowid=False,
)

digest_state = Table(
    "digest_state",
    metadata,
    Column("digest", Name, primary_key=True),
    Column("schedule", Name, nullable=False),
    Column("active", Boolean, nullable=False),  # enabled, and with recipients
    Column("started", Instant, nullable=False),  # first seen
    Column("anchor", Instant, nullable=False),  # times of the schedule count from here
    Column(
        "settled", Id, nullable=False, default=0
    ),  # every item up to this one has a row, or is in quarantine
    Column(
        "told_until", Instant
    ),  # what was published until then counts as told, after a restore without a journal
)

edition = Table(
    "edition",
    metadata,
    Column("id", Id, primary_key=True),
    Column("digest", Name, nullable=False),
    Column("number", Integer, nullable=False),  # 0 for one that was skipped
    Column("scheduled", Instant, nullable=False),
    Column("cutoff", Instant, nullable=False),
    Column("frozen", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("fingerprint", Name, nullable=False),
    Column("state", Name, nullable=False),  # filled | empty | skipped
    Column("language", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("counts", Document, nullable=False),  # chosen, merged, cut, rejected, recipients, read
    Column("html", Words, nullable=False),
    Column("text", Words, nullable=False),
    UniqueConstraint("digest", "scheduled"),
    Index(None, "digest", "number"),
)

ledger = Table(
    "ledger",
    metadata,
    Column("digest", Name, nullable=False),
    Column("item", Id, nullable=False),
    Column("edition", Id, nullable=False),
    Column("outcome", Name, nullable=False),
    Column("place", Integer),
    Column("into", Id),
    Column("score", Float, nullable=False),
    Column("reason", Id, nullable=False),
    Column("facts", Document),
    PrimaryKeyConstraint("digest", "item"),
    Index(None, "edition", "outcome"),
    Index(None, "item"),
    Index("ix_ledger_told", "digest", "item", **ONLY_TOLD),  # a few of each hundred
    sqlite_with_rowid=False,
)

reason = Table(
    "reason",
    metadata,
    Column("id", Id, primary_key=True),
    Column("text", Words, nullable=False),  # a sentence of the catalogue, with {named} places
    UniqueConstraint("text"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("edition", Id),  # none: a notice
    Column("digest", Name, nullable=False),
    Column("recipient", Words, nullable=False),
    Column("message_id", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("mime_hash", Name, nullable=False),
    Column("state", Name, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("doubts", Integer, nullable=False),  # times the answer to the final dot was not seen
    Column("next_attempt", Instant),  # none: at once
    Column("marked", Instant),
    Column("expires", Instant),
    Column("hold", Name),  # why, while held
    Column("code", Integer),
    Column("reply", Words, nullable=False),
    Column("created", Instant, nullable=False),
    Column("settled", Instant),
    Column(
        "mime", LargeBinary
    ),  # none once it was purged; only its header section where there is a mail_body
    Column("mail_body", Id),  # the rest of its bytes, shared with others
    UniqueConstraint("message_id"),
    Index(None, "state", "next_attempt", "id"),
    Index(None, "edition"),
    Index(None, "mail_body"),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", Id, primary_key=True),
    Column("message", Id, ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("fate", Name, nullable=False),
    Column("phase", Name, nullable=False),
    Column("code", Integer),
    Column("reply", Words, nullable=False),
    Index(None, "message"),
)
