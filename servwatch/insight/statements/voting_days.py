"""When an opinion in preparation is voted on: in its section or commission, and in plenary.

From the words before a day ("Section vote: 12/02/2026", "Plenary session 18-19 March 2026", "Adoption en plénière"), then
from the days on which its item says that something happens, then from the fields of its source: there a first day is the
section's and a last day more than a week later the plenary's, since no session takes so long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from servwatch.insight.deadlines import NOT_TO_ACT
from servwatch.insight.deadlines.dates import may_name_days, mentions
from servwatch.model import Deadline, Given

READ = 20_000
_NEAR = 80
"""Characters before a day in which its label stands."""
_LONGEST_SESSION = timedelta(days=7)
_SECTION = re.compile(
    r"\b(?:section|sectie|afdeling|fachgruppe|committee\s(?:vote|meeting|adoption)|(?:cor\s)?commission\s(?:vote|meeting|adoption)"
    r"|vote\sin\s(?:the\s)?(?:committee|commission|section)|stemming\sin\s(?:de\s)?(?:commissie|afdeling)|commissie(?:stemming|vergadering)"
    r"|vote\sen\s(?:commission|section)|adoption\sen\s(?:commission|section)|ausschuss\w*)\b",
    re.IGNORECASE,
)
_PLENARY = re.compile(
    r"\b(?:plenar\w*|plenair\w*|pl[ée]ni[èe]re|zittingsperiode|session\spl\w+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class VotingDays:
    """The days of the votes, None for one that is not known."""

    section: date | None = None
    plenary: date | None = None


def voting_days(text: str, published: date, deadlines: Iterable[Deadline], given: Given) -> VotingDays:
    """When it is voted on, as an item of that text, published on a day, tells."""
    section, plenary = _labelled(text[:READ], published)
    happening = sorted(one.date for one in deadlines if one.kind in NOT_TO_ACT and not _is_label(one.text))
    if section is None and plenary is None and happening:
        section, plenary = (happening[0], happening[-1]) if len(happening) > 1 else (None, happening[0])
    if section is None and plenary is None:
        return _stated(given)
    return VotingDays(section, plenary)


def _is_label(words: str) -> bool:
    """Whether the words of a day name another step, such as a study group."""
    return (
        re.search(r"study\sgroup|studiegroep|groupe\sd['’]étude|studiengruppe", words, re.IGNORECASE)
        is not None
    )


def _labelled(text: str, published: date) -> tuple[date | None, date | None]:
    """The last day behind each label: a vote that was put off stands last."""
    section: date | None = None
    plenary: date | None = None
    end = 0
    for mention in mentions(text, published) if may_name_days(text) else ():
        before = text[max(end, mention.start - _NEAR) : mention.start]
        end = mention.end
        places = {"section": _last(_SECTION, before), "plenary": _last(_PLENARY, before)}
        if max(places.values()) < 0:
            continue
        if places["plenary"] > places["section"]:
            plenary = mention.first
        else:
            section = mention.first
    return section, plenary


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in pattern.finditer(text)), default=-1)


def _stated(given: Given) -> VotingDays:
    begins, ends = given.begins, given.ends
    if begins is not None and ends is not None and ends - begins > _LONGEST_SESSION:
        return VotingDays(begins, ends)
    return VotingDays(None, begins or ends)
