"""Links of mails that hide where they lead: asked only where that is allowed, and never more than that."""

import pytest

from servwatch.cycle.clock import FixedClock
from servwatch.cycle.configuration import in_force
from servwatch.cycle.mail_links import MOST_RESOLVED
from servwatch.cycle.verifying import Outcome, verify
from servwatch.model import Verdict
from tests.cycle.mailbox_watch import DAY, NOON, deliver, items, mailbox, polled
from tests.imap_server import newsletter
from tests.imap_server.letters import article

pytestmark = pytest.mark.dovecot


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


UNSUBSCRIBES = [
    "https://links.example.org/unsubscribe?u=1",
    "https://links.example.org/leave/1",  # which only List-Unsubscribe tells
    "https://safelinks.protection.outlook.com/?url=https%3A%2F%2Flinks.example.org%2Fleave%2F1",
]


@pytest.mark.parametrize("address", UNSUBSCRIBES)
@pytest.mark.parametrize("hops", [1, 2])
def test_what_unsubscribes_is_not_asked_for_on_any_hop(mail, server, internet, address, hops):
    ways = [f"https://links.example.org/c/{n}" for n in range(1, hops + 1)]
    for way, target in zip(ways, [*ways[1:], address], strict=True):
        internet.at(way.removeprefix("https://")).redirects(target)
    internet.knows("links.example.org", "safelinks.protection.outlook.com")
    mailbox(mail, server, resolve=["links.example.org"])
    deliver(
        server,
        newsletter(
            [counted(1), article(5)], headers={"List-Unsubscribe": "<https://links.example.org/leave/1>"}
        ),
    )
    mail.run(NOON)
    assert [asked.path for asked in internet.asked()] == [f"/c/{n}" for n in range(1, hops + 1)]
    assert [item.url for item in items(mail)] == ["https://www.oecd.org/articles/5"]


def test_to_verify_the_watch_list_asks_for_no_link_of_a_mail(mail, server, internet):
    counters(internet, 1, 2)
    mailbox(mail, server, resolve=["links.example.org"])
    deliver(server, newsletter([counted(1), counted(2)]))
    mail.write()
    settings = in_force(mail.path, {}).settings
    (verified,) = verify(settings, settings.sources, FixedClock(NOON))
    assert (verified.outcome, verified.items) == (Outcome.WORKS, 2)
    assert internet.asked() == []


def test_what_a_link_turns_out_to_be_is_left_out_where_it_is_no_news(mail, server, internet):
    internet.at("links.example.org/c/1").redirects("https://mailing.oecd.org/unsubscribe?u=1")
    mailbox(mail, server, resolve=["links.example.org"])
    deliver(server, newsletter([counted(1), article(5)]))
    mail.run(NOON)
    assert [item.url for item in items(mail)] == ["https://www.oecd.org/articles/5"]
