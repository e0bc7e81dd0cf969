"""How far the folder to which mail comes back was read, as it is remembered between runs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from servwatch.model import BounceFolder, Fetched

_HEARD = 300
"""Readers' mails that are remembered as heard, so that a folder that is numbered anew says nothing twice."""


@dataclass(frozen=True, slots=True)
class FolderMemory:
    """What is remembered of the folder."""

    place: str  # who reads which folder: of another one nothing here holds
    etag: str | None = (
        None  # how far it was read, and the day of which on messages were taken: see `fetch.mailboxes`
    )
    last_modified: str | None = None
    tried: datetime | None = None
    failing: datetime | None = None  # since when it cannot be read
    rule: str = ""  # what the last look into it gave
    heard: tuple[str, ...] = ()  # the hashes of readers' mails that were heard

    @classmethod
    def of(cls, kept: Any, folder: BounceFolder) -> FolderMemory:
        """As the archive has it; a fresh one for a folder that is not the one it is of."""
        place = f"{folder.login.user} {folder.url}"
        if not isinstance(kept, Mapping) or kept.get("place") != place:
            return cls(place)
        times = {
            key: datetime.fromisoformat(kept[key]) if kept[key] else None for key in ("tried", "failing")
        }
        return cls(
            place,
            kept["etag"],
            kept["last_modified"],
            **times,
            rule=kept["rule"],
            heard=tuple(kept["heard"]),
        )

    def as_json(self) -> dict[str, Any]:
        """As the archive keeps it."""
        times = {"tried": self.tried, "failing": self.failing}
        told = {key: time.isoformat() if time is not None else None for key, time in times.items()}
        return {**asdict(self), **told, "heard": list(self.heard)}

    def is_due(self, folder: BounceFolder, now: datetime) -> bool:
        """Whether it is to be looked into again."""
        return self.tried is None or now - self.tried >= folder.every or now < self.tried

    def failed(self, rule: str, now: datetime) -> FolderMemory:
        """After a look that failed."""
        return replace(self, tried=now, failing=self.failing or now, rule=rule)

    def read(self, fetched: Fetched, now: datetime, *, etag: str, heard: Collection[str]) -> FolderMemory:
        """After a look that was good."""
        return FolderMemory(
            self.place,
            etag,
            fetched.last_modified,
            tried=now,
            rule=fetched.rule,
            heard=(*self.heard, *heard)[-_HEARD:],
        )
