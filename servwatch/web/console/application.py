"""The console as an ASGI application: the tables of pages, the static files, and what is said where a page is not."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from servwatch.web.console.every_page import PAGES
from servwatch.web.console.protection import Protection
from servwatch.web.console.reception import Reception
from servwatch.web.console.routes import Page
from servwatch.web.console.site import Site

_log = structlog.get_logger(__name__)
_KEY = re.compile(r"[\w-]{25,}")
"""What may be the token of a link, and stands in no log."""
_FOR_EVER = "public, max-age=31536000, immutable"


def console(site: Site, public_url: str = "", more: Iterable[BaseRoute] = ()) -> ASGIApp:
    """The whole console, with routes of others before its own."""
    reception = Reception(site)
    routes: list[BaseRoute] = [*more]
    routes += [_route(reception, row) for row in PAGES]
    routes.append(Mount("/static", _Static(directory=site.templates.static)))
    app = Starlette(
        routes=routes,
        exception_handlers={404: partial(_nowhere, reception), HTTPException: _plainly, Exception: _failed},
    )
    return Protection(app, public_url, site.current.settings.listen)


def _route(reception: Reception, row: Page) -> Route:
    endpoint: Callable[[Request], Awaitable[Response]] = partial(reception.receive, row)
    return Route(row.path, endpoint, methods=[row.method], name=row.name)


class _Static(StaticFiles):
    """Files whose address changes with what is in them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be kept for ever where its address says which version it is."""
        response = await super().get_response(path, scope)
        if response.status_code == 200 and scope.get("query_string", b"").startswith(b"v="):
            response.headers["Cache-Control"] = _FOR_EVER
        return response


async def _nowhere(reception: Reception, request: Request, error: Exception) -> Response:
    """That there is no such page: to a person as a page that leads on, to a program in a word."""
    if "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/static/"):
        return await reception.lead_on(request)
    return await _plainly(request, error)


async def _plainly(_request: Request, error: Exception) -> Response:
    """A refusal, in a word."""
    if not isinstance(error, HTTPException):
        raise error
    return PlainTextResponse(f"{error.detail}\n", error.status_code, headers=dict(error.headers or {}))


async def _failed(request: Request, error: Exception) -> Response:
    """A fault of ours: logged whole, told in a word."""
    _log.error("page failed", path=_KEY.sub("…", request.url.path), exc_info=error)
    return PlainTextResponse("The page could not be made; the log says why.\n", 500)
