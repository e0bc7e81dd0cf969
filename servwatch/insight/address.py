"""The canonical form of a web address: what stays when an item's link is dressed differently.

Rules from what real sources do: tracking parameters (every newsletter), session ids in the path or
the query (older portals), a double slash (European Central Bank), `/./` (EUR-Lex), Liferay's portlet
query (Council of Europe, Eurostat), an escaped ampersand (feeds that escape twice), http or https,
www, default ports, a trailing slash. The order of the remaining parameters is kept, since some hosts
mind it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

_TRACKING = re.compile(
    r"(?:utm_\w+|mtm_\w+|pk_\w+|piwik_\w+|hsa_\w+|ns_\w+|at_\w+|wt_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_cid|mc_eid"
    r"|xtor|cmpid|campaign_?id|__twitter_impression|ref_src|_hsenc|_hsmi|vero_id|oly_\w+|sc_cid|pi_list_email"
    r"|mkt_tok|mc_tc|ml_subscriber\w*|ck_subscriber_id|_ke|_kx|elq\w*|trk_(?:contact|msg|module|sid)|sfmc_\w+|et_(?:rid|cid)|_bta_\w+"
    r"|vgo_ee|wickedid|gbraid|wbraid|twclid|ttclid|subscriber_?id|recipient_?id|contact_?id|jsessionid|phpsessid|aspsessionid\w*)",
    re.IGNORECASE,
)
_LIFERAY = re.compile(r"(?:p_p_|p_l_|p_r_p_|_\w+_(?:WAR|INSTANCE)_|redirect=|inheritRedirect=)")
_TRACKING_FRAGMENT = re.compile(r"^(?:xtor=|utm_|at_|:~:text=|ref=|Echobox=)", re.IGNORECASE)
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
_SLASHES = re.compile(r"/(?:\.?/)*(?:\.$)?")  # also /./, which means nothing
_BAD_HOST = re.compile(r"[\x00-\x20\x7f#%/?@\\\s]")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PATH_SAFE = "!$&'()*+,;=:@/-._~"
_QUERY_SAFE = _PATH_SAFE + '%?#[]{}|^`"<>'  # all that a query may hold: only the rest gets encoded
_SETTLED = re.compile(f"[A-Za-z0-9_{re.escape(_PATH_SAFE)}]*")  # what encoding leaves as it is
_ESCAPE = re.compile("%[0-9a-fA-F]{2}")


@lru_cache(maxsize=4096)
def canonical_address(url: str) -> str:
    """The address without what does not identify: no scheme, `host/path?query#fragment`.

    Returns "" for what is no web address.
    """
    try:
        parts = urlsplit(url.strip().replace("&amp;", "&"))
        port = parts.port
    except ValueError:
        return ""
    host = _host(parts.hostname or "")
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return ""
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    path = _SLASHES.sub("/", _plain(_SESSION.sub("", parts.path))).rstrip("/")
    query = _query(parts.query, path)
    fragment = "" if _TRACKING_FRAGMENT.match(parts.fragment) else _plain(parts.fragment)
    return host + path + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def untracked(url: str) -> str:
    """The address a reader gets: as the publisher wrote it, without parameters that follow who reads.

    Session ids stay away too; all that may choose the page, the fragment included, stays as it is.
    """
    head, mark, fragment = url.partition("#")
    path, question, query = head.partition("?")
    kept = "&".join(p for p in query.split("&") if not _TRACKING.fullmatch(p.partition("=")[0]))
    tail = "" if _TRACKING_FRAGMENT.match(fragment) else mark + fragment
    return _SESSION.sub("", path) + (question + kept if kept else "") + tail


def path_of(canonical: str) -> str:
    """The canonical address without its host: what stays when a site moves."""
    start = re.search("[/?#]", canonical)
    return canonical[start.start() :] if start else ""


def _host(name: str) -> str:
    """The host in lower case and in ASCII (RFC 5891), without www; "" for what is none."""
    name = name.lower().rstrip(".").removeprefix("www.")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return "" if _BAD_HOST.search(name) else name


def _plain(text: str) -> str:
    """Percent-encoding in one form: what need not be encoded is not, what must be is in capitals."""
    if _SETTLED.fullmatch(text):
        return text
    try:
        return quote(unquote(text, errors="strict"), safe=_PATH_SAFE, errors="replace")
    except UnicodeDecodeError:  # encoded in some older character set: only the capitals can be settled
        return _capitals(quote(text, safe=_PATH_SAFE + "%", errors="replace"))


def _capitals(text: str) -> str:
    return _ESCAPE.sub(lambda escape: escape.group().upper(), text)


def _query(query: str, path: str) -> str:
    """The parameters that identify; of Liferay's friendly addresses (`/-/slug`) none of the portlet's do."""
    if not query:
        return ""
    friendly = "/-/" in path
    kept = "&".join(
        part
        for part in query.split("&")
        if part
        and not _TRACKING.fullmatch(part.partition("=")[0])
        and not (friendly and _LIFERAY.match(part))
    )
    return _capitals(quote(kept, safe=_QUERY_SAFE, errors="replace"))
