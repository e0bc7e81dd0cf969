"""Drafts in the cycle: what joins, what waits, and what happens when nobody was there."""

from servwatch.archive.drafts import Drafts
from servwatch.model import ActKind, DraftState
from tests.cycle.draft_desk import EDITORS, FEED, LATE, act, drafts, required, subjects, told
from tests.cycle.watch import brussels, days, entry, rss
from tests.cycle.weekly import news


def test_a_draft_is_mailed_once_to_each_editor_however_often_the_cycle_runs(reviewed):
    reviewed.mail = 'editors = ["redactie@example.org", "Redactie@Example.org", "b@example.org"]'
    for time in ("2026-11-26 13:45", "2026-11-26 14:00", "2026-11-26 14:15", "2026-11-26 20:00"):
        reviewed.run(time)
    assert len(reviewed.letters("redactie")) == 1
    assert len(reviewed.letters("b@example.org")) == 1
    assert len(drafts(reviewed)) == 1


def test_with_a_window_and_nobody_who_acts_it_leaves_all_the_same(weekly):
    weekly.mail = EDITORS
    weekly.digest("board", review="window")
    weekly.run("2026-11-26 14:00", everything=True)
    report = weekly.run("2026-11-27 07:00")
    assert [e.number for e in report.editions] == [1]
    assert drafts(weekly)[0].state is DraftState.SENT


def test_a_draft_of_an_empty_edition_is_made_and_mailed_too(watch, internet):
    internet.at(FEED).serves(rss(entry("Tentoonstelling", "https://ec.example.org/1", date=LATE - days(1))))
    watch.mail = EDITORS
    watch.source("ec")
    watch.digest("board", review="window")
    watch.member("a@example.org", "board")
    watch.run("2026-11-26 14:00", everything=True)
    (letter,) = watch.texts("redactie")
    assert "Er is niets gekozen, en niets kwam in de buurt." in letter
    assert "servwatch digest pin board ID #" in letter
    assert "servwatch digest drop" not in letter  # there is nothing to take out
    report = watch.run("2026-11-27 07:00")
    assert [e.state for e in report.editions] == ["empty"]


def test_a_machine_that_was_off_makes_the_edition_good_without_a_draft_and_says_so(reviewed):
    report = reviewed.run("2026-11-27 09:00")
    assert [e.number for e in report.editions] == [1]
    assert subjects(reviewed) == ["Vertrokken zonder ontwerp: Board"]


def test_a_machine_that_was_off_at_the_time_sends_the_draft_as_it_was_left(reviewed):
    reviewed.run("2026-11-26 14:00")
    act(reviewed, "2026-11-26 15:00", lambda r: r.headline(1, "Kop van An"))
    report = reviewed.run("2026-11-28 09:00")
    assert [e.number for e in report.editions] == [1]
    assert "Kop van An" in reviewed.texts("a@example.org")[0]


def test_a_window_that_was_missed_is_made_good_by_one_edition_with_what_editors_did(reviewed, internet):
    reviewed.run("2026-11-26 14:00")
    act(reviewed, "2026-11-26 15:00", lambda r: r.headline(1, "Kop van An"))
    internet.at(FEED).serves(rss(news(1), news(2), news(3, date=brussels("2026-12-02 08:00"))))
    report = reviewed.run("2026-12-04 08:00", everything=True)
    assert [e.number for e in report.editions] == [1]
    (text,) = reviewed.texts("a@example.org")
    assert "Kop van An" in text
    assert "Bericht 3" in text
    assert [row.state for row in drafts(reviewed)] == [DraftState.SENT, DraftState.DROPPED]


