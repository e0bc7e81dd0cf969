"""A house with something of everything: the demo's samples, read and sent at fixed times, and a draft under review.

It is made once and copied for whoever changes it. Its samples stay served, so that an address can be probed.
"""

import shutil
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from servwatch.archive.archive import Archive
from servwatch.archive.items import ItemQuery
from servwatch.cycle.clock import FixedClock
from servwatch.cycle.configuration import in_force
from servwatch.cycle.cycle import Plan, Watchers, run_cycle
from servwatch.demo.server import serving
from servwatch.demo.trial import prepare
from tests.cycle.watch import brussels
from tests.lasting_parsers import LentParsers
from tests.web.console.visitor import Console, Visitor

FIRST = brussels("2026-11-24 06:30")
"""The day the samples count their dates from."""
NOW = brussels("2026-11-26 15:30")
"""A Thursday afternoon: the Board's draft is an hour and a half old."""
HOSTS = ("commissie", "labour", "productivity", "conseil", "handel", "raad", "partners", "nieuw", "weg")
NEW_ADDRESS = "http://nieuw.samples.servwatch.example/raad-atom03.xml"
"""What no source watches yet."""
DOSSIER = "COM(2049) 837"
"""What the demo follows."""
HELD = "experts@servwatch.example"
"""To whom a message is held."""


@contextmanager
def house(folder: Path, database: str | None = None):
    """Make it, with an archive elsewhere where an address is given; it is served while the block runs."""
    path = prepare(folder, FIRST)
    with serving(FIRST) as port:
        led = ", ".join(f'"{name}.samples.servwatch.example" = "127.0.0.1:{port}"' for name in HOSTS)
        path.write_text(_furnished(path.read_text(encoding="utf-8"), led, database), encoding="utf-8")
        for time in ("2026-11-24 06:30", "2026-11-24 07:05", "2026-11-26 14:30"):
            _run(path, brussels(time))
        _hold(path)
        yield path


def _furnished(text_of: str, led: str, database: str | None) -> str:
    """The demo's file with an editor, a source that is gone, and a reviewed digest."""
    text_of = text_of.replace("[servwatch]\n", '[servwatch]\nlisten = "127.0.0.1:0"\n', 1)
    if database:
        text_of = text_of.replace('database = "sqlite:///servwatch.db"', f'database = "{database}"', 1)
    text_of = text_of.replace("[fetch]\n", f"[fetch]\nconnect_to = {{ {led} }}\n", 1)
    text_of = text_of.replace("[mail]\n", '[mail]\neditors = ["redactie@servwatch.example"]\n', 1)
    text_of = text_of.replace('layout = "brief"\n', 'layout = "brief"\nreview = "window"\n', 1)
    return f"""{text_of}
[[source]]
id = "voorbeeld-weg"
name = "Vertrokken dienst (voorbeeld)"
body = "voorbeeld-weg"
kind = "feed"
url = "http://weg.samples.servwatch.example/weg.xml"
languages = ["nl"]
"""


def _run(path: Path, now) -> None:
    current = in_force(path, {})
    with Archive(current.settings.database) as archive:
        run_cycle(current, archive, FixedClock(now), Plan(everything=True), Watchers(parsers=LentParsers))


def _hold(path: Path) -> None:
    """One message waits for a person, as after a doubt about whether a relay took it."""
    with Archive(in_force(path, {}).settings.database) as archive, archive.database.write() as connection:
        held = "update outbox set state = 'held', hold = 'doubt', reply = :reply, settled = null where recipient = :to"
        tried = "update attempt set fate = 'doubt', phase = 'data', reply = :reply where message in (select id from outbox where recipient = :to)"
        values = {"to": HELD, "reply": "the connection broke before the answer"}
        connection.execute(text(held), values)
        connection.execute(text(tried), values)


class Copy(Console):
    """A console over a copy of the house."""

    def __init__(self, made: Path, folder: Path) -> None:
        shutil.copytree(made.parent, folder)
        super().__init__(folder / made.name, NOW)
        with self.archive() as archive, archive.database.write() as connection:  # revisions are of a place
            moved = "update revision set path = replace(path, :was, :to), files = replace(files, :was, :to)"
            connection.execute(text(moved), {"to": str(folder), "was": str(made.parent)})

    def lived_in(self) -> Visitor:
        """An administrator who has done a few things already, and signed them."""
        self.account(
            "administrator", "redactie", language="nl", email="redactie@servwatch.example", initials="RS"
        )
        person = self.visitor("administrator", name="redactie", language="nl")
        with self.archive() as archive:
            item = next(item.id for item, _ in archive.items.find(ItemQuery()) if "telewerk" in item.title)
            deadline = archive.deadlines.find()[0].id
        person.do(f"/items/{item}/judge", theme="workable-work", ruling="fits")
        person.do("/items/saved", query="q=telewerk", name="Telewerk")
        person.do(f"/deadlines/{deadline}", owner="studiedienst", note="Advies volgt", state="ours")
        return person
