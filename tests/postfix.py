"""A Postfix of the tests' own: private configuration, queue and ports, on loopback only, gone afterwards.

Nothing of the machine's own Postfix is touched or read. It takes mail for anybody, relays all of it to one port,
asks no DNS, and has nothing to bounce; what it could not pass on, as when a reload comes between, it tries again a second later
(Postfix itself waits five minutes). With `local` it is the last station of one domain: it takes mail for anybody there,
and returns to the envelope sender, by way of the sink, what is for no user of this machine. Starting it needs root, as
Postfix does.

Quirks that can be asked for: `defer` makes it answer 450 at RCPT to recipients that match an expression, until
`heal`; both close the connections that are open, as an administrator's ``postfix reload`` does.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

POSTFIX = shutil.which("postfix", path="/usr/sbin:/usr/local/sbin")
DAEMONS = Path("/usr/lib/postfix/sbin")
_PATIENCE = 60  # seconds for a start or a stop

_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {daemons}
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}
mail_owner = postfix
myhostname = relay.example.org
mydestination = {local}
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = check_recipient_access regexp:{folder}/config/recipients
smtpd_client_connection_rate_limit = 0
smtpd_client_message_rate_limit = 0
smtpd_client_recipient_rate_limit = 0
smtpd_error_sleep_time = 0
smtpd_soft_error_limit = 1000000
smtpd_hard_error_limit = 1000000
relayhost = [127.0.0.1]:{sink}
disable_dns_lookups = yes
smtp_host_lookup = native
smtp_tls_security_level = none
smtpd_tls_security_level = none
alias_maps =
alias_database =
bounce_queue_lifetime = 0
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
"""

_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
local unix - n n - - local
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def why_not() -> str:
    """Why no Postfix can be started here; "" where one can."""
    if POSTFIX is None or not DAEMONS.is_dir():
        return "postfix (Debian package postfix) is not installed"
    return "" if os.geteuid() == 0 else "postfix starts as root only"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


class Postfix:
    """`with Postfix(sink_port) as relay:` listens on loopback at `relay.port` and passes all mail on to the sink."""

    def __init__(self, sink: int, *, local: str = "") -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="servwatch-postfix-"))
        self.folder.chmod(0o755)  # its daemons run as their own user
        for name in ("queue", "data", "log", "config"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        names = {"folder": self.folder, "daemons": DAEMONS, "sink": sink, "port": self.port, "local": local}
        self._config = self.folder / "config"
        (self._config / "main.cf").write_text(_MAIN.format(**names))
        (self._config / "master.cf").write_text(_MASTER.format(**names))
        self._recipients("")

    def __enter__(self) -> Postfix:
        try:
            self._run("start")
            self._until(self._listening)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(RuntimeError):  # it may have ended
            self._run("stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def defer(self, expression: str) -> None:
        """Answer 450 to these recipients (a POSIX extended regular expression) from now on."""
        self._recipients(f"/{expression}/ 450 4.2.1 greylisted, come back later\n")
        self._run("reload")
        self._until(self._listening)

    def heal(self) -> None:
        """Take everybody's mail again."""
        self._recipients("")
        self._run("reload")
        self._until(self._listening)

    def waiting(self) -> int:
        """How many messages it has taken and not yet passed on."""
        queues = (self.folder / "queue" / name for name in ("incoming", "active", "deferred", "maildrop"))
        return sum(1 for queue in queues for found in queue.rglob("*") if found.is_file())

    def drained(self, seconds: float = 600) -> None:
        """Wait until all of it is passed on."""
        self._until(lambda: self.waiting() == 0, seconds)

    def log(self) -> str:
        """What it wrote."""
        return (self.folder / "log" / "mail.log").read_text(errors="replace")

    def _recipients(self, lines: str) -> None:
        (self._config / "recipients").write_text(lines)

    def _listening(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 5) as link:
                return link.recv(4) == b"220 "
        except OSError:
            return False

    def _run(self, verb: str) -> None:
        done = subprocess.run(
            [str(POSTFIX), "-c", str(self._config), verb], capture_output=True, text=True, check=False,
            timeout=_PATIENCE,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"postfix {verb} failed: {done.stderr or done.stdout}")

    def _until(self, reached, seconds: float = _PATIENCE) -> None:
        deadline = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > deadline:
                raise RuntimeError(f"postfix did not come so far: {self.log()[-2000:]}")
            time.sleep(0.05)
