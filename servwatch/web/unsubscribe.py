"""One-click unsubscribe (RFC 8058): POST acts, without redirect, cookie or login; GET only shows a page with buttons.

Mail programs, virus scanners and previews follow every link of a mail with GET and HEAD, so these change nothing. A
token nobody was given is answered like any other: what is asked here tells nothing of who reads what. Addresses with
tokens are written into no log.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qs, quote, urlsplit

import structlog
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from servwatch.archive.unsubscribe_tokens import Subscription
from servwatch.cycle.one_click import PATH
from servwatch.errors import ServwatchError
from servwatch.locale import LANGUAGES, Words
from servwatch.web.pages import HEADERS, Said, page

_log = structlog.get_logger(__name__)

MOST_BYTES = 4096
"""Of a body: a mail provider's multipart form has some 300."""
BODY_SECONDS = 10.0
"""A body that has not come by then is not waited for."""
MOST_A_MINUTE = 300
"""Bodies that are read a minute, and as many pages shown, in all: behind a proxy every reader has one address."""
_ONE_CLICK = ("list-unsubscribe", "one-click")


class Desk(Protocol):
    """What acts on the archive, and knows the readers' languages."""

    def find(self, token: str) -> Subscription | None:
        """Whose token it is."""
        ...

    def leave(self, subscription: Subscription) -> None:
        """Mail them that digest no more."""
        ...

    def come_back(self, subscription: Subscription) -> None:
        """Undo it."""
        ...

    def speech(self, subscription: Subscription | None, accepted: str) -> Words:
        """The words of a reader; of an unknown one by the languages their program accepts."""
        ...


@dataclass(slots=True)
class Allowance:
    """So many a minute, evenly; `clock` is monotonic, in seconds."""

    a_minute: int = MOST_A_MINUTE
    clock: Callable[[], float] = time.monotonic
    _left: float = field(default=0.0, init=False)
    _at: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._left, self._at = float(self.a_minute), self.clock()

    def take(self) -> bool:
        """Whether one more may be."""
        now = self.clock()
        self._left = min(self.a_minute, self._left + (now - self._at) * self.a_minute / 60)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


def application(
    desk: Callable[[], AbstractContextManager[Desk]], public_url: str, allowance: Allowance | None = None
) -> Starlette:
    """The two routes alone."""
    places = routes(desk, public_url, allowance or Allowance())
    return Starlette(routes=places, exception_handlers={HTTPException: _plainly})


def routes(
    desk: Callable[[], AbstractContextManager[Desk]], public_url: str, allowance: Allowance
) -> list[BaseRoute]:
    """The two routes, at the root and below the path of the public address, whichever a proxy passes on."""
    endpoint = _Endpoint(desk, allowance, Allowance())
    path = urlsplit(public_url).path.rstrip("/")
    places = dict.fromkeys([f"{PATH}{{token}}", f"{path}{PATH}{{token}}"])
    shown: list[BaseRoute] = [Route(place, endpoint.show, methods=["GET"]) for place in places]
    return [*shown, *(Route(place, endpoint.act, methods=["POST"]) for place in places)]


class _Endpoint:
    def __init__(
        self, desk: Callable[[], AbstractContextManager[Desk]], acts: Allowance, pages: Allowance
    ) -> None:
        self._desk = desk
        self._acts, self._pages = acts, pages

    async def show(self, request: Request) -> Response:
        """Show the page; HEAD comes here too."""
        require(self._pages)
        if "preferences" in request.query_params:  # a link that names no token leads there
            token = quote(request.path_params["token"], safe="")
            return RedirectResponse(f"./{token}/preferences", 303, headers=HEADERS)
        return await run_in_threadpool(self._answer, request, None)

    async def act(self, request: Request) -> Response:
        """Do what the body says."""
        require(self._acts)
        choice = _choice(await read_body(request))
        if choice is None:
            raise HTTPException(400)
        return await run_in_threadpool(self._answer, request, choice)

    def _answer(self, request: Request, choice: Said | None) -> Response:
        try:
            with self._desk() as desk:
                found = desk.find(request.path_params["token"])
                if found is not None and choice is Said.LEFT:
                    desk.leave(found)
                elif found is not None and choice is Said.BACK:
                    desk.come_back(found)
                speech = desk.speech(found, request.headers.get("accept-language", ""))
        except ServwatchError as error:
            _log.error("no answer to a reader", error=str(error))
            raise HTTPException(503, headers={"Retry-After": "600"}) from error
        headers = HEADERS | {"Content-Language": speech.language, "Vary": "Accept-Language"}
        return HTMLResponse(page(choice or Said.ASKED, speech), headers=headers)


def require(allowance: Allowance) -> None:
    """Take one of what is allowed. Raises HTTPException 429."""
    if not allowance.take():
        raise HTTPException(429, headers={"Retry-After": "60"})


def accepted_language(header: str, usual: str) -> str:
    """The first language of an Accept-Language header (RFC 9110, 12.5.4) that we speak, in its order."""
    for part in header[:200].split(","):
        name = part.partition(";")[0].strip().partition("-")[0].lower()
        if name in LANGUAGES:
            return name
    return usual


async def read_body(request: Request, most: int = MOST_BYTES) -> bytes:
    """The body, which may be neither long nor slow. Raises HTTPException 400, 408, 413."""
    body = b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise HTTPException(413, headers={"Connection": "close"})
    except TimeoutError:
        raise HTTPException(408, headers={"Connection": "close"}) from None
    except ClientDisconnect:
        raise HTTPException(400) from None
    return body


def _choice(body: bytes) -> Said | None:
    """What is asked for: by our buttons, or by a mail program, as a form of either sort (RFC 8058, 3.2)."""
    text = body.decode("latin-1")
    fields = {key.lower(): values[-1].lower() for key, values in _fields(text).items()}
    name, value = _ONE_CLICK
    if fields.get(name) == value or (f'name="{name}"' in text.lower() and value in text.lower()):
        return Said.LEFT
    return {"leave": Said.LEFT, "stay": Said.BACK}.get(fields.get("choice", ""))


def _fields(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(text.strip(), max_num_fields=20)
    except ValueError:
        return {}


async def _plainly(_request: Request, error: Exception) -> Response:
    """A refusal, in a word."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    more = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    detail = error.detail if isinstance(error, HTTPException) else "Internal Server Error"
    return PlainTextResponse(f"{detail}\n", status, headers=HEADERS | more)
