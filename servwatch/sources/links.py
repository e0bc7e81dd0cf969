"""Addresses as they are written in feeds and pages, made absolute and harmless.

Only what a browser would open as a page is a link: http and https. Everything else, `javascript:`
and `data:` above all, becomes "". Making two spellings of one address equal is not done here.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

MAX_LENGTH = 4_000

# The URL Standard (url.spec.whatwg.org, "basic URL parser", steps 1 to 3) strips control characters
# and spaces at both ends, and removes tabs and line ends within; the indentation behind a line end
# goes with it here. Characters that show nothing would only hide where a link leads.
_EDGE = "".join(map(chr, range(0x21)))
_REMOVED = re.compile(
    "[\t\n\r]+[ \t\n\r]*|[\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Percent-encoded by every browser (URL Standard, "path percent-encode set").
_ENCODED = str.maketrans({" ": "%20", '"': "%22", "<": "%3C", ">": "%3E", "\\": "/"})
# What most addresses look like; there is nothing to do for them.
_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::[1-9]\d{0,3})?(?:[/?#][!#-;=?-\[\]-~]*)?")
_NO_HOST = re.compile(r"[%^|{}'`,;*()!$&+=~]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def http_link(value: str, base: str = "") -> str:
    """`value` as an absolute http or https address, resolved against `base`; "" where it is none.

    The path is kept as it is, double slashes included. An address with a user name in it is none:
    publishers write none, and in "https://www.ilo.org@example.org" it deceives.
    """
    if len(value) <= MAX_LENGTH and _PLAIN.fullmatch(value):
        return value
    text = _REMOVED.sub("", value.strip(_EDGE)).translate(_ENCODED)
    if not text or len(text) > MAX_LENGTH or _FORBIDDEN.search(text):
        return ""
    if not text.isprintable():  # a no-break space, a line separator
        text = "".join(c if c.isprintable() else quote(c) for c in text)
    if text[:4].lower() == "www.":
        text = f"https://{text}"
    try:
        if base and not _has_host(text):
            text = urljoin(base, text)
        parts = urlsplit(text)
        host = parts.hostname or ""
        usable = parts.scheme in ("http", "https") and parts.username is None and parts.port != 0
    except ValueError:  # brackets that hold no IPv6 address, a port that is no number
        return ""
    return text if usable and host and not _NO_HOST.search(host) and len(text) <= MAX_LENGTH else ""


def _has_host(text: str) -> bool:
    scheme = _SCHEME.match(text)
    return scheme is not None and text.startswith("//", scheme.end())
