"""What changes between two configurations, and what of it somebody should look at. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

from servwatch.model import Digest, Settings, Source

SECRET = frozenset(("login", "options"))
"""Fields whose values are never shown; what they hold may be a password or an address with a key in it."""

_LISTS = frozenset(
    (
        "path",
        "fingerprint",
        "fetch",
        "network",
        "mail",
        "sources",
        "themes",
        "digests",
        "recipients",
        "expectations",
    )
)
"""Fields of the settings that are told table by table, or say nothing."""


class How(StrEnum):
    """What became of an entry."""

    ADDED = "added"
    REMOVED = "removed"
    ENABLED = "enabled"
    DISABLED = "disabled"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A key with another value; the values are "" where they are long or may be secret."""

    key: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of a list of tables that is not as it was."""

    table: (
        str  # "source" | "theme" | "digest" | "expect"; "servwatch" | "fetch" | "mail", where `id` is the key
    )
    id: str
    how: How
    keys: tuple[KeyChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """A person whose digests change."""

    email: str
    gains: tuple[str, ...]
    loses: tuple[str, ...]


class Concern(StrEnum):
    """What somebody should look at before it is put in force. With any of these `check --against` ends with 3."""

    SOURCE_LOST = "source-lost"
    SOURCE_OTHER = "source-other"
    THEME_LOST = "theme-lost"
    DIGEST_LOST = "digest-lost"
    DIGEST_MOVED = "digest-moved"
    RECIPIENT_LOST = "recipient-lost"
    THEME_SHRINKS = "theme-shrinks"
    DIGEST_SHRINKS = "digest-shrinks"


@dataclass(frozen=True, slots=True)
class Raised:
    """A concern, with what it is about."""

    concern: Concern
    id: str
    text: str


class _Entry(Protocol):
    @property
    def id(self) -> str: ...


def changes(before: Settings, after: Settings) -> Iterator[Change]:
    """Every entry that is added, removed, turned on or off, or has another value, table by table.

    Of the single tables, such as [mail], only which keys have another value.
    """
    yield from _of_table("source", before.sources, after.sources)
    yield from _of_table("theme", before.themes, after.themes)
    yield from _of_table("digest", before.digests, after.digests)
    yield from _of_table("expect", before.expectations, after.expectations)
    for table, was, would in (
        ("servwatch", before, after),
        ("fetch", before.fetch, after.fetch),
        ("mail", before.mail, after.mail),
    ):
        for key in _keys(was, would):
            if key.key not in _LISTS:
                yield Change(table, key.key, How.CHANGED)


def _of_table(table: str, before: Sequence[_Entry], after: Sequence[_Entry]) -> Iterator[Change]:
    had, has = {one.id: one for one in before}, {one.id: one for one in after}
    for id_ in {**had, **has}:
        if id_ not in had:
            yield Change(table, id_, How.ADDED)
        elif id_ not in has:
            yield Change(table, id_, How.REMOVED)
        elif had[id_] != has[id_]:
            keys = tuple(_keys(had[id_], has[id_]))
            how = How.CHANGED
            if any(one.key == "enabled" for one in keys):
                how = How.ENABLED if getattr(has[id_], "enabled", True) else How.DISABLED
            yield Change(table, id_, how, tuple(one for one in keys if one.key != "enabled"))


def _keys(before: Any, after: Any) -> Iterator[KeyChange]:
    for field in fields(before):
        was, would = getattr(before, field.name), getattr(after, field.name)
        if was != would:
            secret = field.name in SECRET or not _short(was) or not _short(would)
            yield KeyChange(field.name, *(("", "") if secret else (_shown(was), _shown(would))))


def _short(value: Any) -> bool:
    return isinstance(value, str | int | float | timedelta) or (
        isinstance(value, tuple) and all(isinstance(one, str) for one in value) and len(value) <= 12
    )


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return str(value).lower() if isinstance(value, bool) else str(value)


def readers(before: Settings, after: Settings) -> list[Reader]:
    """The people who gain or lose digests, in the order of the members files."""
    had, has = _mailed(before), _mailed(after)
    found = []
    for email in {**had, **has}:
        was, would = had.get(email, {}), has.get(email, {})
        gains = tuple(id_ for id_ in would if id_ not in was)
        loses = tuple(id_ for id_ in was if id_ not in would)
        if gains or loses:
            found.append(Reader(email, gains, loses))
    return found


def _mailed(settings: Settings) -> dict[str, dict[str, None]]:
    """By address the digests that are sent there."""
    mailed: dict[str, dict[str, None]] = {}
    for digest in settings.digests:
        for person in settings.audience(digest) if digest.enabled else ():
            mailed.setdefault(person.key, {})[digest.id] = None
    return mailed


def concerns(before: Settings, after: Settings) -> Iterator[Raised]:
    """What of the changes somebody should look at, but for what the archive shows."""
    yield from _sources(before, after)
    named = {theme for digest in before.digests for theme in (*digest.themes, *digest.priority)}
    kept = {theme.id for theme in after.themes}
    for theme in before.themes:
        if theme.id not in kept:
            by = " Digests in force name it." if theme.id in named else ""
            yield Raised(Concern.THEME_LOST, theme.id, f"There is no such theme any more.{by}")
    yield from _digests(before, after)
    for person in readers(before, after):
        if person.loses:
            text = f"No longer gets {', '.join(person.loses)}."
            yield Raised(Concern.RECIPIENT_LOST, person.email, text)


def _sources(before: Settings, after: Settings) -> Iterator[Raised]:
    now = {source.id: source for source in after.sources}
    bodies = {source.body for source in after.sources if source.enabled}
    for source in before.sources:
        other = now.get(source.id)
        if source.enabled and (other is None or not other.enabled):
            how = "is no longer there" if other is None else "is turned off"
            last = "" if source.body in bodies else f" Nothing of {source.body} is read any more."
            yield Raised(Concern.SOURCE_LOST, source.id, f"It was read, and {how}.{last}")
        elif other is not None and (moved := _moved(source, other)):
            text = f"The id now means another source ({moved}): what it lists and the archive does not know comes as news."
            yield Raised(Concern.SOURCE_OTHER, source.id, text)


def _moved(before: Source, after: Source) -> str:
    """The keys that decide which source an id means, where they changed; "" where they are as before."""
    keys = ("url", "kind", "identity", "body")
    return ", ".join(key for key in keys if getattr(before, key) != getattr(after, key))


def _digests(before: Settings, after: Settings) -> Iterator[Raised]:
    now = {digest.id: digest for digest in after.digests}
    for digest in before.digests:
        if not _sent(before, digest):
            continue
        other = now.get(digest.id)
        if other is None or not _sent(after, other):
            how = "is gone" if other is None else "is off" if not other.enabled else "has no recipients"
            yield Raised(Concern.DIGEST_LOST, digest.id, f"It was sent, and {how}.")
        elif other.schedule != digest.schedule:
            text = f"Its schedule was {digest.comes} and would be {other.comes}: it counts from the first run on."
            yield Raised(Concern.DIGEST_MOVED, digest.id, text)


def _sent(settings: Settings, digest: Digest) -> bool:
    return digest.enabled and bool(settings.audience(digest))


def by_table(found: Sequence[Change]) -> Mapping[str, list[Change]]:
    """The changes of each table."""
    tables: dict[str, list[Change]] = {}
    for one in found:
        tables.setdefault(one.table, []).append(one)
    return tables
