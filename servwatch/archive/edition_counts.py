"""What was counted when an edition was frozen, and what was taken away since: by these numbers it is audited."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select, update

from servwatch.archive.schema import edition

REOPENED, DROPPED = "reopened", "dropped"
"""Rejected items that are considered again; messages that were taken out of the outbox."""


def add_to_counts(connection: Connection, what: str, by_edition: Mapping[int, int]) -> None:
    """Add to a count of some editions, by their ids."""
    for number, more in by_edition.items():
        counts = connection.execute(select(edition.c.counts).where(edition.c.id == number)).scalar()
        if counts is not None:
            changed = {**counts, what: counts.get(what, 0) + more}
            connection.execute(update(edition).where(edition.c.id == number).values(counts=changed))
