"""What was played of a register of deadlines, and what came of it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

FIRST = date(2026, 9, 7)


@dataclass
class Played:
    """One deadline as it was played."""

    number: int
    language: str
    item: int
    copies: tuple[int, ...] = ()
    dates: list = field(default_factory=list)  # (day from which it held, the date)
    states: list = field(default_factory=list)  # (day and hour from which it held, the state)
    visible: date = FIRST  # the first day of a run that could know it

    def date_on(self, day):
        return [held for since, held in self.dates if since <= day][-1]

    def waits_on(self, moment):
        return [state for since, state in self.states if since <= moment][-1].waits


@dataclass
class Reckoning:
    """What came of it."""

    deadlines: int = 0
    entries: int = 0
    over: int = 0  # before they were released
    moved: int = 0
    decided: int = 0
    runs: int = 0
    mails: int = 0
    notices: Counter = field(default_factory=Counter)
    passed: int = 0  # while they waited
    late: int = 0  # of those, first seen when fewer than twenty working days were left
    missing: list = field(default_factory=list)
    twice: list = field(default_factory=list)
    after_decision: list = field(default_factory=list)
