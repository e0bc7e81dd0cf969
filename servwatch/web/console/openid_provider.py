"""A provider of OpenID Connect, as a client sees it: authorization code with PKCE, state and nonce.

OpenID Connect Core 1.0 (3.1) and Discovery 1.0 (4), RFC 6749 (4.1), RFC 7636, RFC 9207, RFC 9700. One secret, which
only the browser of the visitor keeps, gives all three: the state, the nonce and the verifier are hashes of it.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from typing import Any
from urllib.parse import urlencode, urlsplit

from servwatch.fetch import Fetcher
from servwatch.model import Fetched, FetchSettings, Request, Verdict
from servwatch.model.console import OpenIdSettings
from servwatch.web.console.openid_token import OpenIdRefused, checked_claims

KNOWN_FOR = 3600.0
"""Seconds for which the discovery document and the keys are kept."""
KEYS_AGAIN = 60.0
"""Seconds before keys are asked for again because a token names one that is not known."""
_PATIENCE = timedelta(seconds=15)
_MOST_BYTES = 500_000
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class OpenIdProvider:
    """One provider. `now` is the time (UTC), `clock` is monotonic, in seconds. Safe to call from several threads."""

    def __init__(
        self,
        settings: OpenIdSettings,
        network: FetchSettings,
        now: Callable[[], datetime],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings, self.network = settings, network
        self._now, self._clock = now, clock
        # It may lie at a private address, since an administrator named it; people wait for its answer.
        self._fetch = replace(
            network, allow_private=True, pace=timedelta(0), timeout=min(network.timeout, _PATIENCE)
        )
        self._lock = Lock()
        self._document: tuple[float, Mapping[str, Any]] | None = None
        self._keys: tuple[float, list[Mapping[str, Any]]] | None = None

    def way_in(self, secret: str, back: str) -> str:
        """The address at which the visitor signs in there, and from which they are sent `back`. Raises OpenIdRefused."""
        place = self._endpoint("authorization_endpoint")
        challenge = base64.urlsafe_b64encode(sha256(derived(secret, "verifier").encode()).digest())
        query = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": back,
            "scope": self.settings.scope,
            "state": derived(secret, "state"),
            "nonce": derived(secret, "nonce"),
            "code_challenge": challenge.rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return f"{place}{'&' if urlsplit(place).query else '?'}{urlencode(query)}"

    def claims(self, answer: Mapping[str, str], secret: str, back: str) -> Mapping[str, Any]:
        """What the provider says of whom it sent back with this answer. Raises OpenIdRefused."""
        state = answer.get("state", "")
        if not secret or not hmac.compare_digest(derived(secret, "state").encode(), state.encode()):
            raise OpenIdRefused("the answer is not that of this browser's question")
        if answer.get("iss", self.settings.issuer) != self.settings.issuer:
            raise OpenIdRefused("the answer is another issuer's (RFC 9207)")
        if "code" not in answer:
            word = "".join(c for c in answer.get("error", "")[:60] if c.isalnum() or c == "_")
            raise OpenIdRefused(f"the provider refuses: {word or 'no code'}")
        token = self._token(answer["code"][:4000], secret, back)
        nonce = derived(secret, "nonce")
        return checked_claims(token, self._key_of, self.settings, nonce=nonce, now=self._now())

    def _token(self, code: str, secret: str, back: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "client_id": self.settings.client_id,
            "client_secret": self.settings.client_secret,
            "code_verifier": derived(secret, "verifier"),
        }
        content = urlencode({key: value for key, value in form.items() if value}).encode()
        answer = self._asked(self._endpoint("token_endpoint"), content)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise OpenIdRefused("the token endpoint gave no ID token: is openid in oidc_scope?")
        return token

    def _endpoint(self, name: str) -> str:
        with self._lock:
            if self._document is None or self._clock() - self._document[0] > KNOWN_FOR:
                self._document = (self._clock(), self._discover())
            place = self._document[1].get(name)
        if not isinstance(place, str) or not _protected(place):
            raise OpenIdRefused(f"the provider names no {name} by https")
        return place

    def _discover(self) -> Mapping[str, Any]:
        issuer = self.settings.issuer
        document = self._asked(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if document.get("issuer") != issuer:
            told = str(document.get("issuer"))[:200]
            raise OpenIdRefused(f"the provider calls itself {told!r}, not {issuer!r}")
        return document

    def _key_of(self, key_id: str | None) -> Mapping[str, Any]:
        """The key of that id; asked for anew where it is not known, since providers roll their keys."""
        place = self._endpoint("jwks_uri")
        with self._lock:
            age = self._clock() - self._keys[0] if self._keys is not None else KNOWN_FOR + 1
            found = _picked(self._keys[1], key_id) if self._keys is not None and age <= KNOWN_FOR else None
            if found is None and age > KEYS_AGAIN:
                keys = self._asked(place).get("keys")
                listed: list[Mapping[str, Any]] = (
                    [one for one in keys if isinstance(one, dict)] if isinstance(keys, list) else []
                )
                self._keys = (self._clock(), listed)
                found = _picked(listed, key_id)
        if found is None:
            raise OpenIdRefused("the token is signed by a key that the provider does not name")
        return found

    def _asked(self, place: str, content: bytes = b"") -> Mapping[str, Any]:
        request = Request(
            url=place,
            expects="json",
            method="POST" if content else "GET",
            content=content,
            content_type="application/x-www-form-urlencoded" if content else "",
            max_bytes=_MOST_BYTES,
            follow=False,
        )
        fetched = asyncio.run(_fetched(request, self._fetch))
        if fetched.verdict is not Verdict.OK:
            status = f" ({fetched.status})" if fetched.status else ""
            raise OpenIdRefused(f"{urlsplit(place).hostname}: {fetched.verdict.value}{status} {fetched.rule}")
        try:
            document = json.loads(fetched.body)
        except (ValueError, RecursionError) as error:
            raise OpenIdRefused("the provider's answer is no JSON") from error
        if not isinstance(document, dict):
            raise OpenIdRefused("the provider's answer is no object")
        return document


def derived(secret: str, what: str) -> str:
    """The state, nonce or verifier of one way in (43 characters, as RFC 7636, 4.1 wants)."""
    mark = hmac.new(secret.encode(errors="replace"), what.encode(), sha256).digest()
    return base64.urlsafe_b64encode(mark).rstrip(b"=").decode()


def _picked(keys: list[Mapping[str, Any]], key_id: str | None) -> Mapping[str, Any] | None:
    signing = [key for key in keys if key.get("use", "sig") == "sig"]
    if key_id is None:
        return signing[0] if len(signing) == 1 else None
    return next((key for key in signing if key.get("kid") == key_id), None)


def _protected(place: str) -> bool:
    """Https, or plain http to this machine, for a trial."""
    parts = urlsplit(place)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


async def _fetched(request: Request, settings: FetchSettings) -> Fetched:
    async with Fetcher(settings) as fetcher:
        return await fetcher.fetch(request)
