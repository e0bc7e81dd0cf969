"""An ID token: what must hold of it before a word of it is believed (OpenID Connect Core 1.0, 3.1.3.7; RFC 8725)."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import jwt

from servwatch.model.account import Role
from servwatch.model.console import OpenIdSettings

LEEWAY = 180
"""Seconds by which clocks may differ."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Only those whose key the provider alone has: never `none`, nor a shared secret (RFC 8725, 2.1)."""
_KINDS = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}


class OpenIdRefused(Exception):
    """The provider let nobody in, or not so that we may believe it. Its text is for the log, and holds no secret."""


def checked_claims(
    token: str,
    key_of: Callable[[str | None], Mapping[str, Any]],
    settings: OpenIdSettings,
    *,
    nonce: str,
    now: datetime,
) -> Mapping[str, Any]:
    """The claims of a token that holds. Raises OpenIdRefused."""
    try:
        head = jwt.get_unverified_header(token)
        algorithm = head.get("alg")
        if algorithm not in ALGORITHMS:
            raise OpenIdRefused(f"the token is signed by {str(algorithm)[:20]!r}")
        document = key_of(head.get("kid"))
        if document.get("kty") != _KINDS[algorithm[:2]] or document.get("alg", algorithm) != algorithm:
            raise OpenIdRefused("the key is not of the algorithm that the token names")
        claims: Mapping[str, Any] = jwt.decode(
            token,
            jwt.PyJWK(dict(document), algorithm=algorithm).key,
            algorithms=[algorithm],
            audience=settings.client_id,
            issuer=settings.issuer,
            options={
                "require": ["iss", "sub", "aud", "exp", "iat"],
                "verify_exp": False,  # times are checked below, by our own clock
                "verify_nbf": False,
                "verify_iat": False,
            },
        )
    except jwt.PyJWTError as error:
        raise OpenIdRefused(f"the ID token does not hold: {type(error).__name__}") from error
    _require_times(claims, now.timestamp())
    told = claims.get("nonce")
    if not isinstance(told, str) or not hmac.compare_digest(told.encode(errors="replace"), nonce.encode()):
        raise OpenIdRefused("the ID token answers another question (nonce)")
    if not claims["sub"]:
        raise OpenIdRefused("the ID token names nobody")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else settings.client_id) != settings.client_id:
        raise OpenIdRefused("the ID token was made for another client")
    return claims


def _require_times(claims: Mapping[str, Any], now: float) -> None:
    times = [claims["exp"], claims["iat"], claims.get("nbf", claims["iat"])]
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in times):
        raise OpenIdRefused("the ID token has no times")
    ends, made, begins = times
    if now > ends + LEEWAY:
        raise OpenIdRefused("the ID token is over")
    if max(made, begins) > now + LEEWAY:
        raise OpenIdRefused("the ID token is not good yet: see the clock of this machine")


def name_in(claims: Mapping[str, Any], settings: OpenIdSettings) -> str:
    """The name that the claims give. Raises OpenIdRefused for none, or an address that nobody verified."""
    name = claims.get(settings.name_claim)
    if not isinstance(name, str) or not name.strip():
        raise OpenIdRefused(f"the ID token has no {settings.name_claim}: see oidc_name and oidc_scope")
    if settings.name_claim == "email" and claims.get("email_verified") is False:
        raise OpenIdRefused("the provider did not verify the address")
    return name


def role_in(claims: Mapping[str, Any], settings: OpenIdSettings) -> Role | None:
    """The highest role that the claims give, else the one of everybody; None for neither.

    Raises OpenIdRefused where the provider left the groups out because there are too many of them.
    """
    values = _values(claims, settings.role_claim)
    overage = claims.get("_claim_names")
    if not values and isinstance(overage, dict) and settings.role_claim in overage:
        raise OpenIdRefused(
            "too many groups for a token (groups overage): use app roles, oidc_claim = 'roles'"
        )
    given = [Role.of(settings.roles[value]) for value in values if value in settings.roles]
    return max((role for role in given if role is not None), default=Role.of(settings.role))


def _values(claims: Mapping[str, Any], claim: str) -> list[str]:
    """The texts of a claim; one with dots may lie deeper, as Keycloak's `realm_access.roles` does."""
    found: Any = claims.get(claim)
    if found is None:
        found = claims
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, dict) else None
    listed = found if isinstance(found, list) else [found]
    return [one for one in listed if isinstance(one, str)]
