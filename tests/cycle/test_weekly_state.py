"""The weekly mail: also when all is well, once a week whatever crashes, in the language of the house."""

import pytest

from servwatch.cycle.notices import Notices
from tests.cycle.watch import brussels

STAFF = 'administrators = ["admin@example.org"]\neditors = ["cell@example.org"]\n'
WEEKLY = 'weekly = "0 7 * * mon"\n'


@pytest.fixture
def watched(weekly):
    weekly.mail, weekly.general = STAFF, WEEKLY
    weekly.member("ann@example.org", "board", name="Ann", until="@2026-12-18")
    weekly.members[-1] = weekly.members[-1].replace('"@2026-12-18"', "2026-12-18")
    return weekly


def weekly_mails(watch, to="cell"):
    return [m for m in watch.letters(to) if "staat van de wacht" in str(m["Subject"])]


def text_of(mail):
    return " ".join(mail.get_body(("plain",)).get_content().split())


def test_it_comes_on_monday_and_says_that_all_is_well(watched):
    watched.run("2026-11-24 09:00")
    watched.run("2026-11-27 07:05")
    assert weekly_mails(watched) == []
    watched.run("2026-11-30 07:05")
    (mail,) = weekly_mails(watched)
    assert str(mail["Subject"]) == "servwatch: staat van de wacht, alles is in orde"
    text = text_of(mail)
    assert "2 rondes, waarvan 0 mislukt of niet beëindigd." in text
    assert "1 bron wordt gevolgd, waarvan 1 in orde." in text
    assert "1 editie werd gemaakt. board 1" in text
    assert "Berichten deze week: 2 aanvaard, 0 geweigerd, 0 vervallen." in text
    assert "Er werd nog nooit een back-up gemaakt" in text
    assert "Het mandaat van Ann loopt af op 18 december 2026." in text
    assert len(weekly_mails(watched, "admin")) == 1


def test_it_comes_once_a_week(watched):
    for day in ("2026-11-24", "2026-11-30", "2026-12-06"):
        watched.run(f"{day} 07:05")
    assert len(weekly_mails(watched)) == 1
    watched.run("2026-12-07 12:00")
    assert len(weekly_mails(watched)) == 2


def test_a_run_killed_before_it_was_noted_sends_no_second_one(watched):
    watched.run("2026-11-24 09:00")
    watched.run("2026-11-30 07:05")
    with watched.archive() as archive:
        archive.runs.set("weekly mail", brussels("2026-11-24 09:00").isoformat())
    watched.run("2026-11-30 09:05")  # with other figures
    assert len(weekly_mails(watched)) == 1


def test_what_asks_for_attention_is_named(watched, internet):
    watched.run("2026-11-24 09:00")
    with watched.archive() as archive:
        archive.runs.set("last backup", brussels("2026-11-10 09:00").isoformat())
    watched.run("2026-11-30 07:05")
    (mail,) = weekly_mails(watched)
    assert str(mail["Subject"]) == "servwatch: staat van de wacht, 1 punt vraagt aandacht"
    assert "back-up, sinds 10 november 2026" in text_of(mail)


def test_mail_that_comes_back_is_named_in_the_language_of_the_house(watched):
    watched.run("2026-11-24 09:00")
    with watched.archive() as archive:
        archive.recipients.bounced("ann@example.org", brussels("2026-11-28 09:00"), "5.7.1", "550 no")
    watched.run("2026-11-30 07:05")
    (mail,) = weekly_mails(watched)
    assert "post die terugkomt, sinds 28 november 2026" in text_of(mail)


def test_an_empty_schedule_leaves_it_out(watched):
    watched.general = 'weekly = ""\n'
    for day in ("2026-11-24", "2026-11-30"):
        watched.run(f"{day} 07:05")
    assert weekly_mails(watched) == []


def test_an_occasion_is_one_mail_whatever_the_lines_say(watched):
    watched.run("2026-11-24 09:00")
    from servwatch.cycle.configuration import in_force
    from servwatch.cycle.cycle import shipped_renderer

    settings = in_force(watched.path, {}).settings
    with watched.archive() as archive:
        notices = Notices(settings, archive, shipped_renderer(), brussels("2026-11-30 07:05"))
        one, other = (
            notices.letters(["a@example.org"], "weekly", "S", ["P"], [line], occasion="2026-11-30")
            for line in ("x", "y")
        )
    assert one[0].message_id == other[0].message_id


def test_a_secret_that_ends_within_two_months_is_told(watched):
    watched.source(
        "post", "imaps://mail.example.org/INBOX", kind="mailbox", user="u", secret_ends="@2027-01-10"
    )
    watched.sources["post"] = watched.sources["post"].replace('"@2027-01-10"', "2027-01-10")
    watched.run("2026-11-24 09:00")
    watched.run("2026-11-30 07:05")
    (mail,) = weekly_mails(watched)
    assert "Loopt af op 10 januari 2027: het geheim van de bron post." in text_of(mail)


def test_sources_whose_names_have_commas_are_told_apart(watched, internet):
    for id_, name in (("one", "OECD, publications"), ("two", "ILO, news")):
        internet.at(f"{id_}.example.org/rss").answers(500)
        watched.source(id_, name=name)
    for time in ("2026-11-24 09:00", "2026-11-30 07:05"):
        watched.run(time, everything=True)
    (mail,) = weekly_mails(watched)
    assert "OECD, publications; ILO, news." in text_of(mail)
