"""The outbox in the console: what administrators see of each message, and what they do with it."""

import pytest
from sqlalchemy import text

from servwatch.archive.brake import CLOCK, RESTORED
from servwatch.model import Hold, MessageState
from servwatch.web.console.outbox import HOLDS
from tests.cycle.review_play import READER
from tests.internet import Internet
from tests.web.console.drafted import AT_WORK, Desk, drafted


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with Internet() as internet:
        yield drafted(tmp_path_factory.mktemp("watch"), internet)


@pytest.fixture
def console(made, tmp_path):
    with Desk(made, tmp_path / "copy") as desk:
        yield desk


@pytest.fixture
def administrator(console):
    return console.visitor("administrator")


def put(console, state, **values):
    """Have the mail to the reader in a state; its number."""
    values = {"state": state, "settled": None, **values}
    assigned = ", ".join(f"{name} = :{name}" for name in values)
    with console.archive() as archive:
        with archive.database.write() as connection:
            connection.execute(text(f"update outbox set {assigned} where recipient = '{READER}'"), values)
        return next(m.id for m in archive.desk.messages() if m.recipient == READER)


def state_of(console, number):
    with console.archive() as archive:
        message = archive.desk.message(number)
        return message and message.state


def test_only_administrators_see_it(console):
    editor = console.visitor("editor")
    for path in ("/outbox", "/outbox/1", "/outbox/1/body"):
        assert editor.get(path).status_code == 403
    for act in ("retry", "release", "hold", "drop", "brake", "brake/lift"):
        assert editor.post(f"/outbox/{act}", id="1").status_code == 403
    with console.archive() as archive:
        assert archive.brakes.standing() == []


def test_messages_are_listed_by_state_and_found_by_address_subject_or_digest(console, administrator):
    put(console, "refused", reply="550 <b>no</b>")
    page = administrator.see("/outbox")
    assert "refused (1)" in page
    assert "550 &lt;b&gt;no&lt;/b&gt;" in page
    assert READER in administrator.see("/outbox", state="refused")
    assert READER not in administrator.see("/outbox", state="accepted")
    assert READER in administrator.see("/outbox", q="LID@")
    assert READER in administrator.see("/outbox", q="daily")
    assert READER not in administrator.see("/outbox", q="100%_")
    assert administrator.get("/outbox", state="<x>", before="9" * 40, q="x" * 500).status_code == 200


def test_one_message_shows_its_history_and_its_body(console, administrator):
    number = put(console, "accepted")
    page = administrator.see(f"/outbox/{number}")
    assert "filed as" in page
    assert "Bericht 1 over werk" in page  # as text
    answer = administrator.get(f"/outbox/{number}/body")
    assert "Bericht 1 over werk" in answer.text
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert administrator.get("/outbox/999").status_code == 404
    assert administrator.get("/outbox/99999999999999999999999").status_code == 404


def test_a_message_whose_bytes_are_kept_no_more_says_so(console, administrator):
    number = put(console, "accepted", mime=None)
    assert "Its text is kept no more." in administrator.see(f"/outbox/{number}")
    assert administrator.get(f"/outbox/{number}/body").status_code == 200


@pytest.mark.parametrize(
    ("before", "act", "after"),
    [
        ("refused", "release", MessageState.PENDING),
        ("deferred", "hold", MessageState.HELD),
        ("deferred", "retry", MessageState.DEFERRED),
        ("deferred", "drop", None),
        ("sending", "drop", MessageState.SENDING),
        ("accepted", "hold", MessageState.ACCEPTED),
    ],
)
def test_what_is_done_to_one_message_is_what_the_command_does(console, administrator, before, act, after):
    number = put(console, before)
    page = administrator.do(f"/outbox/{act}", id=number)
    assert state_of(console, number) is after
    assert ("left alone" in page) is (after is not None and after.value == before and act != "retry")
    with console.archive() as archive:
        ((_, deed), *_) = [one for one in archive.deeds.newest() if one[1].act == f"outbox.{act}"]
    assert (deed.by, deed.about) == ("administrator", str(number))


def test_nothing_is_done_to_all_by_mistake(console, administrator):
    number = put(console, "deferred")
    for act in ("hold", "drop"):
        for fields in ({}, {"all": "yes"}, {"id": "x"}, {"id": ""}):
            assert "No message was chosen" in administrator.do(f"/outbox/{act}", **fields)
    assert "No message was chosen" in administrator.do("/outbox/release")
    assert administrator.post("/outbox/drop", id=[number, 999]).status_code == 404
    assert state_of(console, number) is MessageState.DEFERRED


def test_several_are_chosen_at_once(console, administrator):
    with console.archive() as archive, archive.database.write() as connection:
        connection.execute(text("update outbox set state = 'refused'"))
    assert "Done with 2 messages." in administrator.do("/outbox/release", id=[1, 2], list="yes")
    assert {state_of(console, n) for n in (1, 2)} == {MessageState.PENDING}


def test_the_brake_holds_everything_until_it_is_lifted(console, administrator):
    number = put(console, "pending")
    page = administrator.do("/outbox/brake")
    assert "The brake is on: nothing leaves." in page
    assert "an administrator put the brake on." in page
    assert 'action="/outbox/release"' not in page.split("Everything at once")[1]
    assert state_of(console, number) is MessageState.HELD
    page = administrator.do("/outbox/brake/lift")
    assert "1 message was let go of." in page
    assert state_of(console, number) is MessageState.PENDING
    assert "No brake was on." in administrator.do("/outbox/brake/lift")


def test_after_a_restore_it_says_why_nothing_leaves(console, administrator):
    with console.archive() as archive:
        archive.brakes.put_on(RESTORED, AT_WORK)
        archive.brakes.put_on(CLOCK, AT_WORK, before="gisteren", after="<morgen>")
    refused = put(console, "refused")
    page = administrator.see("/outbox")
    assert "the archive was restored from a backup. Since Thu 26 Nov 15:30." in page
    assert "jumped, from gisteren to &lt;morgen&gt;" in page
    administrator.do(
        "/outbox/release", all="yes"
    )  # of a page from before: lifts the brake, as the command does
    assert state_of(console, refused) is MessageState.REFUSED
    with console.archive() as archive:
        assert archive.brakes.standing() == []


def test_each_reason_to_hold_has_its_words():
    assert set(HOLDS) == set(Hold)


def test_it_speaks_dutch_too(console):
    console.account("administrator", "nele", language="nl")
    put(console, "held", hold="doubt")
    page = console.visitor("administrator", name="nele").see("/outbox")
    assert "vastgehouden (1)" in page
    assert "hij kan aangekomen zijn" in page
