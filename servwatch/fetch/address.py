"""Which addresses and names of the internet servwatch may go to.

The lists are those of the IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890 and
its updates) and of multicast (RFC 5771, RFC 4291). For IPv6 the list is the other way round: only
global unicast, 2000::/3, is allowed, less what is set apart in it. An IPv6 address that carries an
IPv4 address (mapped, NAT64, 6to4) is judged by the IPv4 address too.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_IPV4: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(network), words)
    for network, words in (
        ("0.0.0.0/8", "an address of this host (RFC 791)"),
        ("10.0.0.0/8", "a private address (RFC 1918)"),
        ("100.64.0.0/10", "an address shared behind a provider (RFC 6598)"),
        ("127.0.0.0/8", "a loopback address (RFC 1122)"),
        ("169.254.0.0/16", "a link-local address (RFC 3927)"),
        ("172.16.0.0/12", "a private address (RFC 1918)"),
        ("192.0.0.0/24", "a reserved address (RFC 6890)"),
        ("192.0.2.0/24", "an address for documentation (RFC 5737)"),
        ("192.31.196.0/24", "a reserved address (RFC 7535)"),
        ("192.52.193.0/24", "a reserved address (RFC 7450)"),
        ("192.88.99.0/24", "a reserved address (RFC 7526)"),
        ("192.168.0.0/16", "a private address (RFC 1918)"),
        ("192.175.48.0/24", "a reserved address (RFC 7534)"),
        ("198.18.0.0/15", "an address for measurements (RFC 2544)"),
        ("198.51.100.0/24", "an address for documentation (RFC 5737)"),
        ("203.0.113.0/24", "an address for documentation (RFC 5737)"),
        ("224.0.0.0/4", "a multicast address (RFC 5771)"),
        ("240.0.0.0/4", "a reserved address (RFC 1112)"),
    )
)
_IPV6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), words)
    for network, words in (
        ("::/128", "the unspecified address (RFC 4291)"),
        ("::1/128", "a loopback address (RFC 4291)"),
        ("fc00::/7", "a private address (RFC 4193)"),
        ("fe80::/10", "a link-local address (RFC 4291)"),
        ("fec0::/10", "a site-local address (RFC 3879)"),
        ("ff00::/8", "a multicast address (RFC 4291)"),
        ("2001::/23", "a reserved address (RFC 2928)"),
        ("2001:db8::/32", "an address for documentation (RFC 3849)"),
        ("2620:4f:8000::/48", "a reserved address (RFC 7534)"),
        ("3fff::/20", "an address for documentation (RFC 9637)"),
    )
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052

_INSIDE_NAMES = ("localhost", "local", "internal", "home.arpa")  # RFC 6761, 6762, 8375, ICANN 2024


def address_objection(address: str) -> str | None:
    """Why this IP address is not to be visited, in words; None where it is public.

    `address` is in the notation of RFC 4291 or dotted decimal, with or without a zone.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return "no IP address at all"
    if isinstance(parsed, IPv4Address):
        return _ipv4_objection(parsed)
    return _ipv6_objection(parsed)


def _ipv4_objection(address: IPv4Address) -> str | None:
    return next((words for network, words in _IPV4 if address in network), None)


def _ipv6_objection(address: IPv6Address) -> str | None:
    carried = _carried(address)
    if carried is not None:
        return _ipv4_objection(carried)
    found = next((words for network, words in _IPV6 if address in network), None)
    if found is None and address not in _GLOBAL_UNICAST:
        return "a reserved address (RFC 4291)"
    return found


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that the packets would reach in the end."""
    if address in _MAPPED or address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.sixtofour


def name_objection(host: str) -> str | None:
    """Why this host is not to be named to a proxy, which resolves it where we cannot see; or None.

    `host` is a name in its ASCII form, or a literal address without brackets. Forms such as 127.1
    and 0x7f000001, which inet_aton(3) takes for addresses, are judged as addresses.
    """
    host = host.rstrip(".").lower()
    if ":" in host:
        return address_objection(host)
    labels = host.split(".")
    if labels[-1].isdigit() or labels[-1].startswith("0x"):
        return _number_objection(host)
    if len(labels) == 1:
        return "a name without a domain"
    inside = next((name for name in _INSIDE_NAMES if host.endswith("." + name)), None)
    return f"a name under .{inside}" if inside is not None else None


def _number_objection(host: str) -> str | None:
    try:
        return address_objection(socket.inet_ntoa(socket.inet_aton(host)))
    except OSError:
        return "no IP address at all"
