"""What staff follow: a dossier of which every new item is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class FollowedDossier:
    """A dossier, by any of its references. `name` is by language; "" holds for every language."""

    ref: str  # as staff wrote it
    name: Mapping[str, str] = field(default_factory=dict)
    digests: tuple[str, ...] = ("*",)  # the digests that tell it
    until: date | None = None  # the last day on which it is followed
    note: str = ""

    def open(self, day: date) -> bool:
        """Whether it is followed on a day."""
        return self.until is None or day <= self.until

    def told_in(self, digest: str) -> bool:
        """Whether a digest tells it."""
        return "*" in self.digests or digest in self.digests

    def called(self, language: str) -> str:
        """What people call it, in their language where it has a name in that; "" where it has none."""
        others = (self.name.get(code) for code in (language, "", "en", "nl", "fr"))
        return next((name for name in others if name), "")
