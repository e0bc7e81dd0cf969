"""`run --demo`: a folder of its own, bundled feeds over loopback, mail into a Maildir, never a relay."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

from servwatch.config import read_file, shipped
from servwatch.cycle.configuration import InForce
from servwatch.demo.server import SAMPLES, serving
from servwatch.errors import UsageError

_FILES = ("feeds.toml", "members.toml")
_FIRST = ".first-run"


def prepare(folder: Path, now: datetime) -> Path:
    """Make the folder of the demo, or find it as it was left. Returns its feeds.toml. Raises UsageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _place(folder / _FIRST, now.isoformat)
        _place(folder / "themes.toml", shipped_themes)
        for name in _FILES:
            _place(folder / name, partial((SAMPLES / name).read_text, encoding="utf-8"))
    except OSError as error:
        raise UsageError(
            "the folder of the demo cannot be made: {cause}",
            place=str(folder),
            remedy="Run the demo in a folder you may write to.",
            cause=error.strerror or str(error),
        ) from error
    return folder / "feeds.toml"


def _place(path: Path, text: Callable[[], str]) -> None:
    """Write a file that is not there yet, whole at once: another demo may begin at the same moment."""
    if path.exists():
        return
    with NamedTemporaryFile("w", dir=path.parent, encoding="utf-8") as written:
        written.write(text())
        written.flush()
        with suppress(FileExistsError):
            os.link(written.name, path)
    path.chmod(0o644)


def shipped_themes() -> str:
    """The [[theme]] tables of the shipped feeds.toml, as they stand there."""
    lines = read_file(shipped("feeds.toml")).split("\n")
    begins = [n for n, line in enumerate(lines) if line.startswith("[[theme]]")]
    ends = [n for n, line in enumerate(lines) if line.startswith("[[digest]]")]
    stop = min((n for n in ends if n > begins[-1]), default=len(lines)) if begins else 0
    kept = lines[begins[0] : stop] if begins else []
    while kept and (not kept[-1] or kept[-1].startswith("#")):
        kept.pop()
    return "\n".join(kept) + "\n"


@contextmanager
def sample_feeds(current: InForce, folder: Path) -> Iterator[InForce]:
    """Serve the samples, and lead every host of the configuration to them."""
    first = datetime.fromisoformat((folder / _FIRST).read_text(encoding="utf-8").strip())
    with serving(first) as port:
        hosts = {urlsplit(source.url).hostname or "" for source in current.settings.sources}
        led = dict.fromkeys(hosts, f"127.0.0.1:{port}")
        fetch = replace(current.settings.fetch, connect_to=led)
        mail = replace(current.settings.mail, transport="maildir", maildir=folder / "outbox")
        yield replace(current, settings=replace(current.settings, fetch=fetch, mail=mail))
