"""A watch on a loopback internet, in a folder of its own."""

import pytest

from tests.cycle.draft_desk import under_review
from tests.cycle.lone_source import STAFF
from tests.cycle.mailbox_watch import mailbox
from tests.cycle.returned import FIRST, board, folder_of
from tests.cycle.watch import Watch, rss
from tests.cycle.weekly import news
from tests.imap_server import Dovecot, program
from tests.imap_server.dovecot import HOST, PASSWORD
from tests.internet import Internet


@pytest.fixture
def internet():
    with Internet() as internet:
        yield internet


@pytest.fixture
def watch(tmp_path, internet):
    return Watch(tmp_path, internet)


@pytest.fixture
def weekly(watch, internet):
    """A watch of one feed and one weekly digest for one member."""
    internet.at("ec.example.org/rss").serves(rss(news(1), news(2)), etag='"1"')
    watch.source("ec")
    watch.digest("board", lookback="7d", when_empty="note")
    watch.member("a@example.org", "board")
    return watch


@pytest.fixture
def lone(watch):
    """A watch of one source, for which staff are to be mailed."""
    watch.mail = STAFF
    watch.source("ec")
    return watch


@pytest.fixture(scope="session")
def mail_server():
    if program() is None:
        pytest.skip("the IMAP server Dovecot is not on this machine")
    with Dovecot() as server:
        yield server


@pytest.fixture
def server(mail_server):
    """The server, with a folder of its own for each test."""
    mail_server.folder_number = getattr(mail_server, "folder_number", 0) + 1
    mail_server.name = f"Nieuws {mail_server.folder_number}"
    mail_server.create(mail_server.name)
    return mail_server


@pytest.fixture
def mail(watch, server, internet):
    """A watch of one mailbox."""
    watch.led[HOST] = f"127.0.0.1:{server.tls_port}"
    watch.fetch = f'ca_file = "{internet.ca_file}"'
    (watch.folder / "password").write_text(PASSWORD + "\n")
    mailbox(watch, server)
    return watch


@pytest.fixture
def board_watch(watch, server, internet):
    """A watch that has mailed An and Bo a digest, and reads what comes back."""
    folder_of(watch, server, internet)
    board(watch, internet)
    watch.run(FIRST, at_once=True)
    return watch


@pytest.fixture
def reviewed(weekly):
    """The weekly watch, with a draft to review."""
    return under_review(weekly, "window")
