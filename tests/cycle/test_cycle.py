"""One cycle after another at virtual times: what comes in, what goes out, and what never does twice."""

import pytest
from structlog.testing import capture_logs

from servwatch.archive.items import ItemQuery
from servwatch.errors import ClockBehind, ConfigError
from servwatch.model import Outcome, Recipient, Verdict
from tests.cycle.watch import brussels, days, entry, rss

MONDAY = brussels("2026-11-23 08:00")


def news(number, *, date=MONDAY, host="ec.example.org", guid="", scheme="https", title=""):
    return entry(
        title or f"Bericht {number} over werk in de regio",
        f"{scheme}://{host}/news/{number}",
        guid=guid or f"guid-{number}",
        date=date,
        text=f"Samenvatting van bericht {number}.",
    )


@pytest.fixture
def weekly(watch, internet):
    """A watch of one feed and one weekly digest for one member."""
    internet.at("ec.example.org/rss").serves(rss(news(1), news(2)), etag='"1"')
    watch.source("ec")
    watch.digest("board", lookback="7d", when_empty="note")
    watch.member("a@example.org", "board")
    return watch


def ledger(watch, digest="board"):
    with watch.archive() as archive:
        return {
            item.title: next(
                (d.decision.outcome for d in archive.editions.decisions(item.id) if d.digest == digest), None
            )
            for item, _ in archive.items.find(ItemQuery())
        }


def test_a_first_run_stores_and_tags_but_sends_at_the_next_scheduled_time(weekly):
    report = weekly.run("2026-11-23 09:00")
    assert [p.new for p in report.polls] == [2]
    assert report.editions == []
    assert weekly.letters() == []
    report = weekly.run("2026-11-27 07:10")
    assert [(e.digest, e.number, e.entries) for e in report.editions] == [("board", 1, 2)]
    assert len(weekly.letters()) == 1
    assert "Bericht 1 over werk" in weekly.texts()[0]
    assert report.exit_code == 0


def test_an_edition_is_sent_once_however_often_the_run_comes(weekly):
    weekly.run("2026-11-23 09:00")
    for minute in (0, 0, 5, 15, 30):
        weekly.run(f"2026-11-27 07:{minute:02}")
    assert len(weekly.letters()) == 1


def test_what_was_told_is_not_told_again_and_what_is_new_is(weekly, internet):
    weekly.run("2026-11-23 09:00")
    weekly.run("2026-11-27 07:00")
    internet.at("ec.example.org/rss").serves(
        rss(news(3, date=MONDAY + days(5)), news(1), news(2)), etag='"2"'
    )
    weekly.run("2026-11-30 09:00")
    weekly.run("2026-12-04 07:00")
    second = weekly.texts()[1]
    assert "Bericht 3" in second
    assert "Bericht 1" not in second


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


def test_an_edition_says_which_sources_it_could_not_hear(weekly, internet):
    internet.at("bad.example.org/rss").answers(403)
    weekly.source("bad", name="De stille bron")
    weekly.run("2026-11-23 09:00")
    weekly.run("2026-11-27 07:00")
    assert "De stille bron (nog nooit)" in weekly.texts()[0]


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


def test_a_digest_without_recipients_is_not_built_and_consumes_nothing(watch, internet):
    internet.at("ec.example.org/rss").serves(rss(news(1), news(2)))
    watch.source("ec")
    watch.digest("board")
    watch.run("2026-11-23 09:00")
    report = watch.run("2026-11-27 07:00")
    assert report.editions == []
    assert set(ledger(watch).values()) == {None}
    watch.member("a@example.org", "board")
    assert watch.run("2026-11-27 08:00").editions == []  # active again: due at its next time
    report = watch.run("2026-12-04 07:00")
    assert [e.entries for e in report.editions] == [2]


def test_times_missed_are_made_good_by_one_edition(weekly):
    weekly.run("2026-11-23 09:00")
    report = weekly.run("2026-12-23 09:00")
    assert [(e.number, e.scheduled) for e in report.editions] == [(1, brussels("2026-12-18 07:00"))]
    assert len(weekly.letters()) == 1


def test_a_changed_schedule_is_due_at_its_next_time_not_at_once(weekly):
    weekly.run("2026-11-23 09:00")
    weekly.digest("board", "0 6 * * mon-fri")
    assert weekly.run("2026-11-26 09:00").editions == []
    assert len(weekly.run("2026-11-27 06:00").editions) == 1


def test_an_empty_edition_is_a_note_or_is_skipped_but_always_recorded(watch, internet):
    internet.at("ec.example.org/rss").serves(
        rss(entry("Niets aan de hand", "https://ec.example.org/x", date=MONDAY))
    )
    watch.source("ec")
    watch.digest("noted", when_empty="note", groups=["g"])
    watch.digest("skipped", when_empty="skip", groups=["g"])
    watch.member("a@example.org", "g")
    watch.run("2026-11-23 09:00")
    report = watch.run("2026-11-27 07:00")
    assert {e.digest: e.state for e in report.editions} == {"noted": "empty", "skipped": "skipped"}
    assert len(watch.letters()) == 1
    assert ledger(watch, "skipped") == {"Niets aan de hand": Outcome.REJECTED}


def test_a_member_reads_in_the_own_language_and_one_in_two_groups_gets_one_mail(weekly):
    weekly.members.clear()
    weekly.member("a@example.org", "board", "other", language="fr")
    weekly.member("b@example.org", "board")
    weekly.digest("board", groups=["board", "other"])
    weekly.run("2026-11-23 09:00")
    weekly.run("2026-11-27 07:00")
    assert len(weekly.letters()) == 2
    assert "Prochaine édition" in weekly.texts("a@example.org")[0]
    assert "Volgende:" in weekly.texts("b@example.org")[0]


