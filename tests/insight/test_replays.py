"""Two real feeds, poll after poll, into a real archive: each publication once."""

import calendar
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import feedparser
import pytest

from servwatch.archive.database import Database
from servwatch.archive.item_query import ItemQuery
from servwatch.archive.items import Items
from servwatch.insight.address import canonical_address
from servwatch.model import RawItem
from tests.insight.taking_in import InDatabase, InMemory, fates

pytestmark = pytest.mark.corpus


@dataclass
class Poll:
    at: datetime
    entries: list[RawItem]


def polls(folder):
    return [
        Poll(read_at(file.name), entries(file)) for file in sorted(folder.iterdir()) if file.suffix == ".rss"
    ]


def read_at(name):
    """The time of a poll: file names begin with its date."""
    return datetime.fromisoformat(name[:10]).replace(hour=23, tzinfo=UTC)


def entries(file):
    def date(parsed):
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None

    return [
        RawItem(
            e.get("title", ""),
            e.get("link", ""),
            e.get("summary", ""),
            e.get("id", ""),
            published=date(e.get("published_parsed")),
        )
        for e in feedparser.parse(file.read_bytes()).entries
    ]


@pytest.fixture(scope="module")
def oecd(corpus):
    return polls(corpus / "replay" / "oecd-embargoes-daily-2026")


@pytest.fixture(scope="module")
def petitions(corpus):
    return polls(corpus / "replay" / "eci-petitions-history")


@pytest.fixture
def replayed(tmp_path):
    """Take polls in, one after the other; give the archive's items and the fates they met."""
    database = Database(f"sqlite:///{tmp_path / 'replay.db'}")

    def replay(polls):
        archive = InDatabase(database)
        met = Counter(fate for poll in polls for fate in fates(archive.take_in(poll.entries, poll.at)))
        return Items(database), met

    yield replay
    database.close()


def seen(polls):
    """What a reader of the files sees under each address: titles in their order, and identifiers."""
    titles, identifiers = defaultdict(list), defaultdict(set)
    for poll in polls:
        for entry in poll.entries:
            known = titles[entry.url]
            if not known or known[-1] != entry.title.casefold():  # a change of case is none
                known.append(entry.title.casefold())
            identifiers[entry.url].add(entry.identifier)
    return titles, identifiers


def test_each_publication_of_the_oecd_is_one_item_though_its_identifier_changes(oecd, replayed):
    titles, identifiers = seen(oecd)
    items, met = replayed(oecd)
    stored = [item for item, _ in items.find(ItemQuery())]
    assert (len(oecd), len(titles), sum(len(i) > 1 for i in identifiers.values())) == (59, 426, 420)
    assert sorted(item.url for item in stored) == sorted(titles)
    assert met["new"] == len(titles)
    assert met["quarantined"] == 0


def test_the_titles_an_oecd_publication_had_are_its_versions(oecd, replayed):
    titles, _ = seen(oecd)
    items, _ = replayed(oecd)
    retitled = 0
    for item, _ in items.find(ItemQuery()):
        told = [state.title.casefold() for state in (*items.versions(item.id), item)]
        once = [title for n, title in enumerate(told) if n == 0 or title != told[n - 1]]
        assert once == titles[item.url]
        retitled += len(once) > 1
    assert retitled == sum(len(t) > 1 for t in titles.values()) > 0


def test_each_petition_is_one_item_though_its_text_changes_every_day(petitions, replayed):
    titles, _ = seen(petitions)
    items, met = replayed(petitions)
    stored = [item for item, _ in items.find(ItemQuery())]
    assert len(petitions) == 337
    assert sorted(item.url for item in stored) == sorted(titles)
    assert (met["new"], met["quarantined"]) == (len(titles), 0)
    assert met["changed"] > 900


def test_the_whole_replay_a_second_time_brings_nothing_new(oecd, replayed):
    _, met = replayed(oecd)
    again = oecd[-1:] + oecd[:-1]
    archive = InMemory()
    for poll in oecd + again:
        archive.take_in(poll.entries, oecd[-1].at)
    assert len(archive.items) == met["new"]


def test_identifiers_that_are_made_anew_every_day_create_nothing(oecd):
    """After the first poll only publications that were not there before are new, poll by poll."""
    archive, known = InMemory(), set()
    for poll in oecd:
        addresses = {canonical_address(entry.url) for entry in poll.entries}
        intake = archive.take_in(poll.entries, poll.at)
        new = {s.entry.canonical for s in intake.sorted if s.fate in ("new", "quarantined")}
        assert new == addresses - known
        known |= addresses


@pytest.mark.parametrize("moment", range(1, 58, 6))
def test_a_move_of_the_whole_calendar_to_other_addresses_tells_nothing_twice(oecd, moment):
    """At one poll every address and identifier of the feed changes; only what is really new may be new."""
    archive, known = InMemory(), set()
    for poll in oecd[:moment]:
        archive.take_in(poll.entries, poll.at)
        known |= {canonical_address(entry.url) for entry in poll.entries}
    poll = oecd[moment]
    moved = [
        replace(entry, url=entry.url.replace("doi.org/", "www.oecd.org/publications/"), identifier=f"new-{n}")
        for n, entry in enumerate(poll.entries)
    ]
    was = {
        canonical_address(m.url): canonical_address(e.url) for m, e in zip(moved, poll.entries, strict=True)
    }
    intake = archive.take_in(moved, poll.at)
    twice = [s for s in intake.sorted if s.fate == "new" and was[s.entry.canonical] in known]
    assert len(twice) <= len(moved) * 0.02  # whose text changed at that very poll
