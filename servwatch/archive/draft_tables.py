"""The tables of drafts, of what editors did with them, and of digests that pause."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Table

from servwatch.archive.columns import Document, Id, Instant, Name, Words
from servwatch.archive.source_tables import metadata

draft = Table(
    "draft",
    metadata,
    Column("id", Id, primary_key=True),
    Column("digest", Name, nullable=False),
    Column("scheduled", Instant, nullable=False),
    Column("built", Instant, nullable=False),
    Column("newest", Id, nullable=False),  # items after this one belong to the next edition
    Column("fingerprint", Name, nullable=False),  # of the settings under which it was looked at last
    Column("state", Name, nullable=False),  # open | held | released | sent | dropped
    Column(
        "looked", Id, nullable=False
    ),  # items after this one were not looked at, not even for what cannot wait
    Column("released", Id),  # what came after this one was not there to be released; none: not released
    Column("builds_on", Id),  # the draft whose place it took
    Column("edition", Id),  # what became of it
    Column("shown", Document, nullable=False),  # the entries as they were seen last, by their leading items
    Index(None, "digest", "state"),
)

draft_act = Table(
    "draft_act",
    metadata,
    Column("id", Id, primary_key=True),
    Column("draft", Id, ForeignKey("draft.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Name, nullable=False),  # a word of `model.ActKind`
    Column("at", Instant, nullable=False),
    Column("by", Words, nullable=False),
    Column("item", Id),
    Column("old", Words, nullable=False),
    Column("new", Words, nullable=False),  # "": it takes back what was done before
    Column("initials", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("arranged", Document),  # the order of the entries from then on, where it was changed
    Index(None, "draft"),
)

pause = Table(
    "pause",
    metadata,
    Column("id", Id, primary_key=True),
    Column("digest", Name, nullable=False),
    Column("until", Date),  # the first day on which it comes again; none: at once
    Column("at", Instant, nullable=False),
    Column("by", Words, nullable=False),
    Index(None, "digest"),
)
