"""Whole polls of a mailbox: a real Dovecot, newsletters delivered to it, and a web that notes who is asked."""

from datetime import UTC, datetime

import pytest

from servwatch.archive.archive import Archive
from servwatch.fetch import Fetcher
from servwatch.model import Verdict
from tests.cycle.mailbox_watch import DAY, NOON, SOME, TAKEN, deliver, few, items, marks, polled, state
from tests.imap_server import newsletter
from tests.imap_server.letters import UNWANTED

pytestmark = pytest.mark.dovecot


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


def test_a_newsletter_that_comes_days_after_its_date_is_no_flood(mail, server):
    """Kept waiting on its way, or put into the folder by hand."""
    deliver(server, few(1, 8))
    for n in range(5):
        mail.run(NOON + n * DAY, everything=True)
    deliver(server, few(50, 8, day=2))
    assert polled(mail.run(NOON + 5 * DAY, everything=True)) == (Verdict.OK, 8, 0, 0)


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
