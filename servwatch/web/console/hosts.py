"""By which names the console may be called, and from where a request really comes.

A page of another site can have its own name lead to 127.0.0.1 and then ask as if it were ours (DNS rebinding). It
cannot choose what a browser writes into Host: what comes by another name than ours is not answered (RFC 9110, 15.5.20).
"""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import IPv4Network, IPv6Network, ip_address
from urllib.parse import urlsplit

from starlette.requests import Request

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})

Networks = Collection[IPv4Network | IPv6Network]


def host_name(host: str) -> str:
    """The name within a Host, in lower case and without a port; "" for what is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def known_hosts(public_url: str, listen: str) -> frozenset[str]:
    """The names that are ours: of the public address, of where we listen, of this machine to itself."""
    return _HERE | {host_name(urlsplit(public_url).netloc), host_name(listen)} - {"", "0.0.0.0", "::"}  # noqa: S104


def listens_here_only(listen: str) -> bool:
    """Whether only this machine can call."""
    name = host_name(listen)
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


def within(address: str, networks: Networks) -> bool:
    """Whether an address lies in one of some networks."""
    try:
        found = ip_address(address.strip())
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None) or found
    return any(mapped in network for network in networks)


def place_of(request: Request, trusted: Networks) -> str:
    """The address that asks: through our own proxies that which the first of them saw.

    `X-Forwarded-For` is read from its end, since only that was written by somebody we know.
    """
    address = request.client.host if request.client is not None else ""
    if not within(address, trusted):
        return address
    passed = [part.strip() for line in request.headers.getlist("x-forwarded-for") for part in line.split(",")]
    for before in reversed(passed):
        try:
            address = str(ip_address(before))
        except ValueError:
            break
        if not within(address, trusted):
            break
    return address
