"""All that one address answers: readers' one-click pages first, then the console."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from starlette.types import ASGIApp

from servwatch.web.console.application import console
from servwatch.web.console.site import Site
from servwatch.web.unsubscribe import Allowance, Desk, routes


def whole(site: Site, desk: Callable[[], AbstractContextManager[Desk]], public_url: str) -> ASGIApp:
    """The application. Readers are answered where a public address is set."""
    readers = routes(desk, public_url, Allowance()) if public_url else []
    return console(site, public_url, readers)
