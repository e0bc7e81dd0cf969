"""The values of `[console]`: an issuer, networks, the name of a header."""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated
from urllib.parse import urlsplit

from servwatch.config.values import matching, validated, web_address, wrong

_ISSUER = 'an https address such as "https://login.microsoftonline.com/TENANT/v2.0"'
_FIELD_NAME = re.compile(r"[A-Za-z0-9-]{1,100}")  # no underscore: some servers write it and a dash alike


def _issuer(value: str) -> str:
    """An https address without query or fragment (OpenID Connect Discovery 1.0, 3); plain http to this machine, for a trial.

    One of Microsoft Entra ID must name its tenant: in `common` and the like anybody's directory could sign people in,
    and the issuer that its tokens have is another than the one that was asked.
    """
    address = web_address(value)
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
        raise ValueError(value)
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(value)
    if set(parts.path.split("/")) & {"common", "organizations", "consumers"} and "microsoft" in parts.netloc:
        raise wrong(f"{_ISSUER}, with your own tenant in it")
    return address


def _network(value: str) -> IPv4Network | IPv6Network:
    return ip_network(value.strip(), strict=False)


Issuer = Annotated[str, *validated(_ISSUER, _issuer)]
Network = Annotated[
    IPv4Network | IPv6Network,
    *validated('an address or a network such as "10.0.0.7" or "10.0.0.0/24"', _network),
]
HeaderName = Annotated[str, *validated('the name of a header such as "X-Remote-User"', matching(_FIELD_NAME))]
