"""How a session begins, by whatever way somebody came in."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.responses import Response

from servwatch.model.account import Account
from servwatch.web.console.cookies import keep_session
from servwatch.web.console.visit import Visit


def begin(visit: Visit, account: Account) -> None:
    """Begin a new session for the visitor; the one they had, or were given, ends."""
    if visit.session:
        visit.archive.accounts.end(visit.session)
    until = visit.now + visit.settings.console.session
    visit.session = visit.archive.accounts.begin(account.id, visit.now, until)
    visit.archive.reading_keys.of(account.id)  # made here, since to look at it later must change nothing
    visit.account, visit.about = account, account.name


def keep(visit: Visit, answer: Response) -> Response:
    """Have the browser keep the session that was begun."""
    seconds = int(visit.settings.console.session.total_seconds())
    keep_session(answer, visit.session, secure=visit.secure, seconds=seconds)
    return answer


def let_in(visit: Visit, account: Account, wanted: str = "") -> Response:
    """Begin a session, and go where the visitor was going."""
    begin(visit, account)
    return keep(visit, visit.go_to(inside(visit, wanted)))


def inside(visit: Visit, wanted: str) -> str:
    """An address within the console, as a browser is sent to it; the first page for whatever else is asked (CWE-601)."""
    first = visit.at("/")
    parts = urlsplit(wanted) if len(wanted) < 2000 and "[" not in wanted.partition("?")[0] else urlsplit("")
    ours = wanted.startswith("/") and not wanted.startswith("//") and not (parts.scheme or parts.netloc)
    plain = wanted.isprintable() and wanted.isascii() and "\\" not in wanted
    return wanted if ours and plain and wanted.startswith(first) else first
