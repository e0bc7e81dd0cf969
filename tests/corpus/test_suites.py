"""The test files of eleven other parsers, some 4,400, as sources of one watch: no crash, no hang, no doubt."""

from collections import Counter
from urllib.parse import quote

import pytest

from servwatch.model import Verdict
from servwatch.sources.feed import sentences
from tests.cycle.watch import Watch
from tests.internet import Internet
from tests.sources.corpus import ON_CORPUS, files
from tests.sources.test_corpus_suites import WHY

pytestmark = ON_CORPUS

HOSTS = 40
BEFORE_PARSING = {
    "200 with an empty body": "empty files",
    "plain text where a feed was promised": "settings and lists: no < in them",
    "HTML": "a page kept under the name of a feed; its title and size stand in the rule",
}
"""What fetching says of a file before it is read as a feed, and why."""


def rule_of(poll):
    return "HTML" if poll.rule.startswith("HTML") else poll.rule


@pytest.mark.slow
def test_every_file_of_every_suite_goes_down_the_whole_road_and_nothing_of_it_comes_twice(
    tmp_path, database_url
):
    with Internet() as internet:
        watch = Watch(tmp_path, internet, database=database_url)
        suite = {}
        for number, (file, path) in enumerate(files("suites")):
            url = f"http://h{number % HOSTS}.example.org/{number}/{quote(file.name)}"
            internet.at(url).serves(file.read_bytes())
            watch.source(f"s{number}", url, languages=[])
            suite[f"s{number}"] = path
        watch.digest("all", "0 7 * * *", limit=0, untagged=True, lookback="3650d", when_empty="skip")
        watch.member("a@example.org", "all")
        first = watch.run("2026-11-22 06:00", everything=True)
        edition = watch.run("2026-11-22 07:00")
        again = watch.run("2026-11-22 08:00", everything=True)
        after = watch.run("2026-11-23 07:00")
        letters = len(watch.letters())
    assert Counter(p.source for p in first.polls) == dict.fromkeys(suite, 1)
    assert len(suite) > 4_000
    rules = {rule_of(p) for p in first.polls if p.verdict not in (Verdict.OK, Verdict.EMPTY)}
    assert rules - set(BEFORE_PARSING) - set(WHY) == set()
    assert {p.rule for p in first.polls if p.verdict is Verdict.EMPTY} == {sentences.EMPTY}
    assert sum(p.new for p in first.polls) > 2_000
    assert [(p.source, p.verdict) for p in sorted(again.polls, key=source)] == [
        (p.source, p.verdict) for p in sorted(first.polls, key=source)
    ]
    assert [suite[p.source] for p in again.polls if p.new or p.changed or p.quarantined] == []
    assert len(edition.editions) == letters == 1
    assert [e.state for e in after.editions] == ["skipped"]


def source(poll):
    return poll.source
