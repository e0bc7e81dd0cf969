"""A week with editors, driven from the command line on virtual time: what each act and each run changed."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from servwatch.model import MessageState
from tests.cli.line import servwatch
from tests.cycle.watch import Watch, brussels, entry, rss

EDITOR = "redactie@example.org"
READER = "lid@example.org"
FEED = "ec.example.org/rss"
WEDNESDAY, THURSDAY = brussels("2026-11-25 08:00"), brussels("2026-11-26 15:30")
TOPICS = ("lonen", "uren", "pauzes", "cao", "ploegen", "thuis", "stage", "flex")


def news(number: int, *, date=WEDNESDAY, text: str = "") -> str:
    """An item; the lower its number, the stronger it is: "werk" stands oftener in it."""
    title = f"Bericht {number} over werk en {TOPICS[number % len(TOPICS)]}"
    weight = " ".join(f"loon{n}" for n in range(12 - number))
    return entry(
        title, f"https://ec.example.org/{number}", guid=f"g{number}", date=date, text=text or f"{weight}."
    )


def foreign(number: int) -> str:
    """One that is not in Dutch."""
    text = "The market of the region, and what the law does for it."
    return entry(
        "Employment law in the region",
        f"https://oecd.example.org/{number}",
        guid=f"f{number}",
        date=WEDNESDAY,
        text=text,
    )


URGENT = news(21, date=THURSDAY, text="Raadpleging over werk. Reageren kan tot 2 december 2026.")
ORDINARY = news(22, date=THURSDAY)
PAST = [news(n) for n in range(1, 7)]


LAST_FIRST = """
def change(text):
    head, _, rest = text.partition("== entries ==")
    entries, _, rest = rest.partition("== cut ==")
    *others, last = entries.strip().split("\\n\\n")
    last = last.replace("headline:", "headline: Kop uit het formulier")
    return "\\n\\n".join([head + "== entries ==", last, *others, "== cut ==" + rest])
