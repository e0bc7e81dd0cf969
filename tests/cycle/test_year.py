"""The ledger over a year of virtual runs: late, early, doubled, missed, both changes of the clock.

Every item gets exactly one row in each digest, and one that belongs is told exactly once, however the
runs come. The short sample crosses the change in October; `-m slow` runs the year.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest

from servwatch.archive.archive import Archive
from servwatch.archive.intake import Arrival, Harvest, Polled
from servwatch.archive.item_query import ItemQuery
from servwatch.archive.source_state import SourceState
from servwatch.cycle.configuration import in_force
from servwatch.cycle.understanding import Understanding
from servwatch.insight.identity import text_hash
from servwatch.model import ItemKind, Outcome, Verdict
from tests.cycle.watch import BRUSSELS, Watch, brussels

DIGESTS = {
    "daily": "30 7 * * mon-fri",
    "weekly": "0 7 * * fri",
    "monthly": "0 6 1 * *",
    "nightly": "15 1,4 * * *",
    "quarterly-hour": "*/15 * * * *",
}


class Year:
    """A watch without sources: items are put into its archive by hand, runs come as they come."""

    def __init__(self, watch: Watch, seed: int) -> None:
        self.watch, self.rng, self.count = watch, random.Random(seed), 0
        for name in (*DIGESTS, "added"):  # a reader each: nobody is told in one digest what another told
            watch.member(f"{name}@example.org", name)
        for name, schedule in DIGESTS.items():
            watch.digest(name, schedule, limit=0, when_empty="skip")
        self.runs = 0

    def publish(self, now: datetime) -> None:
        """A few items come in, of which some belong nowhere."""
        current = in_force(self.watch.path, {})
        understanding = Understanding(current.settings)
        arrivals = []
        for _ in range(self.rng.choice([0, 0, 1, 1, 2, 4])):
            self.count += 1
            title = (
                f"Item {self.count} over {self.rng.choice(['werk', 'klimaat', 'iets anders'])} van vandaag"
            )
            url = f"https://x.example.org/{self.count}"
            published = now - timedelta(hours=self.rng.choice([0, 1, 30, 300]))
            arrivals.append(
                Arrival(
                    "x",
                    url,
                    url[8:],
                    title,
                    "",
                    "nl",
                    ItemKind.NEWS,
                    (),
                    published,
                    published.date(),
                    now,
                    text_hash(title, ""),
                    (f"url:{url[8:]}",),
                    understanding.annotation("x", title, "", "nl", ()),
                )
            )
        state = SourceState("x", "r", now, baselined=True, verdict=Verdict.OK)
        with Archive(current.settings.database) as archive:
            archive.store(0, [Harvest(state, Polled(now, Verdict.OK, "", 200, 0, 0.0), arrivals)])

    def run(self, now: datetime) -> None:
        self.runs += 1
        self.watch.run(now)

    def live(self, first: datetime, last: datetime) -> None:
        """Go through the days, with all that happens to a watch in a year."""
        day, number = first, 0
        while day < last:
            number += 1
            self.change(number)
            for moment in self.moments(day, number):
                self.watch.write()
                self.publish(moment - timedelta(seconds=30))
                self.run(moment)
                if self.rng.random() < 0.2:
                    self.run(moment)  # twice at the same moment, as from two crontabs
            day += timedelta(days=1)

    def change(self, number: int) -> None:
        if number == 20:
            self.watch.digest("added", "0 12 * * *", limit=0, when_empty="skip")
        if number == 33:
            self.watch.digest("weekly", "0 9 * * tue,thu", limit=0, when_empty="skip")
        if number == 45:
            del self.watch.digests["monthly"]
        if number == 60:
            self.watch.digest("monthly", "0 6 1,15 * *", limit=0, when_empty="skip")

    def moments(self, day: datetime, number: int) -> list[datetime]:
        """The runs of a day, in order: some early, some late, none at all for three days."""
        if number % 40 in (17, 18, 19):
            return []
        hours = [0.0, 1.27, 3.0, 4.3, 6.01, 7.0, 7.51, 9.1, 12.2, 18.0, 23.99]
        chosen = sorted(self.rng.sample(hours, self.rng.randint(1, 4)))
        late = [self.rng.choice([0, 0, 0.2, -0.02]) for _ in chosen]
        local = [
            day.replace(hour=0) + timedelta(hours=min(max(0, h + x), 23.99))
            for h, x in zip(chosen, late, strict=True)
        ]
        return sorted(moment.replace(tzinfo=None).replace(tzinfo=BRUSSELS) for moment in local)


def prove(watch: Watch, first: str, last: str, seed: int) -> str:
    """Live, then hold every digest's ledger and mails to what was promised. What happened, in a line."""
    year = Year(watch, seed)
    year.live(brussels(first), brussels(last))
    for number in range(41):  # until the rarest digest has come once more
        year.run(brussels(last) + timedelta(days=number))
    with watch.archive() as archive:
        items = {item.id: item for item, _ in archive.items.find(ItemQuery())}
        assert len(items) == year.count
        rows: Counter[tuple[str, int]] = Counter()
        chosen: Counter[tuple[str, str]] = Counter()
        for digest in watch.digests:
            editions = archive.editions.recent(digest, limit=100_000)
            assert len({edition.scheduled for edition in editions}) == len(editions)
            for edition in editions:
                for decision in archive.editions.ledger(digest, edition.id):
                    rows[digest, decision.item] += 1
                    if decision.outcome is Outcome.CHOSEN:
                        chosen[digest, items[decision.item].title] += 1
    expected = {(digest, number) for digest in watch.digests for number in items}
    assert set(rows) == expected, f"missing: {sorted(expected - set(rows))[:5]}"
    assert set(rows.values()) == {1}
    assert told_in(watch.letters()) == chosen
    belonging = {item.title for item in items.values() if "anders" not in item.title}
    assert {title for _, title in chosen} == belonging
    count = sum(rows.values())
    return f"{first} to {last}: {year.runs} runs, {len(items)} items, {count} ledger rows, {len(watch.letters())} mails"


def told_in(letters: list[EmailMessage]) -> Counter[tuple[str, str]]:
    """How often each digest's mails to its one reader tell each title."""
    told: Counter[tuple[str, str]] = Counter()
    for letter in letters:
        digest = str(letter["Message-ID"]).strip("<").partition(".")[0]
        text = " ".join(letter.get_body(("plain",)).get_content().partition("NIET GEKOZEN")[0].split())
        told.update((digest, title) for title in re.findall(r"Item \d+ over [a-z ]+? van vandaag", text))
    return told


def test_every_item_has_exactly_one_row_in_each_digest_over_autumn(watch):
    print(prove(watch, "2026-10-12", "2026-11-16", seed=3))


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_every_item_has_exactly_one_row_in_each_digest_over_a_year(watch):
    print(prove(watch, "2026-02-01", "2027-02-01", seed=11))
