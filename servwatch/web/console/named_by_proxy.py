"""Whom the house's own web server says somebody is, in a header that it sets.

The header is believed from the addresses of these servers only, where it stands there once, and where the console was
called by a name of its own: a page that leads its name to us (DNS rebinding) is nobody's word.
"""

from __future__ import annotations

import structlog
from starlette.requests import Request

from servwatch.cycle.accounts import AccountDesk, proper_name
from servwatch.errors import UsageError
from servwatch.model import Settings
from servwatch.model.account import Account, Role
from servwatch.web.console.hosts import host_name, known_hosts, within
from servwatch.web.console.visit import Visit

_log = structlog.get_logger(__name__)


def claimed_name(request: Request, settings: Settings) -> str:
    """The name that a trusted server gives, as accounts are named; "" for none."""
    console = settings.console
    if not console.user_header:
        return ""
    peer = request.client.host if request.client is not None else ""
    given = request.headers.getlist(console.user_header)
    if not within(peer, console.trusted_proxies) or len(given) != 1 or not given[0].strip():
        return ""
    if host_name(request.headers.get("host", "")) not in known_hosts(settings.public_url, settings.listen):
        _log.warning("user_header not believed", reason="called by a name that is not ours")
        return ""
    try:
        return proper_name(given[0])
    except UsageError:
        return ""


def account_claimed(visit: Visit, name: str) -> Account | None:
    """The account of that name, made where such are; None where it may not come in."""
    found = visit.archive.accounts.find(name)
    if found is not None:
        return None if found.disabled else found
    role = Role.of(visit.settings.console.header_role)
    if role is None:
        return None
    try:
        return AccountDesk(visit.archive, visit.now).add(name, role)
    except UsageError:  # made by another request of the same page meanwhile
        return visit.archive.accounts.find(name)
