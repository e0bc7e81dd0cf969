"""Who may use the console, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Role(IntEnum):
    """What an account may do; each may do what those before it may."""

    READER = 1
    """Reads, searches and says whether a theme fits."""
    EDITOR = 2
    """Tunes sources, themes and digests, and reviews drafts."""
    ADMINISTRATOR = 3
    """Sees the outbox and the log, changes the configuration, and lets others in."""

    @property
    def word(self) -> str:
        """The name by which it is stored and typed: "reader"."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Role | None:
        """The role of that name, or None."""
        return next((role for role in cls if role.word == word), None)


@dataclass(frozen=True, slots=True)
class Account:
    """One person who may sign in. `name` is what they type, in lower case; decisions are signed with it."""

    id: int
    name: str
    role: Role
    email: str = ""  # where a sign-in link is sent; "" for none
    language: str = ""  # "nl" | "en" | "fr"; "": what the browser asks for
    initials: str = ""  # under notes of an editor
    made: datetime | None = None
    last_seen: datetime | None = None
    disabled: bool = False
    has_password: bool = False
