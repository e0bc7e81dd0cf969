"""Part the stories of an edition into those that are told in full and those that are cut, and note why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from servwatch.digest.groups import Group, Tier
from servwatch.digest.reasons import OVER_BODY, OVER_LIMIT, OVER_THEME
from servwatch.model import Decision, Digest, Outcome


@dataclass(slots=True)
class _Room:
    """What is taken so far. What an editor placed has its room before all others; what comes late needs none."""

    digest: Digest
    reserved: int = 0  # for what an editor placed
    told: int = 0
    taken: int = 0
    late: int = 0
    per_theme: Counter[str] = field(default_factory=Counter)
    per_body: Counter[str] = field(default_factory=Counter)

    def over(self, group: Group) -> tuple[str, int] | None:
        """Which limit a story is over: the sentence and the limit; None where there is room."""
        digest = self.digest
        if group.placed:
            return None
        if group.late:
            return (OVER_LIMIT, digest.limit) if digest.limit and self.late >= most_late(digest) else None
        if digest.limit and self.taken >= digest.limit - self.reserved:
            return OVER_LIMIT, digest.limit
        if group.tier is not Tier.RANKED:
            return None
        if digest.per_theme and group.theme and self.per_theme[group.theme] >= digest.per_theme:
            return OVER_THEME, digest.per_theme
        if digest.per_body and self.per_body[group.body] >= digest.per_body:
            return OVER_BODY, digest.per_body
        return None

    def take(self, group: Group) -> int:
        """Give a story its place."""
        self.told += 1
        if group.late and not group.placed:
            self.late += 1
        elif not group.placed:
            self.taken += 1
            if group.tier is Tier.RANKED:
                self.per_theme[group.theme] += 1
                self.per_body[group.body] += 1
        return self.told


def most_late(digest: Digest) -> int:
    """How many stories may join a draft beside its entries, half of its limit: more than that is no longer
    what the editors saw.
    """
    return max(1, digest.limit // 2)


def within_limits(
    groups: Sequence[Group], digest: Digest, decisions: dict[int, Decision]
) -> tuple[list[Group], list[Group]]:
    """The stories told in full and those cut, in their order; each gets its decision.

    The limits a theme and a body hold for what is ordered by rank alone.
    """
    entries: list[Group] = []
    cut: list[Group] = []
    room = _Room(digest, reserved=sum(group.placed for group in groups))
    for place, group in enumerate(groups, 1):
        lead, parts = group.lead.id, dict(group.parts)
        over = room.over(group)
        if over is None:
            entries.append(group)
            reason, facts = group.reason
            decision = Decision(
                lead,
                Outcome.CHOSEN,
                reason,
                {**facts, "parts": parts},
                place=room.take(group),
                score=group.score,
            )
        else:
            cut.append(group)
            why = {"limit": over[1], "rank": place, "parts": parts}
            decision = Decision(lead, Outcome.CUT, over[0], why, place=place, score=group.score)
        decisions[lead] = decision
    return entries, cut
