"""How people come into the console, as the configuration says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network


@dataclass(frozen=True, slots=True)
class OpenIdSettings:
    """The provider of OpenID Connect whose word is taken, and for what."""

    issuer: str  # exactly as its discovery document says it
    client_id: str
    client_secret: str = field(default="", repr=False)
    scope: str = "openid profile email"
    name_claim: str = "preferred_username"  # the claim that gives the name of the account
    role_claim: str = "roles"  # the claim whose values `roles` knows
    roles: Mapping[str, str] = field(default_factory=dict)  # from a value of the claim to a role
    role: str = ""  # of whom the claim gives none; "": refused


@dataclass(frozen=True, slots=True)
class ConsoleSettings:
    """`[console]`."""

    sign_in: tuple[str, ...] = ("password", "mail")
    session: timedelta = timedelta(days=30)  # the longest, in use or not
    idle: timedelta = timedelta(hours=12)  # the longest without use
    user_header: str = ""  # in which the house's proxy says who asks
    header_role: str = ""  # of a name without an account; "": refused
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    openid: OpenIdSettings | None = None
