"""A PostgreSQL server of the tests' own: a private cluster in a temporary folder, gone afterwards.

Nothing of the machine's own clusters is touched. It listens on a unix socket only, trusts whoever
reaches that (the folder is closed to others), and never waits for the disk. ``initdb`` refuses to
run as root: then `postgres`, or else `nobody`, owns the cluster.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import sql

USER = "servwatch"
_PATIENCE = 30  # seconds for a start or a stop
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0777",  # the folder is what keeps others out
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "60",
    "timezone": "Asia/Kolkata",  # neither UTC nor Brussels, so that a forgotten zone shows
}


def programs() -> Path | None:
    """The folder of the newest server programs on this machine, or None."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: float(p.parts[4]))
    if versions:
        return versions[-1].parent
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found else None


class Server:
    """A running server. `new` gives a fresh database, as a copy of the template that was made last."""

    def __init__(self, binaries: Path) -> None:
        self._as_owner = _owner()
        self.folder = Path(tempfile.mkdtemp(prefix="servwatch-pg-"))
        if self._as_owner:
            os.chown(self.folder, self._as_owner["user"], self._as_owner["group"])
        self._data = self.folder / "data"
        self._template = "template1"
        self._made = 0
        self._run(
            binaries / "initdb", "-D", self._data, "-N", "-A", "trust", "-U", USER, "-E", "UTF8",
            "--locale=C", "--no-instructions",
        )  # fmt: skip
        options = [f"-c{key}={value}" for key, value in _SETTINGS.items()]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [binaries / "postgres", "-D", self._data, "-k", self.folder, *options],
                stdout=log, stderr=log, cwd=self.folder, **self._as_owner,
            )  # fmt: skip
        self._await()

    def url(self, name: str) -> str:
        """The address of a database, as feeds.toml would give it."""
        return f"postgresql+psycopg://{USER}@/{name}?host={self.folder}"

    def new(self) -> str:
        """Make a fresh database; return its name."""
        self._made += 1
        name = f"fresh_{self._made}"
        self.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(self._template)
            )
        )
        return name

    def new_empty(self) -> str:
        """Make a database without any table; return its name."""
        self._made += 1
        name = f"empty_{self._made}"
        self.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return name

    def make_template(self, name: str) -> None:
        """Let every database from now on be a copy of this one; nobody may be connected to it."""
        self._template = name

    def drop(self, name: str) -> None:
        """Remove a database, and whoever is still connected to it."""
        self.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def execute(self, statement: sql.Composable, database: str = "postgres") -> None:
        """Run one statement outside of any transaction."""
        with psycopg.connect(host=str(self.folder), user=USER, dbname=database, autocommit=True) as link:
            link.execute(statement)

    def stop(self) -> None:
        """End the server and remove all it has written."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)  # immediate shutdown: nothing is to be kept
            self._process.wait(_PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, *command: object) -> None:
        done = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, cwd=self.folder, check=False,
            **self._as_owner,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {done.stderr or done.stdout}")

    def _await(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                return self.execute(sql.SQL("SELECT 1"))
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    log = (self.folder / "log").read_text()
                    self.stop()
                    raise RuntimeError(f"the server did not start: {log}") from None
            time.sleep(0.01)


def _owner() -> dict[str, object]:
    """Who runs the programs, as arguments of `subprocess`: an unprivileged user where we are root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL does not run as root, and there is no user postgres or nobody here")
