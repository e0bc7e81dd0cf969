"""`serve`, for the house and on the sample feeds: what is said once the console can be opened."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import structlog

from servwatch.archive.archive import Archive
from servwatch.cli.invocation import Invocation
from servwatch.cli.printing import say
from servwatch.config.values import is_host_port
from servwatch.cycle.accounts import AccountDesk, console_address, link_address
from servwatch.cycle.clock import SystemClock
from servwatch.cycle.configuration import InForce
from servwatch.cycle.cycle import Plan, Watchers, run_cycle
from servwatch.demo.trial import sample_feeds
from servwatch.errors import UsageError
from servwatch.model.account import Role
from servwatch.service.service import Service
from servwatch.web.server import WebServer

_log = structlog.get_logger(__name__)

DEMO_ADMINISTRATOR = "demo"


class Announced:
    """A web server that says, once it answers, how to come in."""

    def __init__(self, server: WebServer, say_how: Callable[[InForce, str], None]) -> None:
        self._server, self._say_how = server, say_how

    def begin(self, current: InForce, reload: Callable[[], None]) -> None:
        """Answer, then say how to come in."""
        self._server.begin(current, reload)
        if self._server.address is not None:
            host, port = self._server.address
            self._say_how(current, f"[{host}]:{port}" if ":" in host else f"{host}:{port}")

    def go_on(self, current: InForce) -> None:
        """Answer under a changed configuration."""
        self._server.go_on(current)

    def stop(self) -> None:
        """Answer no more."""
        self._server.stop()


def serve_house(here: Invocation, listen: str) -> None:
    """Serve the configuration of the house."""
    _serve(here, _first_account, _listening(_place(listen)))


def serve_demo(here: Invocation, folder: Path, listen: str) -> None:
    """Serve the sample feeds: one cycle in which everything is due, then the service with the console."""
    asked = _place(listen)
    with sample_feeds(here.in_force(), folder) as served:
        place = asked or _free(served.settings.listen)
        moved = _listening(place)

        def adjust(current: InForce) -> InForce:
            fetch = replace(current.settings.fetch, connect_to=served.settings.fetch.connect_to)
            mail = replace(current.settings.mail, transport="maildir", maildir=served.settings.mail.maildir)
            return moved(replace(current, settings=replace(current.settings, fetch=fetch, mail=mail)))

        say("Reading the sample feeds ...", error=True)
        with here.open(served) as archive:
            run_cycle(served, archive, SystemClock(), Plan(everything=True, at_once=True), Watchers())
        _serve(here, _demo_link, adjust)


def _serve(
    here: Invocation, say_how: Callable[[InForce, str], None], adjust: Callable[[InForce], InForce]
) -> None:
    beside = Announced(WebServer(environ=here.environ), say_how)
    service = Service(here.config_path(), here.environ, here.db, beside=beside, adjust=adjust)
    service.obey_signals()
    service.run()


def _first_account(current: InForce, at: str) -> None:
    """Say how the first account is made, where there is none and nobody else says who people are."""
    console = current.settings.console
    if console.openid is not None or console.user_header:
        return
    with Archive(current.settings.database) as archive:
        if archive.accounts.all():
            return
    _log.warning(
        "nobody can sign in yet",
        console=f"{console_address(current.settings, at)}/",
        remedy="make the first account: servwatch accounts add NAME --role administrator",
    )


def _demo_link(current: InForce, at: str) -> None:
    """Print the link of the demo's administrator, who is made where there is none."""
    with Archive(current.settings.database) as archive:
        desk = AccountDesk(archive, SystemClock().now())
        if archive.accounts.find(DEMO_ADMINISTRATOR) is None:
            desk.add(DEMO_ADMINISTRATOR, Role.ADMINISTRATOR)
        address = link_address(current.settings, desk.link(DEMO_ADMINISTRATOR), at)
    say(f"Open {address} in a browser")
    say("Ctrl-C ends it. What it made lies in servwatch-demo.", style="dim", error=True)
    sys.stdout.flush()


def _listening(place: str) -> Callable[[InForce], InForce]:
    """The same configuration, listening at a place where one is given."""

    def adjust(current: InForce) -> InForce:
        return replace(current, settings=replace(current.settings, listen=place)) if place else current

    return adjust


def _place(listen: str) -> str:
    """An address and port as it was typed. Raises UsageError."""
    if listen and not is_host_port(listen):
        raise UsageError("--listen takes an address and a port", remedy="Write it as 127.0.0.1:8080.")
    return listen


def _free(place: str) -> str:
    """The place itself where it is free, else a free port of the same address."""
    host, _, port = place.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host.strip("[]"), int(port)), family=family).close()
    except OSError:
        return f"{host}:0"
    return place
