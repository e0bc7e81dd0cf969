"""Whether a changed title says something else: a number or a day in it is another one.

Words change for many reasons, and what they mean is not judged. A number that goes, or that comes where there was none,
is no other number. The same number written otherwise ("2,1" and "2.1", "1 000" and "1.000") is the same.
"""

from __future__ import annotations

import re
from collections import Counter

from servwatch.insight.deadlines.month_names import MONTH, MONTHS

_DAY = re.compile(
    rf"(?<!\w)(\d{{1,2}})(?:er|e|st|nd|rd|th|de|ste)?\.?\s(?:of\s|de\s)?({MONTH})(?!\w)", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,3}(?:[.,'\s\u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"[.,'\s\u00a0\u202f](?=\d{3}(?!\d))")


def changes_facts(old: str, new: str) -> bool:
    """Whether a number or a day of the old title stands in the new one as another."""
    before, after = _facts(old), _facts(new)
    gone, come = before - after, after - before
    return bool(gone) and bool(come)


def _facts(title: str) -> Counter[str]:
    """The numbers and days of a title, each in one form."""
    days = [f"{int(day)}/{MONTHS[month.lower()]}" for day, month in _DAY.findall(title)]
    rest = _DAY.sub(" ", title)
    return Counter([*days, *map(_plain, _NUMBER.findall(rest))])


def _plain(number: str) -> str:
    whole = (
        _THOUSANDS.sub("", number) if re.search(r"\d{4}|\.\d{3}|,\d{3}|\s\d{3}|'\d{3}", number) else number
    )
    return whole.replace(",", ".").lstrip("0") or "0"
