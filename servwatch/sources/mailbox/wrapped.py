"""Where a link of a mail leads, as far as its address says so by itself, and without what names the reader.

Newsletters lead through counters, and mail systems through guards. Many write the target into the address:
Outlook's Safe Links (`?url=`), Proofpoint's URL Defense (v2 `?u=` in its own code, v3 between `__`), Mailjet
(a part of the path in base64, RFC 4648), others (`?url=`, `?u=`, `?target=`). Nothing is ever asked for here.
"""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from servwatch.insight.address import untracked
from servwatch.sources.links import http_link

_DEPTH = 5  # a guard around a counter around a counter
_TARGET = frozenset(
    [
        "url",
        "u",
        "uri",
        "target",
        "redirect",
        "redirect_url",
        "redirecturl",
        "redirect_to",
        "dest",
        "destination",
        "link",
        "to",
        "goto",
        "q",
    ]
)
_BASE64 = re.compile(r"aHR0c[A-Za-z0-9+/_-]{8,}={0,2}")  # "http" in base64
_DEFENSE_3 = re.compile(r"/v3/__(https?:/{1,2}.+?)__;")
_MAIL = re.compile(r"[^@\s/]+@[^@\s/]+\.[a-z]{2,}", re.IGNORECASE)


def unwrapped(address: str) -> tuple[str, ...]:
    """The address and what it leads to by its own words, one after another; the last is the target."""
    chain = [address]
    for _ in range(_DEPTH):
        inner = _inner(chain[-1])
        if not inner or inner in chain:
            break
        chain.append(inner)
    return tuple(chain)


def impersonal(address: str) -> str:
    """The address without tracking parameters, and without any whose value is a mail address."""
    try:
        parts = urlsplit(untracked(address))
    except ValueError:
        return address
    pieces = parts.query.split("&") if parts.query else []
    kept = [piece for piece in pieces if not _MAIL.fullmatch(unquote(piece.partition("=")[2]))]
    return urlunsplit(parts._replace(query="&".join(kept))) if len(kept) < len(pieces) else untracked(address)


def _inner(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    if host.endswith("urldefense.proofpoint.com") and parts.path.startswith("/v2/"):
        coded = dict(parse_qsl(parts.query)).get("u", "")
        return _absolute(unquote(coded.replace("-", "%").replace("_", "/")))
    if host.endswith("urldefense.com") and (found := _DEFENSE_3.search(address)):
        return _absolute(re.sub(r"^(https?:)/{1,2}", r"\1//", found[1]))
    try:
        values = parse_qsl(parts.query, max_num_fields=100)
    except ValueError:
        return ""
    for name, value in values:
        if name.lower() in _TARGET and (target := _absolute(value)):
            return target
    return _coded(address)


def _coded(address: str) -> str:
    """A target in base64, in the path or the query."""
    for found in _BASE64.finditer(address):
        coded = found.group().rstrip("=").translate(str.maketrans("-_", "+/"))
        for text in (coded, coded.partition("/")[0]):  # "/" may be a sign of the code, or the end of a part
            try:
                target = base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode("utf-8")
            except (binascii.Error, ValueError):
                continue
            if absolute := _absolute(target):
                return absolute
    return ""


def _absolute(value: str) -> str:
    """A value that is plainly an address: with its scheme, and a host with a point in it."""
    if not value[:8].lower().startswith(("http://", "https://")):
        return ""
    link = http_link(value)
    return link if link and "." in (urlsplit(link).hostname or "") else ""
