"""Signing in and out: by name and password, or by a link that is good once."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from starlette.responses import Response

from servwatch.cycle.passwords import fits
from servwatch.model.account import Account
from servwatch.web.console.cookies import forget_session, keep_session
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Said, Visit

SESSION = timedelta(days=30)
"""The longest that one lasts, in use or not."""


def ask(visit: Visit) -> Response:
    """Show the form, or go on for who is signed in."""
    if visit.account is not None:
        return visit.go(_inside(visit.query.get("next", "")))
    return visit.page("sign-in.html.j2", next=visit.query.get("next", ""), name="")


def sign_in(visit: Visit) -> Response:
    """Take a name and a password."""
    name, wanted = visit.form.line("name"), visit.form.get("next")
    account = visit.archive.accounts.find(name)
    known = visit.archive.accounts.password_of(name)
    if not fits(visit.form.get("password"), known) or account is None:
        said = Said(visit.words._("Name or password are not right."), "bad")
        return visit.page("sign-in.html.j2", status=401, said=said, next=wanted, name=name)
    return let_in(visit, account, wanted)


def ask_by_link(visit: Visit) -> Response:
    """Show a button: programs that look at mail follow links, and must not use them up."""
    return visit.page("sign-in-link.html.j2")


def sign_in_by_link(visit: Visit) -> Response:
    """Take the token of a link."""
    account = visit.archive.accounts.take_link(visit.parameter("link"), visit.now)
    if account is None:
        text = visit.words._("This link was used, or is too old. Ask for another.")
        return visit.page("sign-in.html.j2", status=401, said=Said(text, "bad"), next="", name="")
    return let_in(visit, account)


def sign_out(visit: Visit) -> Response:
    """End the session."""
    visit.archive.accounts.end(visit.session)
    answer = visit.go("/sign-in")
    forget_session(answer, secure=visit.request.url.scheme == "https")
    return answer


def let_in(visit: Visit, account: Account, wanted: str = "") -> Response:
    """Begin a new session, and go where the visitor was going."""
    if visit.session:
        visit.archive.accounts.end(visit.session)
    token = visit.archive.accounts.begin(account.id, visit.now, visit.now + SESSION)
    visit.account, visit.about = account, account.name
    answer = visit.go(_inside(wanted))
    secure = visit.request.url.scheme == "https"
    keep_session(answer, token, secure=secure, seconds=int(SESSION.total_seconds()))
    return answer


def _inside(wanted: str) -> str:
    """A path of the console; whatever else is asked for, the first page (CWE-601)."""
    parts = urlsplit(wanted) if len(wanted) < 2000 else urlsplit("")
    inside = wanted.startswith("/") and not wanted.startswith("//") and not (parts.scheme or parts.netloc)
    return wanted if inside and wanted.isprintable() and "\\" not in wanted else "/"


PAGES = (
    Page("/sign-in", "sign-in", ask, role=None),
    Page("/sign-in", "sign-in.password", sign_in, method="POST", role=None, most_bytes=10_000),
    Page("/sign-in/{link}", "sign-in.link", ask_by_link, role=None),
    Page("/sign-in/{link}", "sign-in.by-link", sign_in_by_link, method="POST", role=None, most_bytes=10_000),
    Page("/sign-out", "sign-out", sign_out, method="POST"),
)
