"""A watch of a folder on a real mail server: what is delivered there, what is taken, what is marked."""

from datetime import UTC, datetime, timedelta

from servwatch.archive.item_query import ItemQuery
from tests.cycle.watch import brussels
from tests.imap_server import newsletter
from tests.imap_server.dovecot import HOST, USER
from tests.imap_server.letters import article

NOON = brussels("2026-11-20 12:00")
DAY = timedelta(days=1)
SOME = datetime(2026, 11, 20, 8, tzinfo=UTC)


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
