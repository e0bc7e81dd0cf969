"""The table of the bodies of mails, each kept once: see `mail_bodies`."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, Table, UniqueConstraint

from servwatch.archive.columns import Id, Name
from servwatch.archive.source_tables import metadata

mail_body = Table(
    "mail_body",
    metadata,
    Column("id", Id, primary_key=True),
    Column("hash", Name, nullable=False),  # BLAKE2b of the content
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("hash"),
    sqlite_autoincrement=True,  # an id is never given twice
)
