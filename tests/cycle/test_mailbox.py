"""Whole polls of a mailbox: a real Dovecot, newsletters delivered to it, and a web that notes who is asked."""

from datetime import UTC, datetime, timedelta

import pytest

from servwatch.archive.archive import Archive
from servwatch.archive.items import ItemQuery
from servwatch.cycle.mail_links import MOST_RESOLVED
from servwatch.fetch import Fetcher
from servwatch.model import Verdict
from tests.cycle.watch import brussels
from tests.imap_server import Dovecot, newsletter, program
from tests.imap_server.dovecot import HOST, PASSWORD, USER
from tests.imap_server.letters import UNWANTED, article

pytestmark = pytest.mark.dovecot

NOON = brussels("2026-11-20 12:00")
DAY = timedelta(days=1)
SOME = datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def running():
    if program() is None:
        pytest.skip("the IMAP server Dovecot is not on this machine")
    with Dovecot() as server:
        yield server


@pytest.fixture
def server(running):
    """The server, with a folder of its own for each test."""
    running.folder_number = getattr(running, "folder_number", 0) + 1
    running.name = f"Nieuws {running.folder_number}"
    running.create(running.name)
    return running


@pytest.fixture
def mail(watch, server, internet):
    """A watch of one mailbox."""
    watch.led[HOST] = f"127.0.0.1:{server.tls_port}"
    watch.fetch = f'ca_file = "{internet.ca_file}"'
    (watch.folder / "password").write_text(PASSWORD + "\n")
    mailbox(watch, server)
    return watch


def mailbox(watch, server, **keys):
    usual = {"kind": "mailbox", "user": USER, "password_file": "password", "languages": []}
    watch.source("n", f"imaps://{HOST}/{server.name.replace(' ', '%20')}", **(usual | keys))


def deliver(server, *letters, received=None):
    for letter in letters:
        server.deliver(bytes(letter), folder=server.name, received=(received or SOME).timestamp())


def few(first, count=2, *, day=0, **rest):
    """A newsletter of so many articles."""
    rest.setdefault("date", SOME + day * DAY)
    return newsletter([article(n) for n in range(first, first + count)], **rest)


def items(watch):
    with watch.archive() as archive:
        return sorted((item for item, _ in archive.items.find(ItemQuery())), key=lambda item: item.id)


def state(watch):
    with watch.archive() as archive:
        return archive.sources.all()["n"]


def polled(report):
    (only,) = report.polls
    return only.verdict, only.new, only.changed, only.quarantined


def marks(server):
    return {uid: flags - {"\\Recent"} for uid, flags in server.flags(server.name).items()}


TAKEN = {"\\Seen", "$Servwatch"}


def test_a_newsletter_of_30_articles_and_15_other_links_gives_30_items_and_asks_for_nothing(
    mail, server, internet
):
    internet.knows(
        "www.oecd.org", "mailing.oecd.org", "img.oecd.org", *("www.facebook.com", "x.com", "wa.me")
    )
    assert len(UNWANTED) == 15
    deliver(server, newsletter())
    report = mail.run(NOON)
    assert polled(report) == (Verdict.OK, 30, 0, 0)
    assert [item.title for item in items(mail)] == [f"Bericht {n} over werk en lonen" for n in range(1, 31)]
    assert [item.url for item in items(mail)] == [f"https://www.oecd.org/articles/{n}" for n in range(1, 31)]
    assert {item.published for item in items(mail)} == {datetime(2026, 11, 20, 9, 30, tzinfo=UTC)}
    assert all("wat de raad ervan vindt" in item.summary for item in items(mail))
    assert marks(server) == {1: TAKEN}
    assert internet.asked() == []


def test_what_is_taken_is_not_taken_again_and_the_next_message_is(mail, server):
    deliver(server, few(1))
    assert polled(mail.run(NOON)) == (Verdict.OK, 2, 0, 0)
    assert polled(mail.run(NOON + DAY, everything=True)) == (Verdict.NOT_MODIFIED, 0, 0, 0)
    deliver(server, few(3, day=1))
    assert polled(mail.run(NOON + 2 * DAY, everything=True)) == (Verdict.OK, 2, 0, 0)
    assert marks(server) == {1: TAKEN, 2: TAKEN}


def test_a_new_newsletter_of_many_articles_is_no_flood(mail, server):
    deliver(server, few(1, 20))
    mail.run(NOON)
    deliver(server, few(30, 25, day=1))
    assert polled(mail.run(NOON + DAY, everything=True)) == (Verdict.OK, 25, 0, 0)


