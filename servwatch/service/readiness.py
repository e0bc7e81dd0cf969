"""Tell systemd that the service is ready, alive, stopping (sd_notify(3)); nothing without systemd."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping


class Readiness:
    """The notification socket of the service manager, if there is one."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        environ = os.environ if environ is None else environ
        self._address = environ.get("NOTIFY_SOCKET", "")
        self.watchdog = int(environ.get("WATCHDOG_USEC", "0") or 0) / 1_000_000
        """Seconds within which a sign of life is expected; 0: none is."""

    def tell(self, state: str) -> bool:
        """Send a state such as "READY=1". False where nobody listens."""
        if not self._address:
            return False
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
                sender.sendto(state.encode(), address)
        except OSError:
            return False
        return True
