"""Until when a release is kept back, where it says so: "embargo until 2 July", "has an embargo on", "sous embargo jusqu'au"."""

from __future__ import annotations

import re
from datetime import date

from servwatch.insight.deadlines.dates import may_name_days, mentions
from servwatch.insight.deadlines.month_names import WEEKDAY

READ = 5_000
_BETWEEN = 60
"""Characters between the word and its day; a weekday and a time of day may stand there."""
_KEPT_BACK = re.compile(
    r"embargo(?:ed)?\s(?:\w+\s){0,2}?(?:until|till|to|on|lifts?\son|ends?\son|tot|op|t/m|jusqu['’]?(?:au|à)?|le|bis)\b"
    r"|embargo(?:ed)?\s?:|embargo\s(?:date|time)\b"
    r"|not\s(?:for\s(?:publication|release)|to\sbe\s(?:published|released))\s(?:before|until|prior\sto)"
    r"|niet\s(?:te\spubliceren|publiceren|vrij\s?(?:te\s)?geven|voor\spublicatie)\s(?:vóór|voor)"
    r"|ne\spas\s(?:publier|diffuser)\savant|sperr(?:frist|vermerk)\s?:?(?:\sbis)?",
    re.IGNORECASE,
)
_ONLY_TIME = re.compile(
    rf"(?:[\s\d,:.()]|\b(?:the|on|at|le|la|à|het|de|den|der|op|om|um|uur|u|h|heures|noon|midnight|[ap]m|CES?T|GMT|UTC|and\sincluding|en\smet|{WEEKDAY})\b)*",
    re.IGNORECASE,
)
"""What may stand between the word and its day: "on Russia since" may not."""


_SIGNS = (
    "embargo", "sperrfrist", "sperrvermerk", "not for publication", "not for release", "not to be publi", "not to be release",
    "niet te publiceren", "niet publiceren", "niet voor publicatie", "niet vrij", "ne pas publier", "ne pas diffuser",
)  # fmt: skip
"""Of these words one stands in every text that keeps something back: quick to look for."""


def may_be_kept_back(title: str, summary: str) -> bool:
    """Whether an item may be under embargo at all: quick, and true for every one that is."""
    text = f"{title[:READ]}\n{summary[:READ]}".lower()
    return any(sign in text for sign in _SIGNS)


def embargo(title: str, summary: str, published: date) -> date | None:
    """The day on which it may be published, None where it is not kept back.

    An embargo of a country (an arms embargo) is none: it names no day right behind the word.
    """
    if not may_be_kept_back(title, summary):
        return None
    for text in (title[:READ], summary[:READ]):
        for word in _KEPT_BACK.finditer(text):
            behind = text[word.end() : word.end() + _BETWEEN]
            named = mentions(behind, published) if may_name_days(behind) else []
            if named and _ONLY_TIME.fullmatch(behind[: named[0].start]):
                return named[0].first
    return None