def test_a_member_whose_mandate_ended_gets_nothing(weekly):
    weekly.members.append('[[member]]\nemail = "old@example.org"\ngroups = ["board"]\nuntil = 2026-11-26\n')
    weekly.run("2026-11-23 09:00")
    weekly.run("2026-11-27 07:00")
    assert [m["To"] for m in weekly.letters()] == ["a@example.org"]


def test_a_time_before_the_last_run_is_refused(weekly):
    weekly.run("2026-11-23 09:00")
    with pytest.raises(ClockBehind):
        weekly.run("2026-11-23 08:59")


def test_with_demo_manners_a_new_digest_is_due_at_once(weekly):
    report = weekly.run("2026-11-23 09:00", at_once=True)
    assert [e.entries for e in report.editions] == [2]
    assert weekly.run("2026-11-23 09:10", at_once=True).editions == []


def test_an_invalid_configuration_leaves_the_last_valid_one_in_force(weekly):
    weekly.mail = 'administrators = ["admin@example.org"]'
    weekly.run("2026-11-23 09:00")
    weekly.path.write_text(weekly.path.read_text() + '\n[[source]]\nid = "broken\n')
    report = weekly.run("2026-11-27 07:00", write=False)
    assert [e.entries for e in report.editions] == [2]
    assert report.exit_code == 3
    assert "configuration" in {a.what for a in report.attention}
    (notice,) = weekly.letters("admin@example.org")
    line = len(weekly.path.read_text().splitlines())
    assert f"feeds.toml:{line}:" in notice.get_body(("plain",)).get_content().replace("\n", "").replace(
        "  ", ""
    )
    weekly.run("2026-11-27 07:15", write=False)
    assert len(weekly.letters("admin@example.org")) == 1
    assert weekly.run("2026-11-27 08:00").exit_code == 0  # mended


def test_an_invalid_configuration_that_was_never_valid_stops_with_every_problem(weekly):
    weekly.write()
    weekly.path.write_text("[servwatch]\nlangauge = 1\ntimezone = 2\n")
    with pytest.raises(ConfigError) as caught:
        weekly.run("2026-11-23 09:00", write=False)
    assert len(caught.value.problems) == 2


def test_a_broken_template_is_replaced_by_the_shipped_one_and_reported(weekly):
    folder = weekly.folder / "templates"
    folder.mkdir()
    (folder / "digest.html.j2").write_text("{% if %}")
    weekly.general = 'templates = "templates"'
    weekly.mail = 'editors = ["staff@example.org"]'
    weekly.run("2026-11-23 09:00")
    report = weekly.run("2026-11-27 07:00")
    assert report.exit_code == 3
    assert "template" in {a.what for a in report.attention}
    assert len(weekly.letters("a@example.org")) == 1
    weekly.run("2026-11-27 07:10")
    assert len(weekly.letters("staff@example.org")) == 1


def test_a_new_keyword_counts_for_what_is_not_decided_yet(weekly, internet):
    internet.at("ec.example.org/rss").serves(
        rss(entry("Over telewerken thuis", "https://ec.example.org/t", date=MONDAY))
    )
    weekly.themes = weekly.themes.replace('"werk", ', "")
    weekly.run("2026-11-23 09:00")
    weekly.themes = weekly.themes.replace('"loon*"', '"loon*", "telewerken"')
    report = weekly.run("2026-11-27 07:00")
    assert [e.entries for e in report.editions] == [1]


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


def test_every_item_has_one_row_in_each_digest_after_its_edition(weekly, internet):
    weekly.digest("other", themes=["climate"], groups=["board"])
    internet.at("ec.example.org/rss").serves(rss(*(news(n) for n in range(30))))
    weekly.run("2026-11-23 09:00")
    weekly.run("2026-11-27 07:00")
    assert None not in ledger(weekly).values()
    assert set(ledger(weekly, "other").values()) == {Outcome.REJECTED}


def test_the_heartbeat_is_called_after_a_good_run_only(weekly, internet):
    internet.at("beat.example.org/ok").answers(200, b"ok")
    weekly.general = 'heartbeat = "http://beat.example.org/ok"'
    weekly.run("2026-11-23 09:00")
    assert len(internet.asked("beat.example.org")) == 1
    internet.at("ec.example.org/rss").answers(500)
    weekly.run("2026-11-23 19:00", everything=True)
    assert len(internet.asked("beat.example.org")) == 1


def test_a_member_who_cannot_be_mailed_asks_for_attention_and_hinders_nobody(weekly):
    weekly.member("b@example.org", "board")
    weekly.run("2026-11-23 09:00")
    weekly.recipients = [
        Recipient("a@example.org", groups=("board",)),
        Recipient("zoë@example.org", groups=("board",)),
    ]
    with capture_logs() as log:
        report = weekly.run("2026-11-27 07:00")
    (line,) = (line for line in log if line["event"] == "recipient cannot be mailed")
    assert "example.org" not in str(line)
    assert [(a.what, a.id) for a in report.attention] == [("recipient", "board")]
    assert "@example.org" in report.attention[0].remedy
    assert "letters that not every mail system can carry" in report.attention[0].remedy
    assert len(weekly.letters()) == 1
    assert report.exit_code == 3


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
