"""A real feed, poll after poll, through whole cycles at the days on which it was captured."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from servwatch.cycle.reporting import CycleReport
from servwatch.model import Decision, Item, Outcome
from tests.corpus.archived import items_of
from tests.cycle.watch import Watch, brussels
from tests.internet import Internet
from tests.sources.corpus import files
from tests.sources.plain_feedparser import plainly, raw

FEEDS = ("oecd-embargoes-daily-2026", "eci-petitions-history")
URL = "https://publisher.example.org/rss"
_HREF = re.compile(r'href="([^"]+)"')


@dataclass(frozen=True)
class Replay:
    """What came of all polls of a feed, with one digest a day that takes everything."""

    polls: list[tuple[str, bytes]]
    reports: list[CycleReport]
    items: list[Item]
    rows: list[Decision]
    letters: int
    told: Counter[str]  # how many mails have each address as a link

    @cached_property
    def published(self) -> set[str]:
        """Every address that feedparser finds in the polls."""
        return {raw(entry, "link") for _, body in self.polls for entry in plainly(body)}

    @property
    def chosen(self) -> list[str]:
        """The addresses of the items that an edition told."""
        ids = {row.item for row in self.rows if row.outcome is Outcome.CHOSEN}
        return [item.url for item in self.items if item.id in ids]

    def count(self, name: str) -> int:
        """A number of the reports of all polls: new, changed, quarantined."""
        return sum(getattr(poll, name) for report in self.reports for poll in report.polls)


def replay(feed, folder, internet: Internet) -> Replay:
    """Poll each version of a feed at its day, the first of a day at 08:00, and end a day after the last."""
    polls = [(file.name, file.read_bytes()) for file, _ in files(f"replay/{feed}")]
    watch = Watch(folder, internet)
    internet.at(URL).serves(b"")
    watch.fetch = f'ca_file = "{internet.ca_file}"'
    watch.source("replayed", URL, languages=["en"], every="1h")
    watch.digest("daily", "0 7 * * *", limit=0, untagged=True, lookback="3650d", when_empty="skip")
    watch.member("a@example.org", "daily")
    reports = list(_runs(watch, polls, internet))
    with watch.archive() as archive:
        items = items_of(archive)["replayed"]
        rows = [row for r in reports for e in r.editions for row in archive.editions.ledger("daily", e.id)]
    letters = [_pages(mail) for mail in watch.letters()]
    told = Counter(address for pages in letters for address in set(_HREF.findall(pages)))
    return Replay(polls, reports, items, rows, len(letters), told)


def _pages(mail):
    """What a letter tells: its body, and the attachment that holds what the body has no room for.

    Corrections, which come last, name again what an earlier letter told.
    """
    pages = [part.get_content() for part in mail.walk() if part.get_content_type() == "text/html"]
    return "\n".join(page.partition("Rechtzettingen")[0] for page in pages)


def _runs(watch, polls, internet):
    nth = Counter()
    for name, body in polls:
        day = name[:10]  # file names begin with it
        internet.at(URL).serves(body, etag=f'"{name}"')
        time = brussels(f"{day} 08:00") + timedelta(minutes=nth[day])
        nth[day] += 1
        yield watch.run(time, everything=True)
    yield watch.run(time + timedelta(days=1))