def test_a_required_release_that_nobody_gives_loses_nothing(reviewed, internet):
    required(reviewed)
    reviewed.run("2026-11-26 14:00")
    report = reviewed.run("2026-11-27 07:00")
    assert report.editions == []
    assert [(a.what, a.id) for a in report.attention] == [("draft", "board")]
    internet.at(FEED).serves(rss(news(1), news(2), news(3, date=brussels("2026-12-02 08:00"))))
    reviewed.run("2026-12-03 14:00", everything=True)
    second, first = drafts(reviewed)
    assert (first.state, second.state, second.builds_on) == (DraftState.DROPPED, DraftState.OPEN, first.id)
    act(reviewed, "2026-12-03 15:00", lambda r: r.stand(ActKind.RELEASE))
    assert reviewed.run("2026-12-03 15:15").editions == []
    (edition,) = reviewed.run("2026-12-04 07:00").editions
    assert (edition.number, edition.entries) == (1, 3)


def test_what_came_after_a_required_release_waits_even_if_it_cannot_wait(reviewed, internet):
    required(reviewed)
    reviewed.source("ec", every="30m", critical=True)
    reviewed.run("2026-11-26 14:00")
    act(reviewed, "2026-11-26 15:00", lambda r: r.stand(ActKind.RELEASE))
    internet.at(FEED).serves(rss(news(1), news(2), news(3, date=LATE)))
    (edition,) = reviewed.run("2026-11-27 07:00", everything=True).editions
    assert edition.entries == 2
    reviewed.run("2026-12-03 14:00")
    assert drafts(reviewed)[0].shown == (3,)


def test_a_critical_source_joins_a_draft_is_told_and_marked_and_the_rest_waits(reviewed, internet):
    reviewed.run("2026-11-26 14:00")
    reviewed.source("ec", every="30m", critical=True)
    internet.at(FEED).serves(rss(news(1), news(2), news(3, date=LATE)))
    reviewed.run("2026-11-26 15:30", everything=True)
    assert "Het ontwerp is gewijzigd: Board" in subjects(reviewed)
    with reviewed.archive() as archive:
        (change,) = Drafts(archive.database).log(drafts(reviewed)[0])
    assert (change.kind, change.by, change.new) == (ActKind.CHANGED, "servwatch", "3")
    reviewed.run("2026-11-27 07:00")
    assert 3 in told(reviewed)
    assert "Laat binnengekomen" in reviewed.texts("a@example.org")[0]


def test_other_settings_are_in_force_at_once_and_the_editors_are_told(reviewed):
    reviewed.run("2026-11-26 14:00")
    reviewed.themes = reviewed.themes.replace('terms.nl = ["werk", "loon*"]', 'terms.nl = ["loon*"]')
    reviewed.run("2026-11-26 15:30")
    assert "Het ontwerp is gewijzigd: Board" in subjects(reviewed)
    with reviewed.archive() as archive:
        (change,) = Drafts(archive.database).log(drafts(reviewed)[0])
    assert (change.old, change.reason) == ("1 2", "The settings changed.")
    reviewed.run("2026-11-26 15:45")
    assert subjects(reviewed).count("Het ontwerp is gewijzigd: Board") == 1


def test_a_held_draft_goes_on_being_held_when_the_next_one_takes_its_place(reviewed):
    reviewed.run("2026-11-26 14:00")
    act(reviewed, "2026-11-26 15:00", lambda r: r.stand(ActKind.HOLD))
    reviewed.run("2026-12-03 14:00")
    assert [row.state for row in drafts(reviewed)] == [DraftState.HELD, DraftState.DROPPED]
    assert reviewed.run("2026-12-04 07:00").editions == []


def test_another_schedule_has_a_draft_of_its_own_and_the_old_one_does_not_block_it(reviewed):
    reviewed.run("2026-11-26 14:00")
    reviewed.digest("board", "0 7 * * sat", review="window", limit=4)
    reviewed.run("2026-11-26 15:00")
    reviewed.run("2026-11-27 14:00")
    report = reviewed.run("2026-11-28 07:00")
    assert [e.number for e in report.editions] == [1]
    assert [row.state for row in drafts(reviewed)] == [DraftState.SENT, DraftState.DROPPED]


def test_a_digest_that_is_turned_off_gives_its_draft_up(reviewed):
    reviewed.run("2026-11-26 14:00")
    reviewed.digest("board", review="window", enabled=False)
    reviewed.run("2026-11-26 15:00")
    assert drafts(reviewed)[0].state is DraftState.DROPPED


