"""The tables of recipients: who is not mailed, what readers prefer, what came back, by which token they leave.

Addresses are case-folded. Where a digest is "", what is said holds for all digests.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, Table, UniqueConstraint

from servwatch.archive.columns import Document, Instant, Name, Words
from servwatch.archive.source_tables import metadata

suppression = Table(
    "suppression",
    metadata,
    Column("address", Words, nullable=False),
    Column("digest", Name, nullable=False),
    Column("reason", Name, nullable=False),  # unsubscribed | bounced | by-hand
    Column("since", Instant, nullable=False),
    Column("detail", Words, nullable=False),
    PrimaryKeyConstraint("address", "digest"),
)

erased = Table(
    "erased",
    metadata,
    Column("hash", Name, primary_key=True),  # of the address, keyed: see `recipients.hash_of`
    Column("since", Instant, nullable=False),
)

preference = Table(
    "preference",
    metadata,
    Column("address", Words, nullable=False),
    Column("digest", Name, nullable=False),
    Column("frequency", Name),  # none of the three: as it is otherwise
    Column("layout", Name),
    Column("since", Instant, nullable=False),
    Column("themes", Document),
    PrimaryKeyConstraint("address", "digest"),
)

bounce = Table(
    "bounce",
    metadata,
    Column("address", Words, nullable=False),
    Column("code", Name, nullable=False),  # enhanced (RFC 3463), "" where none was given
    Column("first", Instant, nullable=False),
    Column("last", Instant, nullable=False),
    Column("times", Integer, nullable=False),
    Column("text", Words, nullable=False),  # of the last one
    PrimaryKeyConstraint("address", "code"),
)

unsubscribe_token = Table(
    "unsubscribe_token",
    metadata,
    Column("hash", Name, primary_key=True),  # of the token: how long a search for it takes tells nothing
    Column("address", Words, nullable=False),
    Column("digest", Name, nullable=False),
    UniqueConstraint("address", "digest"),
)

reader_turn = Table(
    "reader_turn",
    metadata,
    Column("address", Words, nullable=False),
    Column("digest", Name, nullable=False),
    Column("last", Instant),  # the scheduled time of the last edition that was mailed; none: not yet
    Column("owed", Document, nullable=False),  # ids of the editions that the next mail tells too
    PrimaryKeyConstraint("address", "digest"),
)
