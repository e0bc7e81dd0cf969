"""A whole watch in a folder: feeds on a loopback internet, configuration, runs at virtual times."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

from servwatch.archive.archive import Archive
from servwatch.cycle.clock import FixedClock
from servwatch.cycle.configuration import in_force
from servwatch.cycle.cycle import POLL_AT_MOST, Plan, Watchers, run_cycle
from servwatch.cycle.reporting import CycleReport
from servwatch.model import Recipient
from servwatch.sources.parser_pool import ParserPool
from tests.internet import Internet
from tests.lasting_parsers import LentParsers

BRUSSELS = ZoneInfo("Europe/Brussels")


def brussels(text: str) -> datetime:
    """A time of the council, such as "2026-11-27 07:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


THEMES = """
[[theme]]
id = "work"
name = { nl = "Werk", en = "Work", fr = "Travail" }
terms.nl = ["werk", "loon*"]
terms.en = ["labour", "employment"]
terms.fr = ["travail"]

[[theme]]
id = "climate"
name = { nl = "Klimaat", en = "Climate", fr = "Climat" }
terms.nl = ["klimaat"]
terms.en = ["climate"]
terms.fr = ["climat"]
"""


def entry(title: str, link: str, *, guid: str = "", date: datetime | None = None, text: str = "") -> str:
    """One RSS item."""
    from email.utils import format_datetime

    parts = [f"<title>{title}</title>", f"<link>{link}</link>"]
    if guid:
        parts.append(f'<guid isPermaLink="false">{guid}</guid>')
    if date is not None:
        parts.append(f"<pubDate>{format_datetime(date)}</pubDate>")
    if text:
        parts.append(f"<description>{text}</description>")
    return f"<item>{''.join(parts)}</item>"


def rss(*entries: str) -> bytes:
    """A feed of items."""
    body = "".join(entries)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>{body}</channel></rss>'.encode()


MONDAY_FEED = rss(
    *(
        entry(
            f"Nieuw bericht {n} over werk",
            f"https://s0.example.org/new/{n}",
            date=brussels("2026-11-26 08:00"),
        )
        for n in range(5)
    )
)
"""What a feed of the tests of killing serves on its second day."""


class MachineClock:
    """A machine whose clock says a time; nobody gave it by `--now`."""

    def __init__(self, time: datetime) -> None:
        self._time = time

    def now(self) -> datetime:
        return self._time


class Watch:
    """One watch. Change what it is made of, then `run` it at a time."""

    def __init__(self, folder: Path, internet: Internet, *, database: str = "sqlite:///servwatch.db") -> None:
        self.folder = folder
        self.internet = internet
        self.database = database
        self.sources: dict[str, str] = {}
        self.digests: dict[str, str] = {}
        self.members: list[str] = []
        self.mail = ""
        self.fetch = ""
        self.per_host = 8
        self.led: dict[str, str] = {}  # hosts besides those of the internet, and where they are
        self.general = ""
        self.themes = THEMES
        self.seed = 1
        self.recipients: list[Recipient] = []  # other ones than the files allow
        self.poll_at_most = POLL_AT_MOST
        self.parsers: Callable[[int], ParserPool] = LentParsers
        self.machine_clock = False  # the time of a run is that of the machine, not of --now
        self.report = CycleReport()

    @property
    def path(self) -> Path:
        """Its feeds.toml."""
        return self.folder / "feeds.toml"

    def source(self, id_: str, url: str = "", **keys: object) -> None:
        """Watch a feed; its address is made from its id where none is given."""
        values = {
            "name": id_.title(),
            "body": id_,
            "url": url or f"http://{id_}.example.org/rss",
            "languages": ["nl"],
            **keys,
        }
        self.sources[id_] = table("source", id=id_, **values)

    def digest(self, id_: str, schedule: str = "0 7 * * fri", **keys: object) -> None:
        """Have a digest, for a group of its own name where none is given."""
        values = {"title": {"nl": id_.title()}, "schedule": schedule, "groups": [id_], **keys}
        self.digests[id_] = table("digest", id=id_, **values)

    def member(self, email: str, *groups: str, **keys: object) -> None:
        """Have a recipient."""
        self.members.append(table("member", email=email, groups=list(groups), **keys))

    def write(self) -> None:
        """Write the files."""
        led = ", ".join(f'"{h}" = "{a}"' for h, a in (self.internet.connect_to() | self.led).items())
        weekly = "" if "weekly" in self.general else 'weekly = ""\n'
        top = f'[servwatch]\n{weekly}database = "{self.database}"\n{self.general}\n'
        fetch = f'[fetch]\npace = "0s"\nper_host = {self.per_host}\nallow_private = true\nconnect_to = {{ {led} }}\n{self.fetch}\n'
        mail = f'[mail]\nfrom = "Watch <watch@example.org>"\n{self.mail}\n'
        lists = [*self.sources.values(), self.themes, *self.digests.values()]
        self.path.write_text("\n".join([top, fetch, mail, *lists]), encoding="utf-8")
        (self.folder / "members.toml").write_text("\n".join(self.members), encoding="utf-8")

    def run(
        self, time: str | datetime, *, everything: bool = False, at_once: bool = False, write: bool = True
    ) -> CycleReport:
        """Do one cycle at a time; `everything` polls all sources, as `run --all` does."""
        if write:
            self.write()
        now = brussels(time) if isinstance(time, str) else time
        current = in_force(self.path, {})
        if self.recipients:
            current = replace(current, settings=replace(current.settings, recipients=tuple(self.recipients)))
        with Archive(current.settings.database) as archive:
            watchers = Watchers(
                rng=random.Random(self.seed), poll_at_most=self.poll_at_most, parsers=self.parsers
            )
            plan = Plan(everything=everything, at_once=at_once)
            clock = MachineClock(now) if self.machine_clock else FixedClock(now)
            self.report = run_cycle(current, archive, clock, plan, watchers)
        return self.report

    def archive(self) -> Archive:
        """Its archive, to look into; close it."""
        return Archive(in_force(self.path, {}).settings.database)

    def titles(self) -> list[str]:
        """The titles in the archive, in the order of their arrival."""
        from servwatch.archive.item_query import ItemQuery

        with self.archive() as archive:
            return [
                item.title for item, _ in sorted(archive.items.find(ItemQuery()), key=lambda pair: pair[0].id)
            ]

    def letters(self, to: str = "") -> list[EmailMessage]:
        """The mails in its Maildir, by file name, to all or to one."""
        files = sorted((self.folder / "outbox" / "new").glob("*"))
        mails = [message_from_bytes(f.read_bytes(), policy=policy.default) for f in files]
        return [m for m in mails if not to or to in str(m["To"])]

    def texts(self, to: str = "") -> list[str]:
        """The plain texts of those mails."""
        return [m.get_body(("plain",)).get_content() for m in self.letters(to)]


def table(kind: str, /, **values: object) -> str:
    """A TOML table of a list."""
    return "\n".join(
        [f"[[{kind}]]", *(f"{key.rstrip('_')} = {toml(value)}" for key, value in values.items()), ""]
    )


def toml(value: object) -> str:
    """A value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{k}" = {toml(v)}' for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    return str(value)


def days(number: float) -> timedelta:
    """So many days."""
    return timedelta(days=number)
