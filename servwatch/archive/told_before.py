"""What was told before the archive was restored: items that come again get the row in the ledger that they had.

So a restored archive knows an item that it lost as soon as its source gives it again, by the same source and key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, tuple_

from servwatch.archive.ledger import DROPPED_BEFORE, TOLD_BEFORE, reason_ids
from servwatch.archive.portions import portions
from servwatch.archive.schema import edition, ledger, told_before
from servwatch.archive.upsert import insert_missing
from servwatch.model import Outcome

_AT_ONCE = 300
"""Keys of one statement; SQLite takes 32,766 values."""


def remember(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Note what was told, by source, key and digest; what is noted already stays."""
    if rows:
        statement = insert_missing(connection, told_before, "source", "key", "digest")
        connection.execute(statement, [dict(row) for row in rows])


def recall(connection: Connection, keys: Sequence[tuple[str, str, int | None]]) -> int:
    """Give the items of these (source, key, item) their rows, where they were told. How many rows."""
    items = {(source, key): item for source, key, item in keys if item is not None}
    if not items or connection.execute(select(told_before.c.key).limit(1)).first() is None:
        return 0
    names, count = list(items), 0
    for part in portions(names, _AT_ONCE):
        name = tuple_(told_before.c.source, told_before.c.key).in_(part)
        found = connection.execute(
            select(told_before, edition.c.number)
            .join(edition, edition.c.id == told_before.c.edition)
            .where(name)
        ).all()
        count += sum(_decide(connection, row, items[row.source, row.key]) for row in found)
        if found:
            connection.execute(delete(told_before).where(name))
    return count


def _decide(connection: Connection, row: Any, item: int) -> int:
    reason = DROPPED_BEFORE if row.outcome == Outcome.REJECTED.value else TOLD_BEFORE
    values = {
        "digest": row.digest,
        "item": item,
        "edition": row.edition,
        "outcome": row.outcome,
        "place": row.place,
        "into": None,
        "score": row.score,
        "reason": reason_ids(connection, [reason])[reason],
        "facts": {"number": row.number},
    }
    return connection.execute(insert_missing(connection, ledger, "digest", "item"), values).rowcount
