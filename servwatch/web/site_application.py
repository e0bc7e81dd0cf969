"""All that one address answers: readers' one-click pages first, then the console."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from servwatch.web.console.application import console
from servwatch.web.console.site import Site
from servwatch.web.preferences import PreferenceDesk, preference_routes
from servwatch.web.unsubscribe import Allowance, Desk, routes


class ReaderDesk(Desk, PreferenceDesk, Protocol):
    """What readers do behind their address."""


def whole(site: Site, desk: Callable[[], AbstractContextManager[ReaderDesk]], public_url: str) -> ASGIApp:
    """The application. Readers are answered where a public address is set."""
    readers: list[BaseRoute] = []
    if public_url:
        readers += routes(desk, public_url, Allowance())
        readers += preference_routes(desk, public_url, Allowance())
    return console(site, public_url, readers)
