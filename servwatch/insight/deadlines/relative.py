"""Days counted from the publication of the text itself: "within 28 days of publication of this notice".

Only these are certain. "Within 14 days" of a receipt, a notification or nothing at all gives no date, since
nobody knows the day it counts from; months are not counted, since laws differ on where they end.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from servwatch.insight.deadlines.dates import Mention

_NUMBERS = {
    "tien": 10, "veertien": 14, "vijftien": 15, "twintig": 20, "dertig": 30, "veertig": 40, "zestig": 60,
    "ten": 10, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "sixty": 60,
    "dix": 10, "quatorze": 14, "quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "soixante": 60,
    "twee": 2, "drie": 3, "vier": 4, "zes": 6, "acht": 8, "two": 2, "three": 3, "four": 4, "six": 6, "eight": 8,
    "deux": 2, "trois": 3, "quatre": 4, "huit": 8,
}  # fmt: skip
_WITHIN = re.compile(
    rf"""\b(?:within|binnen|dans)\s
    (?:(?:de|een\stermijn\svan|a\speriod\sof|the|les|un\sdélai\sde)\s)?
    (?P<number>\d{{1,3}}|{"|".join(sorted(_NUMBERS, key=len, reverse=True))})\s
    (?:kalender|calendar\s)?(?P<unit>dagen|weken|days|weeks|jours|semaines)\s(?:calendrier\s)?
    (?:of|after|from|following|na|vanaf|volgend\sop|suivant|après|à\scompter\sde|à\sdater\sde)\s
    (?:the\sdate\sof\s|de\sdatum\svan\s|la\sdate\sde\s)?(?:the\s|de\s|la\s)?
    (?:publication|publicatie|bekendmaking)\s(?:of|van|du|de\sla|de\sl['’]|de)\s?
    (?:this|the\spresent|dit|deze|présente?|cet?t?e?)\b""",
    re.VERBOSE | re.IGNORECASE,
)


def counted_days(text: str, published: date) -> list[Mention]:
    """The days that `text` counts from its own publication."""
    if "ublica" not in text and "bekendmaking" not in text:
        return []
    return [_mention(match, published) for match in _WITHIN.finditer(text)]


def _mention(match: re.Match[str], published: date) -> Mention:
    words = match["number"].lower()
    number = int(words) if words.isdigit() else _NUMBERS[words]
    days = number * (7 if match["unit"].lower() in ("weken", "weeks", "semaines") else 1)
    day = published + timedelta(days=days)
    return Mention(match.start(), match.end(), day, day)
