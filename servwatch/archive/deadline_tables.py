"""The tables of the register of deadlines: the entries, their history, the notices staff were sent, the calendar of the house, and
the meetings ahead as digests know them.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, PrimaryKeyConstraint, Table

from servwatch.archive.columns import Id, Instant, Name, Words
from servwatch.archive.source_tables import metadata

deadline = Table(
    "deadline",
    metadata,
    Column("id", Id, primary_key=True),
    Column("item", Id, index=True),  # none where it was added by hand, without an item
    Column("date", Date, nullable=False, index=True),  # in Brussels
    Column("time", Name),  # of day in Brussels, as HH:MM
    Column("kind", Name, nullable=False),
    Column("state", Name, nullable=False),  # a `DeadlineState`
    Column("source", Name, nullable=False),  # field | text | hand
    Column("confidence", Float, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("changed", Instant, nullable=False),
    Column("unsaid", Instant),  # since when its item does not say it
    Column("moved_from", Date),
    Column("owner", Words, nullable=False),
    Column("document", Words, nullable=False),
    Column("url", Words, nullable=False),  # as added by hand
    Column("text", Words, nullable=False),
    Column("note", Words, nullable=False),
    Index(None, "document"),
)

deadline_change = Table(
    "deadline_change",
    metadata,
    Column("id", Id, primary_key=True),
    Column("deadline", Id, nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("who", Words, nullable=False),  # "" for the program
    Column("what", Name, nullable=False),
    Column("old", Words, nullable=False),
    Column("new", Words, nullable=False),
)

deadline_notice = Table(
    "deadline_notice",
    metadata,
    Column("deadline", Id, nullable=False),
    Column("date", Date, nullable=False),  # of the deadline when staff were told
    Column("days", Integer, nullable=False),  # 20, 10 or 3 working days before
    Column("told", Instant, nullable=False),
    PrimaryKeyConstraint("deadline", "date", "days"),
)

house_calendar = Table(
    "house_calendar",
    metadata,
    Column("address", Words, primary_key=True),
    Column("tried", Instant, nullable=False),
    Column("fetched", Instant),  # when the body came; none: never
    Column("failing", Instant),  # since when it cannot be had
    Column("etag", Words),
    Column("last_modified", Words),
    Column("rule", Words, nullable=False),  # what became of the last try, one plain sentence
    Column("body", Words),  # the last good one
)

known_meeting = Table(
    "known_meeting",
    metadata,
    Column("id", Id, primary_key=True),
    Column("digest", Name, nullable=False, index=True),
    Column("date", Date, nullable=False),
    Column("moment", Instant, nullable=False),  # when the digest is due for it
    Column("settled", Boolean, nullable=False),  # the digest came for it, or passed it over
    Column("name", Words, nullable=False),
    Column("uid", Words, nullable=False),  # of the iCalendar; "" for one of feeds.toml
)
