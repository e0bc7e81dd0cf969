"""Sees what Python code reaches for outside itself."""

import sys
from contextlib import contextmanager

_REACHING = (
    "open",
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "urllib.",
    "ftplib.",
    "http.",
)


class Watch:
    """Records every attempt to open a file or a socket, or to start a program (PEP 578).

    An audit hook stays for good, so there is one, which is switched on and off.
    """

    def __init__(self):
        self.on = False
        self.seen = []
        sys.addaudithook(self._hook)

    def _hook(self, event, arguments):
        if not self.on or not event.startswith(_REACHING):
            return
        if event == "open" and str(arguments[0]).endswith((".py", ".pyc", ".so")):
            return  # an import
        self.seen.append((event, arguments))

    @contextmanager
    def watching(self):
        """Within it, `seen` fills."""
        self.seen.clear()
        self.on = True
        try:
            yield self
        finally:
            self.on = False


WATCH = Watch()
