"""How the walls before publishers' sites are known: by their headers and by their challenge pages.

A mark counts only in what a wall itself sends. Pages behind Cloudflare and Imperva carry scripts of
those firms too (`/cdn-cgi/challenge-platform/scripts/jsd/`, `_Incapsula_Resource`), so on a page
that was wanted the marks count only where the page is small.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

CHALLENGE_LARGEST = 40_000
"""A wanted page above this size is no challenge: Cedefop's stub has some 10 KB, its pages above 40."""

_NOTHING_ELSE = 4_096
"""Imperva's script alone makes a wall only where the page holds nothing else (some 900 bytes)."""

_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (who, re.compile(pattern, re.IGNORECASE))
    for who, pattern in (
        ("Cloudflare", r"<title>Just a moment\.\.\.|<title>Attention Required! \| Cloudflare"),
        ("Cloudflare", r"/cdn-cgi/challenge-platform/(?!scripts/jsd)|_cf_chl_opt"),
        ("Imperva", r"Incapsula incident ID|<title>Pardon Our Interruption"),
        ("AWS", r"awsWafCookieDomainList|window\.gokuProps|\.awswaf\.com/"),
        ("DataDome", r"\.captcha-delivery\.com/"),
        ("F5", r"The requested URL was rejected\. Please consult with your administrator"),
        ("Sucuri", r"sucuri_cloudproxy_js"),
        ("Anubis", r"<title>Making sure you(?:&#39;|')re not a bot!"),
        ("Akamai", r"<title>Access Denied</title>"),
        ("the site", r"<title>[^<]{0,60}(?:mathematical challenge|are you a robot|are you human)"),
    )
)
_IMPERVA_SCRIPT = re.compile(r"/_Incapsula_Resource\?", re.IGNORECASE)


def wall_in_headers(headers: Mapping[str, str]) -> str | None:
    """The rule where the headers (lower-case names) say that a wall answered, else None.

    europarl.europa.eu and eur-lex.europa.eu, 2026: 202 with `x-amzn-waf-action: challenge` and no
    body. Cloudflare documents `cf-mitigated: challenge` as the way to tell its challenges.
    """
    if "x-amzn-waf-action" in headers:
        return "a wall of AWS answered in the publisher's place (x-amzn-waf-action)"
    if headers.get("cf-mitigated", "").strip().lower() == "challenge":
        return "a wall of Cloudflare answered in the publisher's place (cf-mitigated)"
    return None


def wall_in_page(text: str, length: int, *, wanted: bool) -> str | None:
    """The rule where a page is a wall's challenge, else None.

    `text` is its beginning, `length` its whole size in bytes; `wanted` tells that a page was
    expected, so that size must speak against it too.
    """
    if wanted and length > CHALLENGE_LARGEST:
        return None
    who = next((who for who, mark in _MARKS if mark.search(text)), None)
    if who is None and length <= _NOTHING_ELSE and _IMPERVA_SCRIPT.search(text):
        who = "Imperva"
    return None if who is None else f"a challenge page of {who} answered in the publisher's place"