"""
"""Somebody who puts the last entry first, and gives it a headline."""


@dataclass(frozen=True)
class Step:
    """One command at one time, and what was otherwise after it."""

    when: str
    command: str
    changed: tuple[str, ...]


@dataclass
class Play:
    """One digest of four entries under one review, and all that was done."""

    watch: Watch
    review: str
    steps: list[Step] = field(default_factory=list)
    known: dict[str, object] = field(default_factory=dict)
    known_mails: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.watch.internet.at(FEED).serves(rss(*PAST))
        self.watch.internet.at("oecd.example.org/rss").serves(rss(foreign(1)))
        self.watch.mail = f'editors = ["{EDITOR}"]'
        self.watch.source("ec", every="30m")
        self.watch.source("oecd", languages=["en"], every="30m")
        self.watch.digest("board", layout="brief", limit=4, review=self.review)
        self.watch.member(READER, "board")
        self.watch.write()

    @property
    def folder(self):
        return self.watch.folder

    def comes(self, *more: str) -> None:
        """More stands in the feed from now on."""
        self.watch.internet.at(FEED).serves(rss(*PAST, *more))

    def do(self, when: str, *command: object, form=None, code: int = 0) -> Step:
        """Give a command at a time; note what is otherwise after it."""
        before, mails = self.known or self.state(), self.known_mails
        now = ["--now", when.replace(" ", "T")]
        with editing(form):
            outcome = servwatch(self.folder, *command, *now).well(code)
        after, sent = self.state(), self.mails()
        self.known, self.known_mails = after, sent
        changed = [
            *differences(before, after),
            *(f"mail to {to}: {subject}" for to, subject in sent[len(mails) :]),
        ]
        if code:
            asked = [line for line in outcome.out.splitlines() if line.startswith("attention: draft")]
            changed += [f"exit {code}: {asked[0].split(':')[1].strip()} waits"] if asked else [f"exit {code}"]
        step = Step(when, " ".join(map(str, command)), tuple(changed))
        self.steps.append(step)
        return step

    def run(self, when: str, code: int = 0) -> Step:
        """A run of the whole cycle."""
        return self.do(when, "run", "--all", code=code)

    def state(self) -> dict[str, object]:
        """The draft, or the newest edition, as facts that can be compared."""
        with self.watch.archive() as archive:
            row = archive.drafts.alive("board")
            editions = archive.editions.recent("board")
        facts: dict[str, object] = {"editions": len([e for e in editions if e.number])}
        if row is None:
            return facts
        sheet = (
            servwatch(self.folder, "digest", "draft", "board", "--json", "--now", "2026-11-26T14:30")
            .well()
            .json
        )
        facts |= {"draft": sheet["draft"], "state": sheet["state"], "introduction": sheet["introduction"]}
        facts["order"] = [e["item"] for e in sheet["entries"]]
        for one in sheet["entries"]:
            facts[f"{one['item']}"] = (one["headline"], one["note"], one["initials"], one["late"])
        return facts

    def sheet(self) -> dict:
        """The draft as --json tells it."""
        return (
            servwatch(self.folder, "digest", "draft", "board", "--json", "--now", "2026-11-26T14:30")
            .well()
            .json
        )

    def item(self, title: str) -> int:
        """The number of an item, by a word of its title."""
        from servwatch.archive.item_query import ItemQuery

        with self.watch.archive() as archive:
            return next(item.id for item, _ in archive.items.find(ItemQuery()) if title in item.title)

    def mails(self) -> list[tuple[str, str]]:
        """Who was mailed what, in the order in which it was put into the outbox."""
        with self.watch.archive() as archive:
            found = sorted(archive.desk.messages(states=list(MessageState)), key=lambda m: m.id)
        return [(m.recipient, m.subject) for m in found]

    def letter(self, to: str, word: str = "") -> str:
        """The text of the last mail to somebody whose subject has a word."""
        found = [m for m in self.watch.letters(to) if word in str(m["Subject"])]
        return found[-1].get_body(("plain",)).get_content()

    def page(self, to: str, word: str = "") -> str:
        """The HTML of that mail."""
        found = [m for m in self.watch.letters(to) if word in str(m["Subject"])]
        return found[-1].get_body(("html",)).get_content()

    def ledger(self) -> dict[int, tuple[str, str]]:
        """What became of each item: outcome and who, if anybody, said so."""
        with self.watch.archive() as archive:
            (newest,) = archive.editions.recent("board", limit=1)
            return {
                d.item: (d.outcome.value, str(d.facts.get("by", "")))
                for d in archive.editions.ledger("board", newest.id)
            }


class editing:  # noqa: N801  # a context manager
    """A script as the editor: it gets the form and writes what the function makes of it."""

    def __init__(self, change):
        self.change = change

    def __enter__(self):
        if self.change is None:
            return
        import sys
        import tempfile
        from pathlib import Path

        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "change.py").write_text(
            "import sys, pathlib\n"
            + self.change
            + "\npath = pathlib.Path(sys.argv[1])\npath.write_text(change(path.read_text()))\n"
        )
        self.before = os.environ.get("EDITOR")
        os.environ["EDITOR"] = f"{sys.executable} {self.folder / 'change.py'}"

    def __exit__(self, *_):
        if self.change is None:
            return
        if self.before is None:
            del os.environ["EDITOR"]
        else:
            os.environ["EDITOR"] = self.before


def differences(before: dict, after: dict) -> list[str]:
    """What is otherwise, in words."""
    found = []
    if after["editions"] > before["editions"]:
        found.append("the edition left")
    if after.get("draft") and after.get("draft") != before.get("draft"):
        return [*found, f"draft of {len(after['order'])} entries: {listed(after['order'])}"]
    if "draft" not in after:
        return found
    if before["order"] != after["order"]:
        found.append(f"entries {listed(before['order'])} → {listed(after['order'])}")
    if before["state"] != after["state"]:
        found.append(f"{before['state']} → {after['state']}")
    if before["introduction"] != after["introduction"]:
        found.append(f"introduction: {after['introduction'] or 'none'}")
    for item, (headline, note, initials, late) in ((k, v) for k, v in after.items() if k.isdigit()):
        old = before.get(item, ("", "", "", False))
        found += [f"{item}: headline “{headline}”"] if headline != old[0] else []
        found += (
            [f"{item}: note “{note}” ({initials})" if note else f"{item}: no note"] if note != old[1] else []
        )
        found += [f"{item} is marked as new"] if late and not old[3] else []
    return found


def listed(items) -> str:
    return " ".join(map(str, items))
