"""The tables of stories: which items tell one, why each belongs to it, and what somebody decided by hand.

Long columns stand last in their tables: SQLite walks through a row up to the column it reads.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, LargeBinary, Table

from servwatch.archive.columns import Document, Id, Instant, Name, Words
from servwatch.archive.source_tables import metadata

story = Table(
    "story",
    metadata,
    Column("id", Id, primary_key=True),
    Column("began", Instant, nullable=False),  # the time of its first item
    Column("latest", Instant, nullable=False, index=True),
    sqlite_autoincrement=True,  # an id is never given twice
)

story_item = Table(
    "story_item",
    metadata,
    Column("item", Id, ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("story", Id, ForeignKey("story.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Instant, nullable=False, index=True),  # when it was told; decides what it may join
    Column("joined", Instant, nullable=False),  # when it was given its story
    Column("how", Name, nullable=False),  # first | edition | address | title | copy | news | hand
    Column("score", Float, nullable=False),
    Column("document", Words, nullable=False),  # the document it is an edition of, "" for none
    Column("facts", Document),  # beside, shared, likeness, related, nearness, who
    Column("signals", Document, nullable=False),
    Column("runs", LargeBinary),  # hashes of runs of words, 4 bytes each, little-endian
    Column("meaning", LargeBinary),  # what a sentence encoder makes of it
)

story_decision = Table(
    "story_decision",
    metadata,
    Column("id", Id, primary_key=True),
    Column("item", Id, ForeignKey("item.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", Name, nullable=False),  # split | join
    Column("story", Id, nullable=False),  # the one it was put into
    Column("before", Id, nullable=False),  # the one it was in
    Column("at", Instant, nullable=False),
    Column("who", Words, nullable=False),
    Column("note", Words, nullable=False),
)

story_mark = Table(
    "story_mark",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),  # 1: there is one row
    Column("seen", Id, nullable=False),  # every item up to this one was given its story, or needs none
)
