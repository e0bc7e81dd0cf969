"""The cookie of a session, and the token that a form carries to show that it is ours."""

from __future__ import annotations

import hmac
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

_NAME = "servwatch_session"


def cookie_name(*, secure: bool) -> str:
    """`__Host-` makes a browser refuse it but for this host, by https (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{_NAME}" if secure else _NAME


def session_token(request: Request, *, secure: bool) -> str:
    """The token of the session that a browser sends, "" for none."""
    return request.cookies.get(cookie_name(secure=secure), "")[:200]


def keep_session(response: Response, token: str, *, secure: bool, seconds: int) -> None:
    """Have the browser keep the session: no script reads it, and no other site's form brings it."""
    response.set_cookie(
        cookie_name(secure=secure),
        token,
        max_age=seconds,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",  # a link in a mail must find its reader signed in; what acts is a POST, which Lax holds back
    )


def forget_session(response: Response, *, secure: bool) -> None:
    """Have the browser forget it."""
    response.delete_cookie(cookie_name(secure=secure), path="/", secure=secure, httponly=True, samesite="lax")


def form_token(session: str) -> str:
    """What each form of a session carries (OWASP CSRF Prevention Cheat Sheet, HMAC of the session)."""
    return hmac.new(session.encode(errors="replace"), b"servwatch form", sha256).hexdigest()[:40]


def is_ours(session: str, token: str) -> bool:
    """Whether a form carries the token of the session."""
    return hmac.compare_digest(form_token(session).encode(), token.encode(errors="replace"))


def from_elsewhere(request: Request) -> bool:
    """Whether a browser says that another site sends this (Fetch Metadata; RFC 6454 for those that have it not)."""
    site = request.headers.get("sec-fetch-site", "")
    if site:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin", "")
    return bool(origin) and origin.partition("://")[2] != request.headers.get("host", "")
