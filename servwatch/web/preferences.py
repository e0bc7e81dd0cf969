"""How a reader wants a digest, said behind the address by which they leave it: POST acts, GET only shows.

A token nobody was given is answered like one of a digest without themes to choose from: in the same words, with the
same status, and nothing is kept. Addresses with tokens are written into no log.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qs, quote, urlsplit

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from servwatch.archive.unsubscribe_tokens import Subscription
from servwatch.cycle.one_click import PATH
from servwatch.errors import ServwatchError, UsageError
from servwatch.locale import Words
from servwatch.web.pages import HEADERS
from servwatch.web.preference_page import Wishes, preference_page
from servwatch.web.unsubscribe import Allowance, read_body, require

_log = structlog.get_logger(__name__)

MOST_BYTES = 16_384
"""Of a body: a hundred themes with long names."""
_MOST_FIELDS = 300


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says."""

    frequency: str
    layout: str
    themes: tuple[str, ...]


class PreferenceDesk(Protocol):
    """What acts on the archive, and knows the readers' languages."""

    def find(self, token: str) -> Subscription | None:
        """Whose token it is."""
        ...

    def wishes(self, subscription: Subscription | None, language: str) -> Wishes:
        """How the reader wants the digest, with what they can choose; for an unknown one what is usual."""
        ...

    def prefer(
        self, subscription: Subscription, frequency: str, layout: str, themes: tuple[str, ...]
    ) -> None:
        """Keep it. Raises UsageError where no theme is chosen of several."""
        ...

    def speech(self, subscription: Subscription | None, accepted: str) -> Words:
        """The words of a reader; of an unknown one by the languages their program accepts."""
        ...


def preference_routes(
    desk: Callable[[], AbstractContextManager[PreferenceDesk]], public_url: str, allowance: Allowance
) -> list[BaseRoute]:
    """The two routes, at the root and below the path of the public address, whichever a proxy passes on."""
    endpoint = _Endpoint(desk, allowance)
    path = urlsplit(public_url).path.rstrip("/")
    places = dict.fromkeys(f"{before}{PATH}{{token}}/preferences" for before in ("", path))
    shown: list[BaseRoute] = [Route(place, endpoint.show, methods=["GET"]) for place in places]
    return [*shown, *(Route(place, endpoint.act, methods=["POST"]) for place in places)]


class _Endpoint:
    def __init__(
        self, desk: Callable[[], AbstractContextManager[PreferenceDesk]], allowance: Allowance
    ) -> None:
        self._desk = desk
        self._allowance = allowance

    async def show(self, request: Request) -> Response:
        """Show the form; HEAD comes here too."""
        require(self._allowance)
        if "leave" in request.query_params:  # a link that names no token leads there
            token = quote(request.path_params["token"], safe="")
            return RedirectResponse(f"../{token}", 303, headers=HEADERS)
        return await run_in_threadpool(self._answer, request, None)

    async def act(self, request: Request) -> Response:
        """Keep what the form says."""
        require(self._allowance)
        said = _said(await read_body(request, MOST_BYTES))
        return await run_in_threadpool(self._answer, request, said)

    def _answer(self, request: Request, said: Said | None) -> Response:
        try:
            with self._desk() as desk:
                found = desk.find(request.path_params["token"])
                speech = desk.speech(found, request.headers.get("accept-language", ""))
                fault = _keep(desk, found, said, speech) if found is not None and said is not None else ""
                wishes = desk.wishes(found, speech.language)
        except ServwatchError as error:
            _log.error("no answer to a reader", error=str(error))
            raise HTTPException(503, headers={"Retry-After": "600"}) from error
        kept = said is not None and not fault
        headers = HEADERS | {"Content-Language": speech.language, "Vary": "Accept-Language"}
        text = preference_page(wishes, speech, kept=kept, fault=fault)
        return HTMLResponse(text, 422 if fault else 200, headers=headers)


def _keep(desk: PreferenceDesk, subscription: Subscription, said: Said, speech: Words) -> str:
    """Keep what is said; returns what is wrong with it, in the reader's words."""
    try:
        desk.prefer(subscription, said.frequency, said.layout, said.themes)
    except UsageError as error:
        return error.sentence(speech._)
    return ""


def _said(body: bytes) -> Said:
    try:
        fields = parse_qs(body.decode("latin-1").strip(), max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None
    frequency, layout = (fields.get(name, [""])[-1] for name in ("frequency", "layout"))
    if not frequency and not layout and "themes" not in fields:
        raise HTTPException(400)
    return Said(frequency, layout, tuple(fields.get("theme", ())))
