"""A council with an archive, put together shortly: what a test adds is understood as it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from servwatch.archive.archive import Archive
from servwatch.archive.schema import item as items
from servwatch.cycle.following import following
from servwatch.cycle.own_advice import EarlierAdvice
from servwatch.cycle.surroundings import Stock
from servwatch.model import (
    NOTHING_GIVEN,
    Annotation,
    Calendar,
    Deadline,
    FollowedDossier,
    ItemKind,
    Reference,
    Side,
    Source,
    ThemeScore,
)
from tests.archive.arrivals import DAY, NOW, arrival, harvest, keep, polled
from tests.digest.examples import DIGEST, settings

TODAY = date(2026, 9, 3)
FULL = replace(DIGEST, id="board", layout="full", limit=60, themes=("*",))
DOSSIER = "COM(2025) 837"


def source(id_, side=Side.PUBLIC, **fields):
    return Source(id_, f"The {id_}", id_, "feed", f"https://{id_}.example.org/rss", side=side, **fields)


SOURCES = (
    source("ec"),
    source("eesc"),
    source("ser"),
    source("etuc", Side.WORKERS),
    source("ituc", Side.WORKERS),
    source("business", Side.EMPLOYERS),
    source("serv", own=True),
)


def day(number):
    """So many days from today."""
    return TODAY + timedelta(days=number)


def due(number, kind="consultation", **fields):
    """A deadline so many days from today, or something that happens then."""
    return Deadline(day(number), kind, f"on {day(number)}", source="field", **fields)


def about(*names, role="own"):
    """References to documents."""
    return tuple(Reference("com" if n.startswith("COM") else "eesc-file", n, role=role) for n in names)


class House:
    """Add items, then look at what a digest shows."""

    def __init__(self, url):
        self.archive = Archive(url)
        self.settings = settings(sources=SOURCES)
        self.calendar = Calendar()
        self._count = 0

    def close(self):
        self.archive.close()

    def add(
        self,
        title="",
        *,
        source="ec",
        kind=ItemKind.NEWS,
        age=1.0,
        themes=("climate",),
        deadlines=(),
        references=(),
        given=NOTHING_GIVEN,
        summary="A summary.",
        language="en",
        seen=None,
        url="",
    ):
        """Store an item published so many days ago; its id."""
        self._count += 1
        number = self._count
        scores = tuple(ThemeScore(theme, 2.0, ()) for theme in themes)
        note = Annotation(0, self.settings.fingerprint, language, scores, tuple(references), tuple(deadlines))
        published = NOW - age * DAY
        address = url or f"https://{source}.example.org/{number}"
        new = arrival(
            number, source=source, title=title or f"Title {number}", summary=summary, kind=kind, language=language,
            published=published, day=published.date(), seen=seen or min(published, NOW), annotation=note, given=given,
            url=address, canonical=address.removeprefix("https://"), keys=(f"url:{number}",),
        )  # fmt: skip
        self.store(harvest(new), new.seen)
        return number

    def change(self, number, *, at=NOW, **fields):
        """The item says something else from a time on; `deadlines` are those of its annotation."""
        item, note = self.archive.items.get(number)
        if "deadlines" in fields:
            note = replace(note, deadlines=tuple(fields.pop("deadlines")))
        kept = {
            name: fields.get(name, getattr(item, name))
            for name in (
                "title",
                "summary",
                "kind",
                "language",
                "published",
                "day",
                "given",
                "url",
                "canonical",
                "source",
            )
        }
        changed = arrival(number, **kept, annotation=note, item=number, seen=at, keys=(f"url:{number}",))
        self.store(harvest(source=item.source, changed=(changed,)), at)

    def store(self, brought, at):
        """Store what a poll at a time brought."""
        keep(self.archive.database, replace(brought, polled=polled(at=at)))

    def follow(self, ref=DOSSIER, **fields):
        self.settings = replace(
            self.settings, dossiers=(*self.settings.dossiers, FollowedDossier(ref, {"": "Jobs"}, **fields))
        )

    def stock(self, now=NOW):
        """What the blocks draw on at a time."""
        return Stock(
            self.settings,
            self.archive,
            now,
            calendar=self.calendar,
            following=following(self.settings, self.archive, self.settings.day_of(now)),
            advice=EarlierAdvice(self.settings, self.archive, now),
        )

    def hold(self, number):
        """Put an item in quarantine."""
        with self.archive.database.write() as connection:
            connection.execute(items.update().where(items.c.id == number).values(quarantined=True))
