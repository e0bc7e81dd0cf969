"""The whole spine over every captured file: what is taken in, and that nothing of it ever comes twice."""

from collections import Counter
from dataclasses import replace

import pytest

from servwatch.archive.ledger import BASELINE, UNDATED
from servwatch.model import Verdict
from tests.corpus.archived import HOLLOW, PAGE, differences, items_of, rows
from tests.corpus.captured import add, all_captured, serve, watch_over
from tests.corpus.moving import moved
from tests.corpus.running import first_run
from tests.cycle.watch import BRUSSELS, brussels
from tests.internet import Internet
from tests.sources.corpus import ON_CORPUS, REPOSITORY, compare, table

pytestmark = ON_CORPUS
GOOD = [verdict.value for verdict in Verdict if verdict.good]


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    with Internet() as internet:
        yield first_run(tmp_path_factory.mktemp("corpus"), internet, all_captured())


@pytest.fixture
def internet():
    with Internet() as internet:
        yield internet


@pytest.fixture
def told(first, tmp_path, internet):
    """A watch that goes on from the first run and has sent its first edition."""
    watch = first.resumed(tmp_path, internet)
    watch.run("2026-11-22 07:00")
    assert len(watch.letters()) == 1
    return watch


def test_every_captured_file_gets_a_verdict_a_time_and_a_reason(first):
    assert len(first.sources) > 260
    assert first.exit_code == first.report["exit_code"] == 3  # pages, lists and a picture are among them
    assert sorted(first.polls) == sorted(source.id for source in first.sources)
    for poll in first.polls.values():
        assert poll["verdict"] in set(Verdict)
        assert poll["rule"]
        assert poll["seconds"] > 0
        assert poll["new"] == len(first.items.get(poll["source"], ()))
    bad = {source for source, poll in first.polls.items() if poll["verdict"] not in GOOD}
    named = {a["id"]: a["remedy"].partition(":")[0] for a in first.report["attention"]}
    assert named.keys() >= bad
    assert {named[source] for source in named.keys() - bad} <= {"silent", "same-old"}, (
        "many were captured long ago"
    )
    assert "Traceback" not in first.log


def test_whatever_holds_items_is_read_well(first):
    unread = {s.path for s in first.sources if s.entries and first.polls[s.id]["verdict"] not in GOOD}
    left_out = {row["file"] for row in table("feed_differences.tsv") if row["why"] in (PAGE, HOLLOW)}
    assert unread <= left_out


def test_every_item_that_feedparser_finds_is_in_the_archive_with_its_title_link_and_day(first):
    found = [row for s in first.sources for row in differences(s, first.items.get(s.id, ()))]
    assert sum(len(s.entries) for s in first.sources) > 2_900
    assert [row for row in found if row[2] == "?"] == []
    explained = table("feed_differences.tsv")
    tabled = rows(found)
    assert [row for row in explained if row not in tabled] == []
    compare("archive_differences.tsv", [row for row in tabled if row not in explained])


def test_the_page_of_the_proof_says_what_is_so(first):
    page = (REPOSITORY / "docs" / "proofs" / "corpus.md").read_text(encoding="utf-8")
    cells = [line.split(" | ") for line in page.splitlines() if line.startswith("| ") and " | " in line]
    told = {
        f"feeds/{row[0][2:]}": (int(row[3]), row[4]) for row in cells if len(row) == 7 and row[3].isdigit()
    }
    assert told == {
        s.path: (len(first.items.get(s.id, ())), first.polls[s.id]["verdict"]) for s in first.sources
    }


def test_the_day_of_an_item_is_that_of_brussels(first):
    for item in (item for items in first.items.values() for item in items):
        assert item.day == (item.published or item.first_seen).astimezone(BRUSSELS).date()


