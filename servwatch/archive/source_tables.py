"""The tables of what is watched: how each source stands, what it usually does, its faults, what is awaited, how far back it was read.

Long columns stand last in their tables: SQLite walks through a row up to the column it reads.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Float, Integer, MetaData, PrimaryKeyConstraint, Table

from servwatch.archive.columns import Document, Id, Instant, Name, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""What all tables of the archive belong to, those of `schema` too."""

source_state = Table(
    "source_state",
    metadata,
    Column("source", Name, primary_key=True),
    Column("reading", Name, nullable=False),  # fingerprint of the keys that decide how it is read
    Column("first_seen", Instant, nullable=False),
    Column("moved_to", Words),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("last_poll", Instant),
    Column("last_ok", Instant),
    Column("last_item", Instant),  # when an item last came
    Column("next_poll", Instant),
    Column("interval", Float),  # seconds, the adaptive interval
    Column("failures", Integer, nullable=False, default=0),  # in a row
    Column("verdict", Name),
    Column("rule", Words),
    Column("verdict_since", Instant),
    Column("baselined", Boolean, nullable=False, default=False),  # a first good poll was stored
    Column("acked_until", Date),
    Column("ack_note", Words),
)

source_habit = Table(
    "source_habit",
    metadata,
    Column("source", Name, primary_key=True),
    Column("last", Date),  # the newest day with news
    Column("quiet_on", Date),  # the day from which it counts as quiet, if nothing comes
    Column("silent_on", Date),
    Column("dates_fault", Name),  # dates-frozen | undated
    Column("dates_since", Date),
    Column("empty_since", Date),
    Column("filtered_since", Date),
    Column("misread_since", Date),
    Column("partial_since", Date),
    Column("unsigned_since", Date),
    Column("unread_on", Date),
    Column(
        "recent", Document, nullable=False
    ),  # [[day it came, day it bears or null], ...], the oldest first
    Column("days", Document, nullable=False),  # [day with news, ...], the oldest first
)

source_fault = Table(
    "source_fault",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", Name, nullable=False, index=True),  # "" for the network as a whole
    Column("kind", Name, nullable=False),  # content | system
    Column("fault", Name, nullable=False),  # by its newest name
    Column("since", Date, nullable=False),
    Column("noticed", Instant, nullable=False),
    Column("told", Instant),  # when staff were mailed
    Column("healed", Instant),
    Column("over", Instant),  # when staff were mailed, after this was told them, that it is well again
)

expectation = Table(
    "expectation",
    metadata,
    Column("expectation", Name, nullable=False),
    Column("first", Date, nullable=False),  # of the window
    Column("last", Date, nullable=False),
    Column("reading", Name, nullable=False),  # fingerprint of what matches
    Column("seen", Id, nullable=False),  # every item up to this one was looked at
    Column("item", Id),  # the one that was awaited
    Column("day", Date),  # of that item
    Column("told", Instant),  # when staff were mailed that it had not come
    PrimaryKeyConstraint("expectation", "first"),
)

back_fill = Table(
    "back_fill",
    metadata,
    Column("source", Name, primary_key=True),
    Column("reading", Name, nullable=False),  # fingerprint of the keys that decide how it is read
    Column("since", Date, nullable=False),
    Column("pages", Integer, nullable=False),  # read so far
    Column("items", Integer, nullable=False),  # stored so far
    Column("finished", Instant),  # none while there is more to read
    Column("cursor", Document, nullable=False),  # where to go on
)