def test_a_message_that_a_person_has_read_already_is_taken_all_the_same(mail, server):
    deliver(server, few(1))
    server.mark("1", "(\\Seen)", folder=server.name)
    assert polled(mail.run(NOON)) == (Verdict.OK, 2, 0, 0)


def test_a_process_that_ends_before_the_items_are_kept_loses_nothing(mail, server, monkeypatch):
    deliver(server, few(1))

    def dies(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Archive, "store", dies)
        with pytest.raises(KeyboardInterrupt):
            mail.run(NOON)
    assert marks(server) == {1: set()}
    assert items(mail) == []
    assert polled(mail.run(NOON + DAY)) == (Verdict.OK, 2, 0, 0)
    assert marks(server) == {1: TAKEN}


def test_one_that_ends_between_keeping_and_marking_doubles_nothing_and_the_next_marks(
    mail, server, monkeypatch
):
    deliver(server, few(1))

    async def dies(*_):
        return "ended"

    with monkeypatch.context() as broken:
        broken.setattr(Fetcher, "mark", dies)
        mail.run(NOON)
    assert len(items(mail)) == 2
    assert marks(server) == {1: set()}
    assert polled(mail.run(NOON + DAY, everything=True)) == (Verdict.NOT_MODIFIED, 0, 0, 0)
    assert marks(server) == {1: TAKEN}
    server.mark("1", "(\\Seen)", how="-FLAGS", folder=server.name)  # a person wants to read it again
    mail.run(NOON + 2 * DAY, everything=True)
    assert marks(server) == {1: {"$Servwatch"}}


def test_a_mailbox_that_is_numbered_anew_is_read_again_and_nothing_is_new(mail, server):
    for n in range(4):
        deliver(server, few(10 * n + 1, 3), received=SOME)
    mail.run(NOON)
    before = state(mail).etag
    server.renumber(server.name)
    report = mail.run(NOON + DAY, everything=True)
    assert polled(report) == (Verdict.OK, 0, 0, 0)
    assert report.polls[0].seen == 12
    assert state(mail).etag.split(":")[0] != before.split(":")[0]
    deliver(server, few(90, day=1))
    assert polled(mail.run(NOON + 2 * DAY, everything=True)) == (Verdict.OK, 2, 0, 0)


def test_of_a_full_folder_the_newest_are_the_baseline_and_what_comes_then_is_read_in_portions(
    mail, server, monkeypatch
):
    from servwatch.fetch import imap_session

    monkeypatch.setattr(imap_session, "MOST", 40)
    for n in range(1000):
        deliver(server, few(n + 1, 1), received=SOME - 2 * DAY)
    assert polled(mail.run(NOON)) == (Verdict.OK, 30, 0, 0)
    assert {item.url for item in items(mail)} == {
        f"https://www.oecd.org/articles/{n}" for n in range(971, 1001)
    }
    assert all(item.baseline for item in items(mail))
    assert sum("$Servwatch" in flags for flags in marks(server).values()) == 30
    for n in range(100):
        deliver(server, few(2000 + n, 1, day=1))
    reports = [mail.run(NOON + DAY, everything=True) for _ in range(4)]
    assert [polled(report)[:2] for report in reports] == [
        (Verdict.OK, 40), (Verdict.OK, 40), (Verdict.OK, 20), (Verdict.NOT_MODIFIED, 0),
    ]  # fmt: skip
    assert len(items(mail)) == 130


def test_a_message_that_is_too_large_is_told_and_left_and_the_others_are_read(mail, server):
    huge = few(7)
    huge.html = huge.html.replace("</body>", "<!--" + "x" * 50_000_000 + "--></body>")
    deliver(server, few(1), huge, few(3))
    report = mail.run(NOON)
    assert polled(report) == (Verdict.OK, 4, 0, 0)
    assert "larger than may be read: 1" in report.polls[0].rule
    assert marks(server) == {1: TAKEN, 2: set(), 3: TAKEN}
    assert polled(mail.run(NOON + DAY, everything=True)) == (Verdict.NOT_MODIFIED, 0, 0, 0)
    assert marks(server)[2] == set()


def test_messages_that_are_large_together_wait_for_the_next_poll(mail, server):
    mailbox(mail, server, max_bytes=100_000)
    letters = [few(n) for n in (1, 3, 5)]
    for letter in letters:
        letter.html = letter.html.replace("</body>", "<!--" + "x" * 40_000 + "--></body>")
    deliver(server, *letters)
    assert [polled(mail.run(NOON + n * DAY, everything=True))[1] for n in range(4)] == [2, 2, 2, 0]