def test_of_unchanged_sources_only_the_validators_are_asked_and_nothing_is_stored_or_sent(
    first, told, internet
):
    before = len(internet.asked())
    report = told.run("2026-11-22 08:00", everything=True)
    told.run("2026-11-23 07:00", everything=True)
    asked = internet.asked()[before:]
    assert len(asked) == 2 * len(first.sources)
    known = {(s.host, s.target): s.validators for s in first.sources if first.polls[s.id]["verdict"] in GOOD}
    for request in asked:
        validators = known.get((request.host, request.path), {})  # what was blocked is never asked so
        assert request.headers.get("if-none-match") == validators.get("etag")
        assert request.headers.get("if-modified-since") == validators.get("last_modified")
    assert Counter(p.verdict for p in report.polls)[Verdict.NOT_MODIFIED] == len(known) > 200
    assert sum(p.new + p.changed + p.quarantined for p in report.polls) == 0
    assert len(told.letters()) == 1


def test_of_unchanged_sources_under_new_validators_nothing_is_stored_or_sent(first, told, internet):
    for captured in first.sources:
        serve(internet, captured, etag='"another"')
    report = told.run("2026-11-22 08:00", everything=True)
    told.run("2026-11-23 07:00")
    assert Verdict.NOT_MODIFIED not in {p.verdict for p in report.polls}
    assert [p.source for p in report.polls if p.new or p.changed or p.quarantined] == []
    assert len(told.letters()) == 1


def test_with_every_identifier_scheme_and_host_changed_nothing_is_new_and_nothing_is_sent(
    first, told, internet
):
    """Without address and date an item is known by its identifier: sources of such items are left out."""
    moving = [s for s in first.sources if all(i.url or i.published for i in first.items.get(s.id, ()))]
    assert len(first.sources) - len(moving) <= 15
    elsewhere = {s: moved(s.body) for s in moving}
    assert sum(body != s.body for s, body in elsewhere.items() if s.id in first.items) > 180
    for captured, body in elsewhere.items():
        serve(internet, captured, body)
    report = told.run("2026-11-22 08:00", everything=True)
    told.run("2026-11-23 07:00")
    assert [(p.source, p.new, p.quarantined) for p in report.polls if p.new or p.quarantined] == []
    assert sum(p.seen for p in report.polls) > 3_200
    assert len(told.letters()) == 1


def test_of_sources_added_later_only_what_is_recent_is_told(first, tmp_path, internet):
    early, late = first.sources[1::2], first.sources[::2]
    watch = watch_over(tmp_path, internet, early)
    watch.digest("all", "0 7 * * *", limit=0, untagged=True, lookback="7d", when_empty="skip")
    watch.run("2026-08-13 08:00")
    watch.run("2026-08-15 07:00")
    told = len(watch.letters())
    for captured in late:
        serve(internet, captured)
        add(watch, captured)
    report = watch.run("2026-08-16 08:40")
    with watch.archive() as archive:
        by_source = items_of(archive)
        rows = [row for e in report.editions for row in archive.editions.ledger("all", e.id)]
    items = {i.id: i for s in late for i in by_source.get(s.id, ())}
    recent = {i.id for i in items.values() if i.published and i.published >= brussels("2026-08-09 08:40")}
    assert items.keys() <= {row.item for row in rows}
    assert {row.item for row in rows if row.item in items and row.reason not in (BASELINE, UNDATED)} == recent
    assert 0 < len(recent) < len(items) / 10
    assert len(watch.letters()) == told + 1


@pytest.mark.postgresql
@pytest.mark.slow
def test_postgresql_holds_the_same_items(first, tmp_path, internet, postgresql_server):
    database = postgresql_server.url(postgresql_server.new())
    watch = watch_over(tmp_path, internet, first.sources, database=database)
    watch.run("2026-11-22 06:00", everything=True)
    with watch.archive() as archive:
        items = items_of(archive)

    def facts(found):
        return {source: [replace(item, id=0) for item in items] for source, items in found.items()}

    assert facts(items) == facts(first.items)
