"""The canonical form of a web address: what stays when an item's link is dressed differently.

Rules from what real sources do: tracking parameters (every newsletter), a double slash (European
Central Bank), Liferay's portlet query (Council of Europe), http or https, www, default ports, a
trailing slash, a mobile host. The order of the remaining parameters is kept, since some hosts mind it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

_TRACKING = re.compile(
    r"(?:utm_\w+|mtm_\w+|pk_\w+|piwik_\w+|hsa_\w+|ns_\w+|at_\w+|wt_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_cid|mc_eid"
    r"|xtor|cmpid|campaign_?id|__twitter_impression|ref_src|_hsenc|_hsmi|vero_id|oly_\w+|sc_cid|pi_list_email)",
    re.IGNORECASE,
)
_LIFERAY = re.compile(r"(?:p_p_|p_l_|p_r_p_|_\w+_(?:WAR|INSTANCE)_|redirect=|inheritRedirect=)")
_TRACKING_FRAGMENT = re.compile(r"^(?:xtor=|utm_|at_|:~:text=|ref=|Echobox=)", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "!$&'()*+,;=:@/-._~"


@lru_cache(maxsize=4096)
def canonical_address(url: str) -> str:
    """The address without what does not identify: no scheme, `host/path?query#fragment`.

    Returns "" for what is no web address.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return ""
    host = parts.hostname.lower().rstrip(".").removeprefix("www.")
    if port and port != _DEFAULT_PORTS[parts.scheme.lower()]:
        host = f"{host}:{port}"
    path = re.sub(r"/(?:\./)*/*", "/", _plain(parts.path)).rstrip("/")
    query = _query(parts.query, path)
    fragment = "" if _TRACKING_FRAGMENT.match(parts.fragment) else parts.fragment
    return host + path + (f"?{query}" if query else "") + (f"#{_plain(fragment)}" if fragment else "")


def path_of(canonical: str) -> str:
    """The canonical address without its host: what stays when a site moves."""
    _, slash, rest = canonical.partition("/")
    return slash + rest


def _plain(text: str) -> str:
    """Percent-encoding in one form: what need not be encoded is not, what must be is in capitals."""
    try:
        return quote(unquote(text, errors="strict"), safe=_SAFE)
    except UnicodeDecodeError:
        return text


def _query(query: str, path: str) -> str:
    """The parameters that identify; of Liferay's friendly addresses (`/-/slug`) none of the portlet's do."""
    friendly = "/-/" in path
    return "&".join(
        part
        for part in query.split("&")
        if part
        and not _TRACKING.fullmatch(part.partition("=")[0])
        and not (friendly and _LIFERAY.match(part))
    )
