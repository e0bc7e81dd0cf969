"""One poll after another at virtual times: what comes in, as what, and what never does twice."""

import pytest

from servwatch.archive.item_query import ItemQuery
from servwatch.model import Outcome, Verdict
from tests.cycle.watch import brussels, days, entry, rss
from tests.cycle.weekly import MONDAY, ledger, news


def test_unchanged_sources_are_asked_conditionally_and_nothing_is_stored_or_sent(weekly, internet):
    weekly.run("2026-11-23 09:00")
    before = len(internet.asked())
    report = weekly.run("2026-11-23 09:30", everything=True)
    asked = internet.asked()[before:]
    assert [a.headers.get("if-none-match") for a in asked] == ['"1"']
    assert [p.verdict for p in report.polls] == [Verdict.NOT_MODIFIED]
    assert sum(p.new + p.changed for p in report.polls) == 0
    assert weekly.letters() == []


def test_unchanged_sources_without_validators_store_nothing_either(weekly, internet):
    internet.at("ec.example.org/rss").serves(rss(news(1), news(2)))
    weekly.run("2026-11-23 09:00")
    report = weekly.run("2026-11-23 09:30", everything=True)
    assert [(p.verdict, p.new, p.changed) for p in report.polls] == [(Verdict.OK, 0, 0)]


@pytest.mark.parametrize("size", [1, 3, 5, 20])
def test_with_every_guid_scheme_and_host_changed_nothing_is_new(weekly, internet, size):
    numbers = range(size)
    internet.at("ec.example.org/rss").serves(rss(*(news(n) for n in numbers)))
    weekly.run("2026-11-23 09:00")
    weekly.run("2026-11-27 07:00")
    sent = len(weekly.letters())
    moved = rss(*(news(n, guid=f"other-{n}", scheme="http", host="www.new.example.net") for n in numbers))
    internet.at("ec.example.org/rss").serves(moved)
    report = weekly.run("2026-11-30 09:00", everything=True)
    assert [(p.new, p.quarantined) for p in report.polls] == [(0, 0)]
    weekly.run("2026-12-04 07:00")
    assert len(weekly.titles()) == size
    assert "Niets haalde de drempel" in weekly.texts()[-1]
    assert len(weekly.letters()) == sent + 1  # the note that there is nothing


def test_a_source_added_later_brings_its_old_items_as_baseline(weekly, internet):
    weekly.run("2026-11-23 09:00")
    weekly.run("2026-11-27 07:00")
    old = [
        entry(f"Oud werk {n}", f"https://late.example.org/{n}", date=MONDAY - days(30 + n)) for n in range(10)
    ]
    fresh = entry(
        "Vers werk van gisteren", "https://late.example.org/vers", date=brussels("2026-11-29 10:00")
    )
    undated = entry("Werk zonder datum", "https://late.example.org/zonder")
    internet.at("late.example.org/rss").serves(rss(*old, fresh, undated))
    weekly.source("late")
    weekly.run("2026-11-30 09:00")
    weekly.run("2026-12-04 07:00")
    text = weekly.texts()[1]
    assert "Vers werk van gisteren" in text
    assert "Oud werk" not in text
    assert "zonder datum" not in text
    assert len(weekly.titles()) == 14
    assert None not in ledger(weekly).values()


def test_a_source_that_comes_back_after_weeks_is_not_baseline(weekly, internet):
    weekly.run("2026-11-23 09:00")
    internet.at("ec.example.org/rss").answers(503)
    weekly.run("2026-11-27 07:00")
    weekly.run("2026-12-04 07:00")
    missed = [news(n, date=brussels("2026-11-28 10:00") + days(n - 10)) for n in range(10, 13)]
    internet.at("ec.example.org/rss").serves(rss(*missed, news(1), news(2)))
    report = weekly.run("2026-12-11 07:00", everything=True)
    assert [(p.new, p.quarantined) for p in report.polls] == [(3, 0)]
    assert all(f"Bericht {n}" in weekly.texts()[-1] for n in range(10, 13))


def test_one_broken_source_never_harms_the_others(weekly, internet):
    internet.at("bad.example.org/rss").answers(500)
    weekly.source("bad")
    report = weekly.run("2026-11-23 09:00")
    assert {p.source: p.verdict for p in report.polls} == {"bad": Verdict.BROKEN, "ec": Verdict.OK}
    assert report.exit_code == 3
    assert [a.id for a in report.attention] == ["bad"]
    assert len(weekly.titles()) == 2