def test_a_message_that_is_none_stops_no_other(mail, server):
    deliver(server, few(1))
    server.deliver(b"\x00\xff\xfe no mail at all", folder=server.name, received=SOME.timestamp())
    deliver(server, few(3))
    assert polled(mail.run(NOON)) == (Verdict.OK, 4, 0, 0)


def test_only_mail_by_the_senders_that_are_named_is_taken_and_the_rest_is_left_alone(mail, server):
    mailbox(mail, server, from_=["@oecd.org"])
    other = few(3, sender="Iemand <iemand@example.net>")
    forged = few(5, sender='"news@oecd.org" <iemand@example.net>')
    deliver(server, few(1), other, forged)
    report = mail.run(NOON)
    assert polled(report) == (Verdict.OK, 2, 0, 0)
    assert "other senders than `from` names: 1" in report.polls[0].rule
    assert marks(server)[1] == TAKEN
    assert marks(server)[2] == set()


def test_where_one_server_must_vouch_its_word_on_top_counts(mail, server):
    mailbox(mail, server, require_auth="mx.example.org")
    good = {"Authentication-Results": "mx.example.org; dkim=pass header.d=oecd.org; spf=pass"}
    failed = {"Authentication-Results": "mx.example.org; dkim=fail; dmarc=fail"}
    other = {"Authentication-Results": "mx.oecd.org; dmarc=pass"}
    in_words = {"Authentication-Results": "mx.example.org; dkim=fail (was dkim=pass)"}
    deliver(server, *(few(2 * n + 1, headers=h) for n, h in enumerate((good, failed, other, in_words, {}))))
    report = mail.run(NOON)
    assert [item.url[-1] for item in items(mail)] == ["1", "2"]
    assert "mx.example.org does not vouch for: 4" in report.polls[0].rule


@pytest.mark.parametrize(
    ("keys", "url", "verdict", "words"),
    [
        ({"user": "niemand@example.org"}, "", Verdict.BLOCKED, "refuses the name or the password of niemand@example.org"),
        ({}, f"imaps://{HOST}/Bestaat%20niet", Verdict.GONE, "there is no folder “Bestaat niet” in the mailbox; there are: "),
        ({"timeout": "2s"}, "imaps://stil.example.org/INBOX", Verdict.TIMEOUT, "within 2 seconds"),
        ({}, "imaps://dicht.example.org/INBOX", Verdict.UNREACHABLE, "dicht.example.org refuses the connection"),
        ({}, "imaps://ander.example.org/INBOX", Verdict.UNREACHABLE, "the certificate of ander.example.org is not trusted"),
        ({}, "imaps://bestaat-niet.invalid/INBOX", Verdict.UNREACHABLE, "bestaat-niet.invalid does not resolve"),
    ],
)  # fmt: skip
def test_each_fault_has_one_clear_verdict(mail, server, keys, url, verdict, words):
    import socket

    deliver(server, few(1))
    with socket.create_server(("127.0.0.1", 0)) as silent, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        mail.led |= {
            "stil.example.org": f"127.0.0.1:{silent.getsockname()[1]}",
            "dicht.example.org": f"127.0.0.1:{closed.getsockname()[1]}",
            "ander.example.org": f"127.0.0.1:{server.tls_port}",
        }
        mailbox(mail, server, **keys)
        if url:
            mail.sources["n"] = mail.sources["n"].replace(
                mail.sources["n"].split('url = "')[1].split('"')[0], url
            )
        report = mail.run(NOON)
    assert polled(report)[0] is verdict
    assert words in report.polls[0].rule


def test_a_missing_folder_is_told_with_those_that_are_there(mail, server):
    mail.sources["n"] = mail.sources["n"].replace("Nieuws%20", "Niews%20")
    assert server.name in mail.run(NOON).polls[0].rule or "..." in mail.report.polls[0].rule


@pytest.mark.parametrize("security", ["starttls", "none"])
def test_other_ways_of_protection_work_where_they_may(mail, server, security):
    deliver(server, few(1))
    mail.led[HOST] = f"127.0.0.1:{server.port}"
    mailbox(mail, server, security=security)
    mail.sources["n"] = mail.sources["n"].replace("imaps://", "imap://")
    assert polled(mail.run(NOON)) == (Verdict.OK, 2, 0, 0)


def test_a_private_address_is_refused_unless_it_is_allowed(mail, server):
    deliver(server, few(1))
    mail.write()
    text = mail.path.read_text().replace("allow_private = true", "allow_private = false")
    mail.path.write_text(text.replace(f"imaps://{HOST}/", f"imaps://127.0.0.1:{server.tls_port}/"))
    report = mail.run(NOON, write=False)
    assert polled(report)[0] is Verdict.REFUSED
    assert "loopback" in report.polls[0].rule


