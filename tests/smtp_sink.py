"""Postfix's smtp-sink: an SMTP server that others wrote, which takes, refuses or drops as its options say (smtp-sink(1)).

``-f``/``-r`` COMMAND answer 5xx/4xx, ``-q`` drops the connection without a word, ``-Q`` with 421; with ``.`` after the final
dot. Where it drops there it had the whole message, and dumps it too: so ``-q .`` plays "taken, and the answer lost".

With `keep` each message is written into a folder as it arrives, and can be read back.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.postfix import free_port

SINK = shutil.which("smtp-sink", path="/usr/sbin:/usr/local/sbin:/usr/bin")
MISSING = "smtp-sink (Debian package postfix) is not installed"


@contextlib.contextmanager
def smtp_sink(*options: str, port: int = 0, keep: Path | None = None) -> Iterator[int]:
    """Run one; its port. It serves 64 connections at once at most."""
    port = port or free_port()
    as_whom = ["-u", "nobody"] if os.geteuid() == 0 else []
    kept = ["-d", f"{keep}/%Y%m%d%H%M%S."] if keep is not None else []
    command = [str(SINK), *as_whom, *kept, *options, f"127.0.0.1:{port}", "64"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _await(port)
            yield port
        finally:
            process.kill()


@contextlib.contextmanager
def kept_mail() -> Iterator[Path]:
    """A folder that smtp-sink can write to, whoever it runs as."""
    with tempfile.TemporaryDirectory(prefix="servwatch-sink-") as folder:
        path = Path(folder)
        path.chmod(0o777)  # it runs as nobody
        yield path


def copies(folder: Path) -> Iterator[bytes]:
    """Each message as it arrived, without the lines that smtp-sink wrote before it."""
    for file in sorted(folder.iterdir()):
        content = _written(file)
        if not content:  # the connection broke before the end, and it keeps nothing of that
            continue
        own, _, data = content.partition(b"\tby smtp-sink (smtp-sink)")
        assert own.startswith(b"X-Client-Addr:"), file
        _, _, data = data.partition(b"\n\t")  # the time of its Received line
        _, _, data = data.partition(b"\n")
        yield data.removesuffix(b"\n").replace(
            b"\n", b"\r\n"
        )  # it writes lines as Unix does, and one more at the end


def _written(file: Path) -> bytes:
    """What it wrote of a message; it writes all at the end, which may be a moment after it answered."""
    for _ in range(40):
        if content := file.read_bytes():
            return content
        time.sleep(0.05)
    return b""


def _await(port: int) -> None:
    for _ in range(500):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.01)
    raise RuntimeError("smtp-sink does not listen")
