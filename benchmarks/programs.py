"""The programs of the polling benchmark: servwatch and its peers, each set up in a folder of its own.

Every peer reads the same feeds from the same server, with the settings its own documentation gives for
many feeds. rss2email mails each item; feed2exec writes each into a Maildir; reader and newsboat only
keep them. None of them tags.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.loopback import ROOT, Loopback, language_of

CONCURRENCY = 32  # of servwatch, which is its own setting unless told otherwise
THREADS = 16  # of the peers that have threads


@dataclass(frozen=True, slots=True)
class Program:
    """A program ready to run in `folder`; run twice, it polls cold and then warm."""

    name: str
    folder: Path
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    slow: bool = False  # takes minutes: one round of it is enough
    good: tuple[int, ...] = (0,)

    def surroundings(self) -> dict[str, str]:
        """The environment it runs in: compiled modules may be written, as at an installed program's."""
        inherited = {
            k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
        }
        return inherited | {"LC_ALL": "C.UTF-8"} | self.environment


def servwatch(folder: Path, server: Loopback, feeds: int) -> Program:
    """This checkout, with the shipped themes, one digest, a Maildir."""
    sources = (
        f'[[source]]\nid = "feed-{n}"\nname = "Feed {n}"\nbody = "loopback"\nkind = "feed"\n'
        f'url = "{server.url(n)}"\nlanguages = ["{language_of(n)}"]\n'
        for n in range(feeds)
    )
    return servwatch_watching(folder, sources, f'pace = "0s"\nper_host = {CONCURRENCY}\n')


def servwatch_watching(folder: Path, sources: Iterable[str], fetch: str) -> Program:
    """This checkout with these sources and keys of [fetch], each as TOML."""
    shipped = (ROOT / "feeds.toml").read_text(encoding="utf-8")
    themes = [part for part in re.split(r"(?m)^(?=\[)", shipped) if part.startswith("[[theme]]")]
    (folder / "themes.toml").write_text("".join(themes), encoding="utf-8")
    digest = (
        '[[digest]]\nid = "daily"\ntitle = { en = "Daily" }\nschedule = "0 7 * * *"\ngroups = ["staff"]\n'
    )
    settings = (
        '[servwatch]\ninclude = ["themes.toml"]\nmembers = "members.toml"\n'
        f"[fetch]\nconcurrency = {CONCURRENCY}\nallow_private = true\n{fetch}"
    )
    (folder / "feeds.toml").write_text("".join((settings, *sources, digest)), encoding="utf-8")
    (folder / "members.toml").write_text('[[member]]\nemail = "a@example.org"\ngroups = ["staff"]\n')
    subprocess.run([sys.executable, "-m", "compileall", "-q", "servwatch"], cwd=ROOT, check=True)
    command = [sys.executable, "-m", "servwatch", "-q", "run", "--all"]
    return Program("servwatch", folder, command, {"PYTHONPATH": str(ROOT)})


def rss2email(folder: Path, server: Loopback, feeds: int, peers: Path) -> Program:
    """One mail an item, over SMTP."""
    program = str(peers / "venv-rss2email" / "bin" / "r2e")
    named = {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("CONFIG", "DATA")}
    environment = named | {"XDG_RUNTIME_DIR": str(folder / "runtime")}
    for place in environment.values():
        Path(place).mkdir()
    subprocess.run(
        [program, "new", "board@example.org"], env=os.environ | environment, check=True, capture_output=True
    )
    path = folder / "config" / "rss2email.cfg"
    text = path.read_text(encoding="utf-8")
    for key, value in {
        "from": "watch@example.org",
        "force-from": "True",
        "email-protocol": "smtp",
        "smtp-server": "127.0.0.1",
        "smtp-port": str(server.smtp),
    }.items():
        text = re.sub(rf"(?m)^{key} = .*$", f"{key} = {value}", text)
    text += "".join(f"\n[feed.feed{n}]\nurl = {server.url(n)}\n" for n in range(feeds))
    path.write_text(text, encoding="utf-8")
    return Program("rss2email", folder, [program, "run"], environment, slow=True)


def feed2exec(folder: Path, server: Loopback, feeds: int, peers: Path) -> Program:
    """One file an item, in a Maildir."""
    environment = {"XDG_CONFIG_HOME": str(folder / "config"), "XDG_DATA_HOME": str(folder / "data")}
    for place in environment.values():
        Path(place).mkdir()
    sections = (f"[feed{n}]\nurl = {server.url(n)}\nfolder = all\n" for n in range(feeds))
    default = f"[DEFAULT]\noutput = feed2exec.plugins.maildir\nmailbox = {folder / 'mail'}\n"
    (folder / "config" / "feed2exec.ini").write_text("".join((default, *sections)), encoding="utf-8")
    command = [str(peers / "venv-feed2exec" / "bin" / "feed2exec"), "fetch"]
    return Program("feed2exec", folder, command, environment, slow=True)


def reader(folder: Path, server: Loopback, feeds: int, peers: Path) -> Program:
    """A library with a command line; entries are kept in SQLite."""
    python = str(peers / "venv-reader" / "bin" / "python")
    adding = (
        "import sys; from reader import make_reader; r = make_reader('db.sqlite');"
        "[r.add_feed(url) for url in sys.argv[1:]]"
    )
    urls = [server.url(n) for n in range(feeds)]
    subprocess.run([python, "-c", adding, *urls], cwd=folder, check=True, capture_output=True)
    update = ["update", "--no-scheduled", "--workers", str(THREADS)]
    return Program("reader", folder, [python, "-m", "reader", "--db", "db.sqlite", *update])


def newsboat(folder: Path, server: Loopback, feeds: int) -> Program:
    """A reader for the terminal, in C++ and Rust; entries are kept in SQLite."""
    (folder / "urls").write_text("".join(f"{server.url(n)}\n" for n in range(feeds)))
    (folder / "config").write_text(f"reload-threads {THREADS}\n")
    files = ["-u", "urls", "-C", "config", "-c", "cache.db"]
    return Program(
        "newsboat", folder, ["newsboat", *files, "-x", "reload"], {"HOME": str(folder), "TERM": "xterm"}
    )


def found(folder: Path, server: Loopback, feeds: int, peers: Path | None) -> Iterator[Program]:
    """servwatch, and the peers that this machine has, the quick ones first."""

    def own(name: str) -> Path:
        place = folder / name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        return place

    yield servwatch(own("servwatch"), server, feeds)
    if shutil.which("newsboat"):
        yield newsboat(own("newsboat"), server, feeds)
    for make in (reader, rss2email, feed2exec):
        if peers is not None and (peers / f"venv-{make.__name__}").is_dir():
            yield make(own(make.__name__), server, feeds, peers)
