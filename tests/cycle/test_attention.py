"""What asks for a person: which faults, from when on, until when, and who is mailed about them."""

import pytest

from tests.cycle.watch import brussels, entry, rss
from tests.smtp_acts import Say
from tests.smtp_server import ScriptedSmtpServer

FEED = "ec.example.org/rss"


@pytest.fixture
def weekly(watch, internet):
    news = entry("Nieuws over werk", "https://ec.example.org/1", date=brussels("2026-11-26 08:00"))
    internet.at(FEED).serves(rss(news))
    watch.source("ec")
    watch.digest("board")
    watch.member("a@example.org", "board")
    return watch


@pytest.fixture
def relay(weekly):
    with ScriptedSmtpServer() as server:
        staff = 'administrators = ["admin@example.org"]\neditors = ["Staff@example.org"]'
        weekly.mail = (
            f'transport = "smtp"\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n{staff}'
        )
        weekly.run("2026-11-23 09:00")
        yield server


def asks(report):
    return sorted((a.what, a.id) for a in report.attention)


def states(watch):
    with watch.archive() as archive:
        return sorted(m.state.value for m in archive.desk.messages() if m.digest)


def test_a_message_that_is_to_come_back_later_asks_for_nobody_at_first(weekly, relay):
    relay.always({"RCPT": Say("450 4.2.0 greylisted, come back in five minutes")})
    report = weekly.run("2026-11-27 07:00")
    assert (states(weekly), report.exit_code) == (["deferred"], 0)
    report = weekly.run("2026-11-27 08:30")
    assert (states(weekly), asks(report)) == (["deferred"], [("message", "deferred")])
    relay.always({})
    assert weekly.run("2026-11-27 12:00").exit_code == 0


def test_a_relay_that_does_not_answer_asks_for_attention_at_once(weekly):
    weekly.mail = 'transport = "smtp"\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"'
    weekly.run("2026-11-23 09:00")
    report = weekly.run("2026-11-27 07:00")
    assert states(weekly) == ["deferred"]
    assert report.exit_code == 3


def test_a_relay_that_refuses_us_is_told_with_its_own_words(weekly, relay):
    relay.always({"MAIL": Say("550 5.7.30 Basic authentication is not supported")})
    report = weekly.run("2026-11-27 07:00")
    assert asks(report) == [("message", "held"), ("relay", f"127.0.0.1:{relay.port}")]
    told = next(a.remedy for a in report.attention if a.what == "relay")
    assert "5.7.30 Basic authentication is not supported" in told


def test_staff_are_mailed_once_whom_a_digest_did_not_reach(weekly, relay):
    relay.play({"RCPT": Say("550 5.1.1 no such user")})
    report = weekly.run("2026-11-27 07:00")
    assert asks(report) == [("message", "refused")]
    for minute in (1, 2, 3):
        weekly.run(f"2026-11-27 07:0{minute}")
    for staff in ("admin@example.org", "staff@example.org"):
        (notice,) = relay.sent_to(staff)
        text = notice.data.decode()
        assert "a@example.org" in text
        assert "5.1.1 no such user" in text
    assert len(relay.deliveries) == 2


def test_a_notice_that_is_refused_makes_no_notice(weekly, relay):
    relay.always({"RCPT": Say("550 5.1.1 no such user")})
    for minute in range(4):
        weekly.run(f"2026-11-27 07:0{minute}")
    with weekly.archive() as archive:
        assert len(list(archive.desk.messages())) == 3  # the digest, and one notice to each of two


def test_an_edition_whose_time_is_over_is_told_to_staff(weekly, relay):
    relay.always({"RCPT": Say("450 4.2.0 not now")})
    weekly.run("2026-11-27 07:00")
    relay.always({})
    weekly.digest("board", schedule="0 7 * * fri", when_empty="skip")
    report = weekly.run("2026-12-04 07:30")
    assert "expired" in {a.id for a in report.attention}
    weekly.run("2026-12-04 07:31")
    assert relay.sent_to("a@example.org") == []
    assert len(relay.sent_to("admin@example.org")) == 1


def test_a_loss_is_history_after_a_week(weekly, relay):
    relay.play({"RCPT": Say("550 5.1.1 no such user")})
    assert weekly.run("2026-11-27 07:00").exit_code == 3
    assert weekly.run("2026-12-03 06:00").exit_code == 3
    assert weekly.run("2026-12-04 08:00").exit_code == 0


def test_a_flood_of_a_source_that_is_watched_no_more_asks_for_nobody(weekly, internet):
    def feed(name):
        return rss(*(entry(f"{name} {n}", f"https://ec.example.org/{name}/{n}") for n in range(20)))

    internet.at(FEED).serves(feed("oud"))
    weekly.run("2026-11-23 09:00")
    internet.at(FEED).serves(feed("anders"))
    assert ("quarantine", "ec") in asks(weekly.run("2026-11-23 19:00", everything=True))
    del weekly.sources["ec"]
    assert weekly.run("2026-11-23 20:00").exit_code == 0


def test_a_network_that_is_down_asks_once_and_not_for_each_of_its_sources(watch, internet):
    for n in range(6):
        watch.source(f"s{n}")
        internet.at(f"s{n}.example.org/rss").answers(200, reset=True)
    assert asks(watch.run("2026-11-23 09:00")) == [("network", "down")]
    (network,) = watch.report.attention
    assert "6 of 6 sources cannot be reached" in network.remedy
    internet.at("s0.example.org/rss").answers(404)
    watch.source("well")
    internet.at("well.example.org/rss").serves(rss(entry("A", "https://well.example.org/1")))
    watch.run("2026-11-23 12:00", everything=True)
    assert asks(watch.report) == [("network", "down"), ("source", "s0")], "what is no matter of the network"
    for n in range(3):
        internet.at(f"s{n}.example.org/rss").serves(rss(entry("A", f"https://s{n}.example.org/1")))
    watch.run("2026-11-23 15:00", everything=True)
    assert asks(watch.report) == [("source", f"s{n}") for n in (3, 4, 5)]


@pytest.mark.parametrize(
    ("reply", "remedy"),
    [
        ("550 5.7.30 Basic authentication is not supported", 'set auth = "xoauth2"'),
        ("550 5.7.1 unable to relay", "ask its administrator to allow the address of this machine"),
        ("550 5.7.515 sender is not proven", "`servwatch doctor mail` says what is missing"),
    ],
)
def test_a_relay_that_refuses_us_is_told_with_what_to_do(weekly, relay, reply, remedy):
    relay.always({"RCPT": Say(reply)})
    report = weekly.run("2026-11-27 07:00")
    (told,) = (a.remedy for a in report.attention if a.what == "relay")
    assert f"It takes no mail: {reply}. " in told
    assert remedy in told
    assert states(weekly) == ["held"]


def test_a_secret_asks_for_attention_in_its_last_week_and_after_its_end(weekly, relay):
    weekly.mail += '\nauth = "login"\nuser = "serv"\npassword_file = "secret"\nsecret_ends = 2026-12-20\n'
    (weekly.folder / "secret").write_text("geheim")
    relay.login = ("serv", "geheim")
    assert asks(weekly.run("2026-12-12 23:30")) == []
    ending = ("ending", "the secret of [mail]")
    report = weekly.run("2026-12-13 09:00")
    assert ending in asks(report)
    (told,) = (a.remedy for a in report.attention if a.what == "ending")
    assert told.startswith("The secret of [mail] ends on 20 Dec 2026, in 7 days. Have a new one made")
    assert ending in asks(weekly.run("2026-12-21 09:00"))
