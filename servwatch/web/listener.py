"""A uvicorn in a thread."""

from __future__ import annotations

import socket
import threading

import structlog
import uvicorn
from starlette.types import ASGIApp

from servwatch.errors import ConfigError

_log = structlog.get_logger(__name__)

_STOP_SECONDS = 10.0
_AT_ONCE = 64
"""Connections at once; more are told to come later."""


class Listener:
    """One uvicorn in a thread of its own. Raises ConfigError where its address cannot be listened on."""

    def __init__(self, place: str, app: ASGIApp) -> None:
        self._socket = _listen(place)
        host, port = self._socket.getsockname()[:2]
        self.address = (str(host), int(port))
        config = uvicorn.Config(
            app,
            http="h11",
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            access_log=False,  # the addresses hold tokens
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_AT_ONCE,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=int(_STOP_SECONDS / 2),
            h11_max_incomplete_event_size=16_384,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="web", daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        except Exception:  # noqa: BLE001  # the watch goes on without its web server
            _log.exception("web server failed")

    def stop(self) -> None:
        """End what is being answered, then listen no more."""
        self._server.should_exit = True
        self._thread.join(_STOP_SECONDS)
        self._socket.close()


def _listen(place: str) -> socket.socket:
    host, _, port = place.rpartition(":")
    name = host.strip("[]")
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    try:
        return socket.create_server((name, int(port)), family=family, backlog=128)
    except (OSError, OverflowError) as error:
        cause = error.strerror if isinstance(error, OSError) else str(error)
        raise ConfigError(
            "nothing can listen at {where}: {cause}",
            place="[servwatch] listen",
            remedy="Name a free address and port, or end the program that has it.",
            where=place,
            cause=cause,
        ) from error
