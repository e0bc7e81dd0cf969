"""Column types that mean the same on SQLite and PostgreSQL, whatever comes in from outside."""

from __future__ import annotations

from datetime import UTC, datetime
from json import JSONEncoder
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Text, TypeDecorator, text
from sqlalchemy.dialects.postgresql import JSONB

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)
_NUL = "\x00"
ONLY_QUARANTINED: Any = {
    "sqlite_where": text("quarantined IS 1"),
    "postgresql_where": text("quarantined IS true"),
}
"""The condition of a partial index, in the words by which each database knows it again in a query."""
NOT_QUARANTINED: Any = {
    "sqlite_where": text("quarantined IS 0"),
    "postgresql_where": text("quarantined IS false"),
}
"""The same of the others, which are what is counted."""
ONLY_TOLD: Any = {
    "sqlite_where": text("outcome = 'chosen'"),
    "postgresql_where": text("outcome = 'chosen'"),
}
"""The same of the index of what digests told."""
NO_NEWS = text("kind <> 'news'")
"""The same of the index by kind: most items are news, and nobody looks for those by their kind."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. SQLite has no zones: there it is the text of the UTC time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse naive times, since they would be read in another zone than they were written."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        try:
            return value.astimezone(UTC)
        except OverflowError:  # the first or last hours there are, in a zone that lies outside of them
            return _EARLIEST if value.year == _EARLIEST.year else _LATEST

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give every time its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)  # type: ignore[no-any-return]


class Words(TypeDecorator[str]):
    """Text of any length. PostgreSQL refuses the character NUL, and both refuse half a surrogate pair."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Leave out what cannot be stored, so that one strange character does not stop a whole poll."""
        return None if value is None else storable(value)


Name = Text()
"""Text of our own making: an id, a state, a fingerprint."""

Id = BigInteger().with_variant(Integer(), "sqlite")
"""A primary key; SQLite counts by itself only in a column of type INTEGER."""

Document = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""A small structure that is written and read as a whole; its writer is `to_json`."""

_encode = JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False).encode


def storable(text: str) -> str:
    """The text without NUL, and with a question mark for half a surrogate pair."""
    if _NUL in text:
        text = text.replace(_NUL, "")
    if text.isascii():
        return text
    return text.encode(errors="replace").decode()


def to_json(value: Any) -> str:
    """Write a document. Raises ValueError for a number that is none."""
    if value == []:
        return "[]"
    text = _encode(value)
    if "\\u0000" in text:
        text = _encode(_without_nul(value))
    return storable(text)


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace(_NUL, "")
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nul(inner) for inner in value]
    return value
