"""How long an answer may be reused and how long a server wants to be left alone, in seconds.

Pure: headers (lower-case names) and the time in, seconds out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

LONGEST = 366 * 86_400.0
"""No wish of a server counts for more than a year; RFC 9111, 1.2.2 lets us round 2^31 down."""

_DIRECTIVE = re.compile(r"""([a-z][a-z0-9-]*)(?:\s*=\s*(?:"([^"]*)"|([^\s,;"]*)))?""", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")
_LONGEST_DATE = 64  # characters; the longest form of RFC 9110, 5.6.7 has 33


def http_date(text: str) -> float | None:
    """The instant of an HTTP date as seconds since 1970, or None where it is none.

    All three forms of RFC 9110, 5.6.7 are read. A date without a zone is taken for UTC.
    """
    if not text or len(text) > _LONGEST_DATE:
        return None
    try:
        parsed = parsedate_to_datetime(text)
        return (parsed if parsed.tzinfo is not None else parsed.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def fresh_for(headers: Mapping[str, str], now: float) -> float:
    """Seconds for which the answer need not be asked for again (RFC 9111, 4.2).

    `max-age`, else `Expires` less `Date` (less `now`, seconds since 1970, where there is no date),
    both less `Age`. What is said unclearly counts as stale; nothing is guessed (no heuristic
    freshness), and `s-maxage` is for shared caches only.
    """
    directives = cache_directives(headers.get("cache-control", ""))
    if "no-store" in directives or directives.get("no-cache") == "":
        return 0.0
    if "max-age" in directives:
        lifetime = _seconds(directives["max-age"]) or 0.0
    elif (expires := http_date(headers.get("expires", ""))) is not None:
        date = http_date(headers.get("date", ""))
        lifetime = expires - (now if date is None else date)
    else:
        return 0.0
    age = _seconds(headers.get("age", "")) or 0.0
    return min(max(0.0, lifetime - age), LONGEST)


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds the server asks us to stay away (RFC 9110, 10.2.3), None where it does not ask.

    A date is taken against the answer's own `Date`, so that a wrong clock here or there does no
    harm; without one, against `now` (seconds since 1970). A date in the past gives 0.
    """
    text = headers.get("retry-after", "").strip()
    if (seconds := _seconds(text)) is not None:
        return seconds
    if (until := http_date(text)) is None:
        return None
    date = http_date(headers.get("date", ""))
    return min(max(0.0, until - (now if date is None else date)), LONGEST)


def cache_directives(text: str) -> dict[str, str]:
    """The directives of a Cache-Control header, lower-case; of a repeated one the first counts.

    A directive without argument has the value "" (so that the qualified ``no-cache="set-cookie"``
    can be told from the plain one).
    """
    found: dict[str, str] = {}
    for match in _DIRECTIVE.finditer(text):
        name, quoted, plain = match.groups()
        found.setdefault(name.lower(), quoted if quoted is not None else plain or "")
    return found


def _seconds(text: str) -> float | None:
    """Delta-seconds (RFC 9111, 1.2.2), at most `LONGEST`."""
    text = text.strip()
    if _DIGITS.fullmatch(text) is None:
        return None
    return LONGEST if len(text) > len(str(int(LONGEST))) + 1 else min(float(text), LONGEST)
