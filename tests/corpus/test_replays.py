"""Two real feeds, poll after poll, through whole cycles: each publication is told once."""

import re
from collections import Counter
from datetime import timedelta

import pytest

from servwatch.model import Outcome
from tests.corpus.archived import items_of
from tests.cycle.watch import Watch, brussels
from tests.internet import Internet
from tests.sources.corpus import ON_CORPUS, files
from tests.sources.plain_feedparser import plainly, raw

pytestmark = ON_CORPUS
URL = "https://publisher.example.org/rss"
_HREF = re.compile(r'href="([^"]+)"')


@pytest.fixture
def internet():
    with Internet() as internet:
        yield internet


def replay(folder, polls, internet):
    """Poll each version of a feed at its day, the first of a day at 08:00; one digest a day tells everything."""
    watch = Watch(folder, internet)
    internet.at(URL).serves(b"")
    watch.fetch = f'ca_file = "{internet.ca_file}"'
    watch.source("replayed", URL, languages=["en"], every="1h")
    watch.digest("daily", "0 7 * * *", limit=0, untagged=True, lookback="3650d", when_empty="skip")
    watch.member("a@example.org", "daily")
    nth = Counter()
    reports = []
    for name, body in polls:
        internet.at(URL).serves(body, etag=f'"{name}"')
        time = brussels(f"{name[:10]} 08:00") + timedelta(minutes=nth[name[:10]])
        nth[name[:10]] += 1
        reports.append(watch.run(time, everything=True))
    reports.append(watch.run(time + timedelta(days=1)))
    return watch, reports


def addresses(polls):
    """Every address that feedparser finds in the polls."""
    return {raw(entry, "link") for _, body in polls for entry in plainly(body)}


def told(watch):
    """How often each address is a link of a mail."""
    pages = (mail.get_body(("html",)).get_content() for mail in watch.letters())
    return Counter(address for page in pages for address in {*_HREF.findall(page)})


@pytest.mark.parametrize(
    "feed",
    [
        "oecd-embargoes-daily-2026",
        pytest.param("eci-petitions-history", marks=pytest.mark.slow),
    ],
)
def test_each_publication_is_stored_once_decided_once_and_told_once(feed, tmp_path, internet):
    polls = [(file.name, file.read_bytes()) for file, _ in files(f"replay/{feed}")]
    watch, reports = replay(tmp_path, polls, internet)
    published = addresses(polls)
    with watch.archive() as archive:
        items = items_of(archive)["replayed"]
        rows = [row for r in reports for e in r.editions for row in archive.editions.ledger("daily", e.id)]
    assert sorted(item.url for item in items) == sorted(published)
    assert sum(p.new for r in reports for p in r.polls) == len(published)
    assert sum(p.quarantined for r in reports for p in r.polls) == 0
    assert sorted(row.item for row in rows) == sorted(item.id for item in items)
    assert {row.outcome for row in rows} <= {Outcome.CHOSEN, Outcome.MERGED}
    chosen = {item.url for item in items if item.id in {r.item for r in rows if r.outcome is Outcome.CHOSEN}}
    times = told(watch)
    assert {address: times[address] for address in chosen} == dict.fromkeys(chosen, 1)