def test_an_acknowledged_fault_asks_for_no_attention(weekly, internet):
    internet.at("bad.example.org/rss").answers(500)
    weekly.source("bad")
    weekly.run("2026-11-23 09:00")
    with weekly.archive() as archive:
        assert archive.sources.acknowledge("bad", brussels("2026-12-01 00:00").date(), "they know")
    assert weekly.run("2026-11-23 10:00").exit_code == 0
    assert weekly.run("2026-12-02 10:00").exit_code == 3


def test_a_source_that_failed_for_weeks_recovers_by_itself(weekly, internet):
    internet.at("ec.example.org/rss").answers(503)
    for day in range(23, 30):
        weekly.run(f"2026-11-{day} 09:00")
    internet.at("ec.example.org/rss").serves(rss(news(1)))
    report = weekly.run("2026-12-01 09:00")
    assert [p.verdict for p in report.polls] == [Verdict.OK]
    assert report.exit_code == 0


def test_a_changed_title_is_a_version_of_the_same_item_and_is_not_told_again(weekly, internet):
    weekly.run("2026-11-23 09:00")
    weekly.run("2026-11-27 07:00")
    internet.at("ec.example.org/rss").serves(rss(news(1, title="Bericht 1 over werk, verbeterd"), news(2)))
    report = weekly.run("2026-11-30 09:00", everything=True)
    assert [(p.new, p.changed) for p in report.polls] == [(0, 1)]
    weekly.run("2026-12-04 07:00")
    assert "verbeterd" not in weekly.texts()[1]
    with weekly.archive() as archive:
        (item,) = [i for i, _ in archive.items.find(ItemQuery(words="verbeterd"))]
        assert [v.title for v in archive.items.versions(item.id)] == ["Bericht 1 over werk in de regio"]


def flood():
    return rss(
        *(
            entry(
                f"Uit het verleden {n}: werk", f"https://ec.example.org/old/{n}", date=MONDAY - days(400 + n)
            )
            for n in range(30)
        )
    )


def test_a_flood_that_is_dismissed_is_in_no_digest(weekly, internet):
    weekly.run("2026-11-23 09:00")
    internet.at("ec.example.org/rss").serves(flood())
    weekly.run("2026-11-24 09:00", everything=True)
    with weekly.archive() as archive:
        assert archive.items.release("ec", as_baseline=True) == 30
    report = weekly.run("2026-11-27 07:00")
    assert report.exit_code == 0
    assert "Uit het verleden" not in weekly.texts()[0]
    assert set(ledger(weekly).values()) == {Outcome.CHOSEN, Outcome.REJECTED}


def test_a_flood_that_matches_nothing_is_held_back_until_released(weekly, internet):
    weekly.run("2026-11-23 09:00")
    internet.at("ec.example.org/rss").serves(flood())
    report = weekly.run("2026-11-24 09:00", everything=True)
    assert [(p.new, p.quarantined) for p in report.polls] == [(0, 30)]
    assert report.exit_code == 3
    weekly.run("2026-11-27 07:00")
    assert "Uit het verleden" not in weekly.texts()[0]
    with weekly.archive() as archive:
        assert archive.items.release("ec") == 30
    weekly.run("2026-12-04 07:00")
    assert "Uit het verleden" in weekly.texts()[1]


def test_a_moved_address_is_remembered_and_asked_directly(weekly, internet):
    internet.at("ec.example.org/rss").redirects("http://ec.example.org/new", 301)
    internet.at("ec.example.org/new").serves(rss(news(1)))
    weekly.run("2026-11-23 09:00")
    weekly.run("2026-11-23 19:00", everything=True)
    assert [a.path for a in internet.asked("ec.example.org")] == ["/rss", "/new", "/new"]


def test_a_changed_filter_voids_the_validators(weekly, internet):
    weekly.run("2026-11-23 09:00")
    weekly.source("ec", include=["/news/"])
    weekly.run("2026-11-23 09:30", everything=True)
    assert internet.asked("ec.example.org")[-1].headers.get("if-none-match") is None
