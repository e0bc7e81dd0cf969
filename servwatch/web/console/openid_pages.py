"""Signing in with the account that somebody has at work, by OpenID Connect.

The provider sends people back by a link (RFC 6749, 4.1.2), so that this is the one page that acts upon GET: it begins
a session, and only for the browser that asked, which shows the secret of its question in a cookie of its own.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from secrets import token_urlsafe
from typing import Any

import structlog
from starlette.responses import Response

from servwatch.archive.deeds import Deed
from servwatch.cycle.accounts import AccountDesk, console_address, proper_email, proper_name
from servwatch.errors import NotFound, UsageError
from servwatch.model.account import Account
from servwatch.web.console.entering import inside, let_in
from servwatch.web.console.openid_provider import OpenIdProvider
from servwatch.web.console.openid_token import OpenIdRefused, name_in, role_in
from servwatch.web.console.routes import Page
from servwatch.web.console.signing_in import door, too_soon
from servwatch.web.console.visit import Visit

_log = structlog.get_logger(__name__)

_COOKIE = "servwatch_way_in"
_SECONDS = 600
_LONGEST_WISH = 1500
BACK = "/sign-in/openid/back"


def begin(visit: Visit) -> Response:
    """Send the visitor to the provider."""
    provider = _provider(visit)
    secret, wanted = token_urlsafe(32), inside(visit, visit.query.get("next", ""))
    try:
        address = provider.way_in(secret, _back(visit))
    except OpenIdRefused as why:
        return _refused(visit, why)
    answer = visit.go_to(address)
    wish = base64.urlsafe_b64encode(wanted[:_LONGEST_WISH].encode()).decode()
    _set(visit, answer, f"{secret}.{wish}", _SECONDS)
    return answer


def come_back(visit: Visit) -> Response:
    """Let in whom the provider sends back, if it is the browser that was sent there."""
    provider = _provider(visit)
    wait = visit.site.openid_quota.take(visit.place)
    if wait:
        return too_soon(visit, wait)
    secret, _, wish = visit.request.cookies.get(_name(visit), "")[:4000].partition(".")
    try:
        claims = provider.claims(dict(visit.query), secret, _back(visit))
        account = _account(visit, provider, claims)
    except (OpenIdRefused, UsageError) as why:
        return _forget(visit, _refused(visit, why))
    answer = let_in(visit, account, _wanted(wish))
    visit.archive.deeds.add(Deed(visit.now, account.name, visit.row.name, account.name, place=visit.place))
    return _forget(visit, answer)


def _account(visit: Visit, provider: OpenIdProvider, claims: Mapping[str, Any]) -> Account:
    """The account of whom the claims name, made or changed as they say. Raises OpenIdRefused, UsageError."""
    settings, accounts = provider.settings, visit.archive.accounts
    name, role = proper_name(name_in(claims, settings)), role_in(claims, settings)
    found = accounts.find(name)
    if found is not None and found.disabled:
        raise OpenIdRefused(f"the account {name} is disabled")
    if found is not None and not settings.roles:
        return found  # roles are given here, not there
    if role is None:
        raise OpenIdRefused(f"{name} has no role here: see oidc_roles and oidc_role")
    if found is None:
        return AccountDesk(visit.archive, visit.now).add(name, role, email=_email(visit, claims))
    if found.role is not role:
        accounts.change(replace(found, role=role))
    return replace(found, role=role)


def _email(visit: Visit, claims: Mapping[str, Any]) -> str:
    """The address of the claims, where the provider stands for it and nobody else has it."""
    address = claims.get("email")
    if not address or claims.get("email_verified") is False:
        return ""
    try:
        email = proper_email(str(address))
    except UsageError:
        return ""
    return "" if visit.archive.accounts.by_email(email) is not None else email


def _provider(visit: Visit) -> OpenIdProvider:
    settings = visit.settings.console.openid
    if settings is None:
        raise NotFound("this way to sign in is not open here")
    return visit.site.openid(settings, visit.settings.fetch)


def _refused(visit: Visit, why: Exception) -> Response:
    _log.warning("sign-in by the provider refused", reason=str(why), place=visit.place)
    text = visit.words._(
        "Your work account did not sign you in here. An administrator finds the reason in the log."
    )
    return door(visit, text, status=403)


def _back(visit: Visit) -> str:
    """Where the provider sends people, as it must be registered there."""
    return console_address(visit.settings, visit.site.address) + BACK


def _wanted(wish: str) -> str:
    try:
        return base64.urlsafe_b64decode(wish).decode()
    except ValueError:
        return ""


def _name(visit: Visit) -> str:
    return f"__Host-{_COOKIE}" if visit.secure else _COOKIE


def _set(visit: Visit, answer: Response, value: str, seconds: int) -> None:
    answer.set_cookie(
        _name(visit), value, max_age=seconds, path="/", secure=visit.secure, httponly=True, samesite="lax"
    )


def _forget(visit: Visit, answer: Response) -> Response:
    _set(visit, answer, "", 0)
    return answer


PAGES = (
    Page("/sign-in/openid", "sign-in.to-provider", begin, role=None),
    Page(BACK, "sign-in.openid", come_back, role=None),
)
