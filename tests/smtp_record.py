"""What the scripted SMTP server remembers: of each connection, and of each message."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Delivery:
    """A message the server took over."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes
    connection: int


@dataclass
class Connection:
    """What one connection said."""

    number: int
    commands: list[str] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)  # the verbs behind which more came unanswered
    faults: list[str] = field(default_factory=list)
    secure: bool = False
    user: str | None = None
    bearers: list[str] = field(default_factory=list)  # what was said by XOAUTH2

    @property
    def verbs(self):
        return [c.split(" ", 1)[0].upper() for c in self.commands]
