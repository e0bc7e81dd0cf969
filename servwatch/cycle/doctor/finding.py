"""A finding of the doctor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from servwatch.mail.hand_over import printable

LONGEST = 2000
"""Characters of a sentence: an SPF record may be long."""


class State(StrEnum):
    """How it is with what was looked at."""

    GOOD = "good"
    DOUBT = "doubt"  # it works, or cannot be told, and somebody should look
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, in one plain sentence, and what to do where it is not good.

    Both texts are made printable, on one line, when the finding is made.
    """

    what: str  # a word or two: "database", "mail relay"
    state: State
    text: str
    remedy: str = ""

    def __post_init__(self) -> None:
        for name in ("text", "remedy"):  # what servers and name servers said goes to a terminal
            object.__setattr__(self, name, printable(getattr(self, name), LONGEST))

    @property
    def well(self) -> bool:
        """Whether nobody needs to look."""
        return self.state is State.GOOD


def good(what: str, text: str) -> Finding:
    """A finding that asks for nothing."""
    return Finding(what, State.GOOD, text)


def doubt(what: str, text: str, remedy: str) -> Finding:
    """A finding that somebody should look at."""
    return Finding(what, State.DOUBT, text, remedy)


def wrong(what: str, text: str, remedy: str) -> Finding:
    """A finding that must be mended."""
    return Finding(what, State.WRONG, text, remedy)


def all_well(findings: Iterable[Finding]) -> bool:
    """Whether nothing asks for attention."""
    return all(finding.well for finding in findings)
