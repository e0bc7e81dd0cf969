"""What a script can make the SMTP server do at one place of the dialogue: see `smtp_server`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PLACES = (
    "connect", "greeting", "EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT",
    "DATA", "body", "dot", "RSET", "NOOP", "QUIT",
)  # fmt: skip


@dataclass(frozen=True)
class Say:
    text: str  # lines are joined by newlines
    drop: bool = False
    after: int = 0  # in the body: bytes read before

    @property
    def keeps(self):
        return self.text.startswith("2")


@dataclass(frozen=True)
class Raw:
    data: bytes
    drop: bool = False
    keeps: bool = False
    after: int = 0


@dataclass(frozen=True)
class Drop:
    reset: bool = False
    keeps: bool = True
    after: int = 0


@dataclass(frozen=True)
class Hang:
    keeps: bool = True
    after: int = 0


@dataclass(frozen=True)
class Drip:
    every: float = 0.05
    keeps: bool = True
    after: int = 0


Act = Say | Raw | Drop | Hang | Drip
Script = Mapping[str, Act | Sequence[Act | None]]