def test_without_the_extra_the_poll_says_what_to_install(mail, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "imap_tools", None)
    for name in [n for n in sys.modules if n.startswith(("imap_tools.", "servwatch.fetch.imap_"))]:
        monkeypatch.delitem(sys.modules, name)
    report = mail.run(NOON)
    assert polled(report)[0] is Verdict.REFUSED
    assert "pip install 'servwatch[mailbox]'" in report.polls[0].rule


def test_a_mailbox_that_permits_no_keyword_is_read_once_all_the_same(watch, internet):
    if program() is None:
        pytest.skip("the IMAP server Dovecot is not on this machine")
    with Dovecot(rights="lrs") as server:
        server.name = "INBOX"
        watch.led[HOST] = f"127.0.0.1:{server.tls_port}"
        watch.fetch = f'ca_file = "{internet.ca_file}"'
        (watch.folder / "password").write_text(PASSWORD)
        mailbox(watch, server)
        deliver(server, few(1))
        assert polled(watch.run(NOON)) == (Verdict.OK, 2, 0, 0)
        assert marks(server) == {1: {"\\Seen"}}
        server.mark("1", "(\\Seen)", how="-FLAGS")
        assert polled(watch.run(NOON + DAY, everything=True)) == (Verdict.NOT_MODIFIED, 0, 0, 0)
        assert marks(server) == {1: set()}


# Links that are asked where they lead


def counted(number):
    return (
        f'<h3><a href="https://links.example.org/c/{number}">Bericht {number} over werk</a></h3><p>Tekst.</p>'
    )


def counters(internet, *numbers, target="https://www.oecd.org/articles/{n}?utm_source=x&mkt_tok=abc"):
    for n in numbers:
        internet.at(f"links.example.org/c/{n}").redirects(target.format(n=n))
    internet.knows("www.oecd.org")


def test_links_to_the_named_hosts_are_asked_and_their_pages_are_not(mail, server, internet):
    counters(internet, 1, 2)
    internet.at("links.example.org/u/9").answers(200)
    mailbox(mail, server, resolve=["links.example.org"])
    leave = '<p><a href="https://links.example.org/u/9">Uitschrijven</a></p>'
    deliver(server, newsletter([counted(1), counted(2), leave]))
    mail.run(NOON)
    assert [item.url for item in items(mail)] == [f"https://www.oecd.org/articles/{n}" for n in (1, 2)]
    assert [(a.host, a.path) for a in internet.asked()] == [("links.example.org", f"/c/{n}") for n in (1, 2)]


def test_a_link_that_does_not_answer_stays_and_the_item_is_the_same_when_it_does(mail, server, internet):
    internet.at("links.example.org/c/1").answers(503).then.redirects("https://www.oecd.org/articles/1")
    mailbox(mail, server, resolve=["links.example.org"])
    deliver(server, newsletter([counted(1)]))
    mail.run(NOON)
    assert [item.url for item in items(mail)] == ["https://links.example.org/c/1"]
    server.renumber(server.name)
    assert polled(mail.run(NOON + DAY, everything=True)) == (Verdict.OK, 0, 0, 0)
    assert len(internet.asked()) == 1


def test_a_link_that_was_resolved_is_known_again_without_being_asked(mail, server, internet):
    counters(internet, 1)
    mailbox(mail, server, resolve=["links.example.org"])
    deliver(server, newsletter([counted(1)]))
    mail.run(NOON)
    server.renumber(server.name)
    assert polled(mail.run(NOON + DAY, everything=True)) == (Verdict.OK, 0, 0, 0)
    assert len(internet.asked()) == 1


def test_no_poll_asks_for_more_links_than_a_bounded_number(mail, server, internet):
    numbers = range(MOST_RESOLVED + 20)
    counters(internet, *numbers)
    mailbox(mail, server, resolve=["links.example.org"])
    deliver(server, newsletter([counted(n) for n in numbers]))
    mail.run(NOON)
    assert len(internet.asked()) == MOST_RESOLVED
    assert len(items(mail)) == len(numbers)


def test_what_a_link_turns_out_to_be_is_left_out_where_it_is_no_news(mail, server, internet):
    internet.at("links.example.org/c/1").redirects("https://mailing.oecd.org/unsubscribe?u=1")
    mailbox(mail, server, resolve=["links.example.org"])
    deliver(server, newsletter([counted(1), article(5)]))
    mail.run(NOON)
    assert [item.url for item in items(mail)] == ["https://www.oecd.org/articles/5"]
