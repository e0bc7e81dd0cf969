"""How far the items of the archive have been given their stories."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, update

from servwatch.archive.story_tables import story_mark
from servwatch.archive.upsert import upsert

SEEN = select(func.coalesce(func.max(story_mark.c.seen), 0)).scalar_subquery()
"""Every item up to this one was given its story, or needs none."""


def note_seen(connection: Connection, newest: int) -> None:
    """Note that every item up to this one has been looked at."""
    connection.execute(upsert(connection, story_mark), {"id": 1, "seen": newest})


def place_again(connection: Connection, first: int) -> None:
    """Have the items from one on looked at once more: they left quarantine."""
    connection.execute(update(story_mark).where(story_mark.c.seen >= first).values(seen=first - 1))
