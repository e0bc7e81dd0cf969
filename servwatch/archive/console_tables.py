"""The tables of the console: who may use it, who is signed in, what they did, which searches they keep."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, UniqueConstraint

from servwatch.archive.columns import Document, Id, Instant, Name, Words
from servwatch.archive.source_tables import metadata

account = Table(
    "account",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Words, nullable=False),  # in lower case
    Column("role", Name, nullable=False),  # reader | editor | administrator
    Column("email", Words, nullable=False),
    Column("language", Name, nullable=False),
    Column("initials", Words, nullable=False),
    Column("made", Instant, nullable=False),
    Column("last_seen", Instant),
    Column("disabled", Boolean, nullable=False),
    Column("password", Words),  # argon2id, as PHC string; none: no password is taken
    UniqueConstraint("name"),
    sqlite_autoincrement=True,  # an id is never given twice
)

session = Table(
    "session",
    metadata,
    Column("hash", Name, primary_key=True),  # BLAKE2b of the token in the cookie
    Column("account", Id, ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("made", Instant, nullable=False),
    Column("used", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("said", Document),  # what the next page shows once
    Index(None, "account"),
)

sign_in_link = Table(
    "sign_in_link",
    metadata,
    Column("hash", Name, primary_key=True),  # BLAKE2b of the token in the address
    Column("account", Id, ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("until", Instant, nullable=False),
    Index(None, "account"),
)

deed = Table(
    "deed",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("by", Words, nullable=False),  # the account's name; "" for nobody who is signed in
    Column("act", Name, nullable=False),  # the name of the page that did it: "sources.disable"
    Column("about", Words, nullable=False),  # what it was done to: "oecd-news"
    Column("detail", Words, nullable=False),
    Column("place", Words, nullable=False),  # the address it came from
    Index(None, "at"),
    sqlite_autoincrement=True,
)

saved_search = Table(
    "saved_search",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account", Id, ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("name", Words, nullable=False),
    Column("query", Words, nullable=False),  # the query string of the search page
    Column("made", Instant, nullable=False),
    UniqueConstraint("account", "name"),
)
