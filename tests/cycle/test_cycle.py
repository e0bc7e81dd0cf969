"""One cycle after another at virtual times: what goes out, to whom, and what is told when something is wrong."""

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from servwatch.archive.schema import outbox
from servwatch.errors import ClockBehind, ConfigError
from servwatch.model import MessageState, Outcome, Recipient
from tests.cycle.watch import brussels, days, entry, rss
from tests.cycle.weekly import MONDAY, ledger, news


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


def test_an_edition_says_which_sources_it_could_not_hear(weekly, internet):
    internet.at("bad.example.org/rss").answers(403)
    weekly.source("bad", name="De stille bron")
    weekly.run("2026-11-23 09:00")
    weekly.run("2026-11-27 07:00")
    assert "De stille bron (nog nooit)" in weekly.texts()[0]


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


def test_one_run_with_a_clock_ahead_asks_for_attention_and_stops_nothing(weekly, internet):
    weekly.run("2027-11-23 09:00")
    internet.at("ec.example.org/rss").serves(rss(news(1), news(2), news(3)), etag='"2"')
    weekly.machine_clock = True
    report = weekly.run("2026-11-23 09:00")
    assert [p.new for p in report.polls] == [1]
    assert [a.what for a in report.attention] == ["clock"]


def test_a_run_with_a_time_far_ahead_does_not_silence_the_digests_of_real_ones(weekly):
    weekly.run("2026-11-23 09:00")
    assert [e.number for e in weekly.run("2027-11-26 09:00").editions] == [1]
    weekly.machine_clock = True
    assert weekly.run("2026-11-24 09:00").editions == []
    assert [e.number for e in weekly.run("2026-11-27 07:05").editions] == [2]
    assert weekly.run("2026-11-27 07:20").editions == []


@pytest.mark.parametrize(("days_later", "told"), [(13, 0), (15, 1)])
def test_a_copy_is_told_again_only_after_fourteen_days(weekly, internet, days_later, told):
    weekly.run("2026-11-23 09:00")
    weekly.run("2026-11-27 07:00")
    again = entry("Bericht 1 over werk in de regio", "https://b.example.org/copy", text="Andere woorden.")
    other = entry("Klimaat in het noorden en het zuiden", "https://b.example.org/other")
    internet.at("b.example.org/rss").serves(rss(other))
    weekly.source("b")
    weekly.digest("board", "0 7 * * *", lookback="7d")
    weekly.run("2026-11-27 08:00")
    internet.at("b.example.org/rss").serves(rss(other, again))
    report = weekly.run(brussels("2026-11-27 07:10") + days(days_later), everything=True)
    assert [e.entries for e in report.editions] == [told]


def test_the_bytes_of_a_mail_are_forgotten_when_their_time_is_over_and_its_story_is_not(weekly):
    weekly.mail = 'keep = "30d"'
    weekly.run("2026-11-23 09:00")
    weekly.run("2026-11-27 07:00")
    weekly.digest("board", "0 7 1 * *", lookback="7d")
    weekly.run("2026-12-20 07:00")
    for moment, kept in (("2026-12-26 07:00", True), ("2027-01-01 07:00", False)):
        weekly.run(moment)
        with weekly.archive() as archive:
            first = list(archive.desk.messages())[-1]
            with archive.database.read() as connection:
                mime = connection.execute(select(outbox.c.mime).where(outbox.c.id == first.id)).scalar_one()
        assert (mime is not None) is kept
        assert first.state is MessageState.ACCEPTED


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


@pytest.mark.parametrize("layout", ["brief", "full"])
def test_a_broken_template_is_replaced_by_the_shipped_one_and_reported(weekly, layout):
    folder = weekly.folder / "templates"
    folder.mkdir()
    (folder / f"{layout}.html.j2").write_text("{% if %}")
    weekly.digest("board", lookback="7d", when_empty="note", layout=layout)
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
