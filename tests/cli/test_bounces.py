"""`members bounces`, and how a message that came back is shown, through the command line."""

from datetime import timedelta

import pytest

from servwatch.archive.archive import Archive
from servwatch.archive.returned import Claim, Kept
from tests.cli.line import servwatch
from tests.cycle.watch import Watch, brussels, entry, rss
from tests.internet import Internet

AN, BO = "an@example.org", "bo@example.org"


@pytest.fixture(scope="module")
def mailed(tmp_path_factory):
    """The folder of a watch whose mail to An came back on two days, and to Bo once for a full mailbox."""
    with Internet() as internet:
        watch = Watch(tmp_path_factory.mktemp("bounces"), internet)
        internet.at("ec.example.org/rss").serves(
            rss(entry("Loon en werk", "https://ec.example.org/1", date=brussels("2026-11-25 08:00")))
        )
        watch.source("ec")
        watch.digest("board", "0 7 * * *", themes=["work"])
        watch.member(AN, "board", name="Eerste Lid")
        watch.member(BO, "board")
        watch.run("2026-11-26 07:00", at_once=True)
        watch.run("2026-11-27 07:00")
        with watch.archive() as archive:
            claims = [claim(m) for m in archive.desk.messages() if m.recipient == AN or "26T" in m.message_id]
            archive.returned.keep(claims, (), lambda *_: Kept(None))
        return watch.folder


def claim(message):
    code, text = ("5.1.1", "550 geen gebruiker") if message.recipient == AN else ("5.2.2", "552 vol")
    return Claim(
        message.recipient, message.message_id, message.created + timedelta(minutes=2), True, code, text
    )


def test_who_came_back_is_listed_the_flagged_first(mailed):
    shown = servwatch(mailed, "members", "bounces").well().out
    assert shown.index(AN) < shown.index(BO)
    assert "no such address" in shown
    assert "mailbox full" in shown


def test_and_given_to_machines(mailed):
    an, bo = servwatch(mailed, "members", "bounces", "--json").well().lines
    assert an == {
        "email": AN,
        "name": "Eerste Lid",
        "code": "5.1.1",
        "means": "no such address",
        "first": an["first"],
        "last": an["last"],
        "times": 2,
        "text": "550 geen gebruiker",
        "flagged": True,
        "suppressed": False,
    }
    assert (an["first"][:10], an["last"][:10]) == ("2026-11-26", "2026-11-27")
    assert (bo["email"], bo["flagged"], bo["times"]) == (BO, False, 1)


def test_where_nothing_came_back_it_says_whether_anybody_looks(tmp_path):
    with Internet() as internet:
        watch = Watch(tmp_path, internet)
        watch.write()
    assert "nobody looks" in servwatch(tmp_path, "members", "bounces").well().out
    watch.mail = '[bounces]\nurl = "imaps://mail.example.org/Bounces"\nuser = "b@example.org"\n'
    watch.write()
    shown = servwatch(tmp_path, "members", "bounces").well().out
    assert "No mail came back." in shown
    assert "nobody looks" not in shown


def test_the_message_and_the_audit_of_its_edition_tell_that_it_came_back(mailed):
    with Archive(f"sqlite:///{mailed / 'servwatch.db'}") as archive:
        message = next(m for m in archive.desk.messages() if m.recipient == AN)
    shown = servwatch(mailed, "outbox", "show", str(message.id)).well().out
    assert "returned" in shown
    assert "5.1.1 550 geen gebruiker" in shown
    audited = servwatch(mailed, "digest", "audit", "board", "1").well().out
    assert "5.1.1 550 geen gebruiker" in audited
    assert "2 accepted; 2 came back" in audited
    lost = servwatch(mailed, "digest", "audit", "board", "1", "--failures").well().out
    assert "5.1.1 550 geen gebruiker" in lost
    second = servwatch(mailed, "digest", "audit", "board", "2", "--failures").well().out
    assert AN in second
    assert BO not in second  # it arrived


def test_what_came_back_is_forgotten_when_the_address_is_restored(mailed, tmp_path):
    import shutil

    folder = shutil.copytree(mailed, tmp_path / "watch")
    servwatch(folder, "members", "restore", AN).well()
    assert [one["email"] for one in servwatch(folder, "members", "bounces", "--json").lines] == [BO]


def test_the_status_asks_for_attention_where_an_address_seems_dead(mailed):
    asked = servwatch(mailed, "status", "--json").json["attention"]
    assert ("recipient", "comes-back") in {(one["what"], one["id"]) for one in asked}
    assert ("bounces", "policy") not in {(one["what"], one["id"]) for one in asked}
