"""Days by which to act, and days on which something happens, in Dutch, English and French.

`find_deadlines` reads the fields and the words of an item. It is pure: the same item gives the same
deadlines, and no clock is asked.
"""

from servwatch.insight.deadlines.finding import NOT_TO_ACT, find_deadlines

__all__ = ["DEADLINE_RULES", "NOT_TO_ACT", "find_deadlines"]

DEADLINE_RULES = "deadlines 1"
"""What annotations carry of these rules: another name, and a `retag` looks at every item again."""