def test_review_turned_off_keeps_what_editors_did(reviewed):
    reviewed.run("2026-11-26 14:00")
    act(reviewed, "2026-11-26 15:00", lambda r: r.drop(1))
    reviewed.digest("board", limit=4)
    reviewed.run("2026-11-27 07:00")
    assert told(reviewed) == [2]


def test_an_editor_who_is_quicker_than_the_cycle_is_in_the_edition(reviewed, monkeypatch):
    from servwatch.cycle.build import Builder

    reviewed.run("2026-11-26 14:00")
    freeze, done = Builder.freeze, []

    def meanwhile(self, draft, digest, now):
        if not done:
            done.append(act(reviewed, "2026-11-27 06:59", lambda r: r.drop(1)))
        return freeze(self, draft, digest, now)

    monkeypatch.setattr(Builder, "freeze", meanwhile)
    reviewed.run("2026-11-27 07:00")
    assert told(reviewed) == [2]


def test_an_alert_that_needs_a_release_waits_for_it_and_then_leaves(watch, internet):
    internet.at(FEED).serves(rss(news(1)))
    watch.mail = EDITORS
    watch.source("ec", every="30m", critical=True)
    watch.digest("board", "at once", layout="alert", review="required")
    watch.member("a@example.org", "board")
    watch.run("2026-11-26 08:00", everything=True)
    assert watch.run("2026-11-26 08:10").editions == []
    assert subjects(watch)[0].startswith("Ontwerp voor")
    internet.at(FEED).serves(rss(news(1), news(2, date=brussels("2026-11-26 08:30"))))
    assert watch.run("2026-11-26 09:00", everything=True).editions == []
    assert len(subjects(watch)) == 2
    act(watch, "2026-11-26 09:05", lambda r: r.drop(1))
    act(watch, "2026-11-26 09:06", lambda r: r.stand(ActKind.RELEASE))
    (edition,) = watch.run("2026-11-26 09:10").editions
    assert (edition.number, told(watch)) == (1, [2])
    assert watch.run("2026-11-26 09:20").editions == []


def test_an_alert_that_was_released_at_night_is_not_kept_by_what_comes_after_it(watch, internet):
    internet.at(FEED).serves(rss(news(1)))
    watch.mail = EDITORS
    watch.source("ec", every="30m", critical=True)
    watch.digest("board", "at once", layout="alert", review="required")
    watch.member("a@example.org", "board")
    watch.run("2026-11-26 20:30", everything=True)
    act(watch, "2026-11-26 20:40", lambda r: r.begin())
    act(watch, "2026-11-26 20:45", lambda r: r.stand(ActKind.RELEASE))
    internet.at(FEED).serves(rss(news(1), news(2, date=brussels("2026-11-26 21:00"))))
    assert watch.run("2026-11-26 21:15", everything=True).editions == []
    assert [e.number for e in watch.run("2026-11-27 07:00").editions] == [1]
    assert told(watch) == [1]
    assert drafts(watch)[0].shown == (2,)


def test_mails_about_a_draft_carry_the_address_of_its_page_where_there_is_one(reviewed):
    required(reviewed)
    reviewed.general = 'public_url = "https://watch.example.org/serv"'
    reviewed.run("2026-11-26 14:00")
    reviewed.run("2026-11-27 07:00")
    address = "https://watch.example.org/serv/review/board"
    mails = {str(mail["Subject"]).partition(" ")[0]: mail for mail in reviewed.letters("redactie")}
    assert sorted(mails) == ["Ontwerp", "Wacht"]
    for mail in mails.values():
        text = mail.get_body(("plain",)).get_content()
        assert f"Bekijk en wijzig het hier: {address}" in " ".join(text.split())
    assert f'<a href="{address}"' in mails["Ontwerp"].get_body(("html",)).get_content()


def test_mails_about_a_draft_name_no_page_where_there_is_no_public_address(reviewed):
    reviewed.run("2026-11-26 14:00")
    assert "/review/" not in reviewed.texts("redactie")[0]
    assert "wijzig het hier" not in reviewed.texts("redactie")[0]
