"""Dovecot on a loopback port: own folder, own Maildir, own users, gone afterwards.

Runs as the current user, root or not, with nothing of the machine's own configuration. What it does
as real servers do: UIDVALIDITY and UIDNEXT, keywords, folders on which the user has some rights of
RFC 4314 only (`rights="lrs"` permits to read and to mark as read, and no keyword), STARTTLS and TLS
with a certificate of the tests' authority, XOAUTH2 with tokens that it asks an HTTP endpoint about
(`introspection`). Mail is delivered as files in the Maildir, as a mail system's own agent does it.
"""

from __future__ import annotations

import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.internet.certificates import _leaf

USER, PASSWORD = "nieuws@example.org", "geheim wachtwoord"
HOST = "mail.example.org"
_PATIENCE = 15.0

_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
{users}first_valid_uid = 0
first_valid_gid = 0
last_valid_uid = 0
mail_location = maildir:~/Maildir
mail_fsync = never
auth_mechanisms = plain login xoauth2 oauthbearer
disable_plaintext_auth = no
auth_failure_delay = 0
auth_verbose = yes
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
ssl_dh =
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
{more}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""
_OAUTH = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""
_RIGHTS = """
mail_plugins = acl
plugin {{
  acl = vfile:{folder}/rights
}}
"""
_OAUTH_FILE = """
introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
"""


def program() -> str | None:
    """The server's program, or None."""
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


class Dovecot:
    """A running server. A context manager; `deliver` a mail, then look at `flags`."""

    def __init__(self, *, introspection: str = "", rights: str = "", user: str = USER) -> None:
        self.user = user
        self.folder = Path(tempfile.mkdtemp(prefix="servwatch-imap-"))
        self.folder.chmod(0o755)  # the login process is another user
        self.port, self.tls_port = _free_port(), _free_port()
        self._introspection = introspection
        self._rights = rights
        self._delivered = 0
        self._process: subprocess.Popen[bytes] | None = None
        # Nobody's mail may belong to root, for Dovecot.
        self._owner = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())

    def __enter__(self) -> Self:
        self._write()
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    # What is in it

    def deliver(self, mail: bytes, *, folder: str = "INBOX", received: float | None = None) -> None:
        """Put a mail into a folder, as new. `received` is its INTERNALDATE, seconds since 1970."""
        place = self.maildir(folder)
        for part in ("new", "cur", "tmp"):
            (place / part).mkdir(parents=True, exist_ok=True)
            self._give(place, place / part)
        self._delivered += 1
        when = time.time() if received is None else received
        file = place / "new" / f"{int(when)}.M{self._delivered:06}P1.test"
        file.write_bytes(mail.replace(b"\r\n", b"\n"))
        os.utime(file, (when, when))
        self._give(file)

    def maildir(self, folder: str = "INBOX") -> Path:
        """Where a folder lies."""
        root = self.folder / "home" / self.user / "Maildir"
        return root if folder == "INBOX" else root / f".{folder.replace('/', '.')}"

    def flags(self, folder: str = "INBOX") -> dict[int, set[str]]:
        """What every message is marked with, by UID."""
        with self.client() as client:
            client.select(f'"{folder}"', readonly=True)
            found: dict[int, set[str]] = {}
            for line in client.uid("fetch", "1:*", "(FLAGS)")[1]:
                if isinstance(line, bytes):
                    uid = int(line.split(b"UID ")[1].split(b")")[0].split()[0])
                    found[uid] = set(line.split(b"FLAGS (")[1].split(b")")[0].decode().split())
            return found

    def mark(self, uids: str, flags: str, *, how: str = "+FLAGS", folder: str = "INBOX") -> None:
        """Set or take away marks, as a person's mail program does."""
        with self.client() as client:
            client.select(f'"{folder}"')
            client.uid("store", uids, how, flags)

    def create(self, folder: str) -> None:
        """Make a folder. `folder` as IMAP spells it."""
        with self.client() as client:
            assert client.create(f'"{folder}"')[0] == "OK"

    def renumber(self, folder: str = "INBOX") -> None:
        """Give every message another UID, under another UIDVALIDITY, as a moved mailbox does."""
        place = self.maildir(folder)
        first = (place / "dovecot-uidlist").read_text().split("\n")[0]
        before = int(first.split(" V")[1].split()[0])
        self._stop()
        for file in place.glob("dovecot*"):
            file.unlink()
        guid = first.split(" G")[1].split()[0]
        (place / "dovecot-uidlist").write_text(f"3 V{before + 1} N1 G{guid}\n")
        self._give(place / "dovecot-uidlist")
        self._start()

    def client(self) -> imaplib.IMAP4:
        """A connection that has logged in."""
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        client.login(self.user, PASSWORD)
        return client

    @property
    def log(self) -> str:
        """What the server has said."""
        file = self.folder / "log"
        return file.read_text(errors="replace") if file.exists() else ""

    # How it runs

    def _write(self) -> None:
        (self.folder / "home").mkdir()
        self._give(self.folder / "home")
        owner = self._owner
        (self.folder / "users").write_text(f"{self.user}:{{PLAIN}}{PASSWORD}\n")
        leaf = _leaf("Authority of the tests", HOST)
        (self.folder / "key.pem").write_bytes(leaf.private_key_pem.bytes())
        (self.folder / "cert.pem").write_bytes(b"".join(pem.bytes() for pem in leaf.cert_chain_pems))
        more = ""
        if self._introspection:
            more = _OAUTH.format(folder=self.folder)
            (self.folder / "oauth2.conf").write_text(_OAUTH_FILE.format(url=self._introspection))
        if self._rights:
            more += _RIGHTS.format(folder=self.folder)
            (self.folder / "rights").write_text(f"* owner {self._rights}\n")
        config = _CONFIG.format(
            folder=self.folder, users=_users(owner),
            uid=owner.pw_uid, gid=owner.pw_gid, port=self.port, tls_port=self.tls_port, more=more,
        )  # fmt: skip
        (self.folder / "dovecot.conf").write_text(config)

    def _give(self, *places: Path) -> None:
        if os.getuid() == 0:
            for place in places:
                os.chown(place, self._owner.pw_uid, self._owner.pw_gid)

    def _start(self) -> None:
        binary = program()
        assert binary is not None
        command = [binary, "-F", "-c", str(self.folder / "dovecot.conf")]
        with (self.folder / "output").open("ab") as output:
            self._process = subprocess.Popen(command, stdout=output, stderr=output)
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                imaplib.IMAP4("127.0.0.1", self.port, timeout=5).logout()
            except OSError:
                said = (self.folder / "output").read_text(errors="replace") + self.log
                assert self._process.poll() is None, said
                assert time.monotonic() < until, said
                time.sleep(0.02)
            else:
                return

    def _stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(_PATIENCE)
            self._process = None


def _users(owner: pwd.struct_passwd) -> str:
    """Who the processes run as: those of root as the users of the system's package, all others as we do."""
    if os.getuid() == 0:  # a login process refuses to run as root
        return ""
    group = grp.getgrgid(owner.pw_gid).gr_name
    return (
        f"default_internal_user = {owner.pw_name}\ndefault_internal_group = {group}\n"
        f"default_login_user = {owner.pw_name}\n"
    )


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
