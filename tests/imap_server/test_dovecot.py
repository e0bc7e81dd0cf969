"""The server of the tests is a server: what the tests of the mailbox build on."""

import pytest

from tests.imap_server import Dovecot, Letter, newsletter, program

pytestmark = pytest.mark.dovecot


@pytest.fixture
def server():
    if program() is None:
        pytest.skip("the IMAP server Dovecot is not on this machine")
    with Dovecot() as server:
        yield server


def test_it_delivers_marks_and_renumbers(server):
    server.deliver(bytes(newsletter()))
    server.deliver(bytes(Letter(text="hallo")))
    assert {uid: flags - {"\\Recent"} for uid, flags in server.flags().items()} == {1: set(), 2: set()}
    server.mark("2", "(\\Seen $Servwatch)")
    assert {"\\Seen", "$Servwatch"} <= server.flags()[2]
    with server.client() as client:
        before = int(client.status("INBOX", "(UIDVALIDITY)")[1][0].split()[-1].strip(b")"))
    server.renumber()
    with server.client() as client:
        after = int(client.status("INBOX", "(UIDVALIDITY)")[1][0].split()[-1].strip(b")"))
    assert after != before
    assert len(server.flags()) == 2


def test_rights_decide_which_marks_may_stay():
    if program() is None:
        pytest.skip("the IMAP server Dovecot is not on this machine")
    with Dovecot(rights="lrs") as server:
        server.deliver(b"From: a@example.org\n\nx\n")
        with server.client() as client:
            client.select("INBOX")
            assert client.untagged_responses["PERMANENTFLAGS"] == [b"(\\Seen)"]
