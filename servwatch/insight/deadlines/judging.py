"""What a day in its clause is: a day to act by, a meeting, a vote, or nothing of ours.

A deadline needs two things: words that end something on the day (a label, "at the latest", "until",
"closes"), and words for what one can do until then, a kind of act. Words that give the day to others (Member
States, a minister), make it the end of a validity or a mandate, or a beginning, undo it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from servwatch.insight.deadlines import cues
from servwatch.insight.deadlines.clauses import Clause
from servwatch.insight.deadlines.dates import Mention

FARTHEST = timedelta(days=3 * 366)
"""A day farther ahead than three years is a target or a term, whatever is said of it."""
_LABEL_REACH = 90
_CLOSES_REACH = 70
_HAPPENS_REACH = 100
_BEHIND = 60
_BREAK = re.compile(r"\s[-–—|]\s")
_DASH = re.compile(r"\s{0,2}[-–—:|]\s")
_NAMED_BEHIND = re.compile(
    r"\W{0,3}(?:is|=|est)\s(?:de|the|la|le)?\s?(?:uiterste\s\w{0,14}datum|deadline|closing\sdate|date\slimite)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a mention is, by which rule, and how sure that is (0 to 1)."""

    kind: str  # of `cues.ACTS`, "deadline" where none is spoken of, "event" or "vote"
    rule: str
    confidence: float


def judge(mention: Mention, clause: Clause, published: date, context: str) -> Judgement | None:
    """What the mention is; None for nothing.

    `context` is the kind of act that the title or the item's own kind speaks of, "" for none.
    """
    if not published <= mention.last <= published + FARTHEST or cues.GIVEN_UP.search(clause.sentence):
        return None
    if mention.yearless and cues.GONE.search(clause.sentence):
        return None
    found = _deadline(mention, clause, context) or _event(mention, clause, published)
    if found is None:
        return None
    return Judgement(found.kind, found.rule, round(found.confidence - _doubt(mention), 2))


def _doubt(mention: Mention) -> float:
    return 0.2 * mention.slip + 0.1 * mention.yearless + 0.1 * mention.either


def _deadline(mention: Mention, clause: Clause, context: str) -> Judgement | None:
    is_range = mention.first != mention.last
    if cues.NOT_OURS.search(clause.sentence):
        return None
    if not is_range and cues.OPENS.search(clause.left[-60:]):
        return None
    rule, confidence = _closing_words(clause, is_range=is_range)
    if not rule:
        return None
    if rule in ("at-the-latest", "until") and not cues.DOING.search(clause.sentence):
        return None
    act = _act(clause)
    if act:
        return Judgement(act, rule, confidence)
    if rule == "label" or (context and rule in ("at-the-latest", "closes")):
        return Judgement(context or "deadline", rule, confidence - 0.15)
    return None


def _closing_words(clause: Clause, *, is_range: bool) -> tuple[str, float]:
    """The rule by which something ends on the day, and how sure it is; "" for none."""
    left = clause.left
    if is_range:
        behind = _BREAK.split(clause.right[:_CLOSES_REACH], maxsplit=1)[0]
        if _within(cues.PERIOD, left, _LABEL_REACH) or cues.PERIOD.search(behind):
            return "period", 0.9
        return ("moved", 0.9) if cues.MOVED.search(left) else ("", 0.0)
    if _within(cues.LABEL, left, _LABEL_REACH) or _NAMED_BEHIND.match(clause.right):
        return "label", 0.95
    if cues.AT_THE_LATEST.search(left[-80:]) or cues.LATEST_BEHIND.match(clause.right):
        return "at-the-latest", 0.95
    if cues.EXTENDED_TO.search(left[-80:]):
        return "moved", 0.9
    behind = clause.right[:_BEHIND] if _DASH.match(clause.right) else ""
    if cues.CLOSES.search(behind) or cues.LABEL.search(behind):
        return "closes", 0.9
    if _within(cues.CLOSES, left, _CLOSES_REACH):
        return "closes", 0.95
    return ("until", 0.85) if cues.UNTIL.search(left[-60:]) else ("", 0.0)


def _within(pattern: re.Pattern[str], left: str, reach: int) -> bool:
    return pattern.search(left, max(0, len(left) - reach)) is not None


def _act(clause: Clause) -> str:
    """The kind of what one can do: spoken of in the clause of the day, else in its sentence."""
    return act_in(f"{clause.left} … {clause.right}") or act_in(clause.sentence)


def act_in(words: str) -> str:
    """The first kind of act that `words` speak of, "" for none."""
    if not cues.PROCESS.search(words):
        return ""
    return next((kind for kind, pattern in cues.ACTS.items() if pattern.search(words)), "")


def _event(mention: Mention, clause: Clause, published: date) -> Judgement | None:
    if mention.first < published or cues.UNTIL.search(clause.left[-60:]):
        return None
    near = f"{clause.left[-_HAPPENS_REACH:]} … {clause.right[:_HAPPENS_REACH]}"
    if cues.VOTED.search(near):
        return Judgement("vote", "vote", 0.9)
    return Judgement("event", "event", 0.9) if cues.HAPPENS.search(near) else None
