"""Tokens for XOAUTH2: asked of the provider's token endpoint, kept until they expire.

OAuth 2.0 (RFC 6749): the client in its own name (4.4, as Microsoft 365 wants it of a service), or with a
refresh token (6). Asked for by POST, under TLS, and never a redirect followed: it carries a secret.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode, urlsplit

from servwatch.fetch.faults import FetchStopped
from servwatch.model import Fetched, Login, Request, Verdict

EARLY = 60.0
"""Seconds before its end from which a token is not used any more."""
_USUAL = 3600.0  # seconds a token lasts, where the endpoint does not say
_LONGEST = 86_400.0
REFUSALS = (400, 401, 403)
"""Answers of an endpoint that knows us not as we present ourselves (RFC 6749, 5.2)."""


class Tokens:
    """The tokens of one process. `fetch` asks over HTTP; `wall` is the time in seconds since 1970.

    `bearer` names in messages who needs the token.
    """

    def __init__(
        self,
        fetch: Callable[[Request], Awaitable[Fetched]],
        wall: Callable[[], float],
        *,
        bearer: str = "the mailbox",
    ) -> None:
        self._fetch = fetch
        self._wall = wall
        self._bearer = bearer
        self._kept: dict[Login, tuple[str, float]] = {}

    async def token(self, login: Login) -> str:
        """A token that is good now. Raises `FetchStopped` with the endpoint's verdict."""
        kept = self._kept.get(login)
        if kept is not None and self._wall() < kept[1] - EARLY:
            return kept[0]
        fetched = await self._fetch(
            Request(
                url=login.token_url,
                expects="json",
                method="POST",
                content=urlencode(_form(login)).encode(),
                content_type="application/x-www-form-urlencoded",
                max_bytes=100_000,
                follow=False,
            )
        )
        token, lasts = _read(fetched, login, self._bearer)
        self._kept[login] = token, self._wall() + lasts
        return token

    def forget(self, login: Login) -> None:
        """What the mailbox did not take is asked for again the next time."""
        self._kept.pop(login, None)


def _form(login: Login) -> dict[str, str]:
    form = {"client_id": login.client_id, "scope": login.scope, "client_secret": login.client_secret}
    if login.refresh_token:
        form |= {"grant_type": "refresh_token", "refresh_token": login.refresh_token}
    else:
        form["grant_type"] = "client_credentials"
    return {key: value for key, value in form.items() if value}


def _read(fetched: Fetched, login: Login, bearer: str) -> tuple[str, float]:
    none = f"no token for {bearer} from {urlsplit(login.token_url).hostname}"
    if fetched.verdict is not Verdict.OK:
        refused = fetched.status in REFUSALS
        verdict = Verdict.BLOCKED if refused else fetched.verdict
        why = "it refuses the client, its secret or its scope" if refused else fetched.rule
        status = f" ({fetched.status})" if refused else ""
        raise FetchStopped(verdict, f"{none}: {why}{status}", status=fetched.status)
    try:
        answer = json.loads(fetched.body)
        token, lasts = answer["access_token"], float(answer.get("expires_in") or _USUAL)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise FetchStopped(Verdict.BROKEN, f"{none}: the answer holds none") from error
    if not isinstance(token, str) or not token or not token.isprintable() or not token.isascii():
        raise FetchStopped(Verdict.BROKEN, f"{none}: the answer holds none")
    return token, min(max(lasts, 0.0), _LONGEST)
