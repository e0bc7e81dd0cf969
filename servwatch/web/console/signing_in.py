"""Signing in and out: by name and password, or by a link that is good once."""

from __future__ import annotations

import structlog
from starlette.responses import Response

from servwatch.archive.accounts import named
from servwatch.cycle.passwords import fits
from servwatch.cycle.sign_in_mail import MINUTES
from servwatch.errors import NotFound
from servwatch.web.console.cookies import forget_session
from servwatch.web.console.entering import inside, let_in
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Said, Visit

_log = structlog.get_logger(__name__)


def ask(visit: Visit) -> Response:
    """Show the form, or go on for who is signed in."""
    if visit.account is not None:
        return visit.go_to(inside(visit, visit.query.get("next", "")))
    return door(visit, wanted=visit.query.get("next", ""))


def sign_in(visit: Visit) -> Response:
    """Take a name and a password."""
    _require_way(visit, "password")
    name, wanted = visit.form.line("name", 200), visit.form.get("next")
    wait = visit.site.waits.attempt(named(name), visit.place)
    if wait:
        return too_soon(visit, wait, wanted, name)
    account = visit.archive.accounts.find(name)
    known = visit.archive.accounts.password_of(name)
    if not fits(visit.form.get("password"), known) or account is None:
        _log.warning("sign-in refused", place=visit.place)
        return door(visit, visit.words._("Name or password are not right."), wanted=wanted, name=name)
    visit.site.waits.succeeded(named(name), visit.place)
    return let_in(visit, account, wanted)


def mail_link(visit: Visit) -> Response:
    """Mail a link to whom a name or address belongs; the answer is the same where that is nobody."""
    _require_way(visit, "mail")
    wait = visit.site.link_mail.wish(visit.site, visit.form.line("who", 300), visit.place)
    if wait:
        return too_soon(visit, wait)
    return visit.page("sign-in-mailed.html.j2", minutes=MINUTES)


def ask_by_link(visit: Visit) -> Response:
    """Show a button: programs that look at mail follow links, and must not use them up."""
    return visit.page("sign-in-link.html.j2")


def sign_in_by_link(visit: Visit) -> Response:
    """Take the token of a link."""
    account = visit.archive.accounts.take_link(visit.parameter("link"), visit.now)
    if account is None:
        return door(visit, visit.words._("This link was used, or is too old. Ask for another."))
    visit.site.waits.succeeded(account.name, visit.place)
    return let_in(visit, account)


def sign_out(visit: Visit) -> Response:
    """End the session."""
    visit.archive.accounts.end(visit.session)
    answer = visit.go("/sign-in")
    forget_session(answer, secure=visit.secure)
    return answer


def door(visit: Visit, fault: str = "", *, wanted: str = "", name: str = "", status: int = 401) -> Response:
    """The sign-in page; with what was wrong, if anything was."""
    said = Said(fault, "bad") if fault else None
    status = status if fault else 200
    ways = visit.settings.console.sign_in
    provider = visit.settings.console.openid
    facts = {"next": wanted, "name": name, "ways": ways, "provider": provider}
    return visit.page("sign-in.html.j2", status=status, said=said, **facts)


def too_soon(visit: Visit, wait: int, wanted: str = "", name: str = "") -> Response:
    """Ask for patience (RFC 6585, 4)."""
    visit.headers["Retry-After"] = str(wait)
    text = visit.words.n_(
        "Too many attempts. Try again in {n} second, or ask an administrator for a sign-in link.",
        "Too many attempts. Try again in {n} seconds, or ask an administrator for a sign-in link.",
        wait,
    )
    return door(visit, text, wanted=wanted, name=name, status=429)


def _require_way(visit: Visit, way: str) -> None:
    if way not in visit.settings.console.sign_in:
        raise NotFound("this way to sign in is not open here")


PAGES = (
    Page("/sign-in", "sign-in", ask, role=None),
    Page("/sign-in", "sign-in.password", sign_in, method="POST", role=None, most_bytes=10_000),
    Page("/sign-in/mail", "sign-in.mail", mail_link, method="POST", role=None, most_bytes=10_000, kept=False),
    Page("/sign-in/{link}", "sign-in.link", ask_by_link, role=None),
    Page("/sign-in/{link}", "sign-in.by-link", sign_in_by_link, method="POST", role=None, most_bytes=10_000),
    Page("/sign-out", "sign-out", sign_out, method="POST"),
)
