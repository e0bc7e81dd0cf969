"""A mail within a page, as its reader sees it: in a frame of its own, by day or by night, running nothing."""

from __future__ import annotations

import re

from starlette.responses import HTMLResponse, Response

from servwatch.web.console.protection import MAIL_POLICY
from servwatch.web.console.visit import Visit

SCHEMES = ("light", "dark")
_SCHEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)
_META = re.compile(
    r'(<meta\s+name="(?:color-scheme|supported-color-schemes)"\s+content=")[^"]*"', re.IGNORECASE
)
_HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
_OUTSIDE = '<base target="_blank">'
"""Links of a mail open beside the console: a frame shows nothing but mails."""
_ALWAYS, _NEVER = "(min-width: 0)", "(max-width: 0)"


def framed(visit: Visit, html: str) -> Response:
    """The page of a mail for a frame; `?scheme=dark` shows it as on a dark screen, whatever the visitor's own is."""
    asked = visit.query.get("scheme", "")
    headers = visit.headers | {"Content-Security-Policy": MAIL_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    return HTMLResponse(in_scheme(html, "dark" if asked == "dark" else "light"), headers=headers)


def in_scheme(html: str, scheme: str) -> str:
    """The page with the rules of one colour scheme applied (Media Queries 5, 12.5), and links that leave its frame."""
    whole = _SCHEME.sub(lambda found: _ALWAYS if found[1].lower() == scheme else _NEVER, html)
    whole = _META.sub(rf'\g<1>{scheme}"', whole)
    found = _HEAD.search(whole)
    at = found.end() if found is not None else 0
    return f"{whole[:at]}{_OUTSIDE}{whole[at:]}"
