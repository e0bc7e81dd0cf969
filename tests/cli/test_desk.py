"""The outbox, the members and the digests as an administrator works on them."""

import re

import pytest

from servwatch.archive.archive import Archive
from servwatch.archive.outbox import Outgoing
from servwatch.model import MessageState
from tests.cli.line import servwatch
from tests.cycle.watch import brussels


@pytest.fixture
def waiting(demo):
    """The folder of the demo with two messages that wait."""
    with Archive(f"sqlite:///{demo / 'servwatch.db'}") as archive:
        due = brussels("2037-01-01 07:00")
        archive.desk.notify(
            [
                Outgoing("", f"{n}@example.org", f"<{n}@example.org>", "x", b"Subject: x\r\n\r\nx", due)
                for n in "ab"
            ]
        )
    return demo


def states(folder):
    return {m["id"]: m["state"] for m in servwatch(folder, "outbox", "list", "--json").well().lines}


def test_the_emergency_brake_holds_all_that_has_not_left(waiting):
    assert servwatch(waiting, "outbox", "hold", "--all").well().out.startswith("2 messages held.\n")
    assert sorted(states(waiting).values()) == ["accepted"] * 4 + ["held"] * 2
    status = servwatch(waiting, "status").well(3).out
    assert "2 messages are held" in status
    assert (
        servwatch(waiting, "outbox", "release", "--all")
        .well()
        .out.startswith("The brake is lifted (order); 2 messages released")
    )
    assert sorted(states(waiting).values()) == ["accepted"] * 4 + ["pending"] * 2


def test_a_message_in_another_state_is_left_alone_and_that_is_said(waiting):
    pending = max(states(waiting))
    told = servwatch(waiting, "outbox", "hold", 1, pending).well().out
    assert told == "1 message held. 1 message left alone, being in another state.\n"
    assert servwatch(waiting, "outbox", "drop", pending).well().out == "1 message dropped.\n"
    assert states(waiting).get(pending) in (
        None,
        "expired",
    )  # of a notice the row stays, so that it is not made again


def test_the_list_can_be_of_some_states_only(waiting):
    listed = servwatch(waiting, "outbox", "list", "--state", "pending").well().out.splitlines()
    assert len(listed) == 3
    assert (
        servwatch(waiting, "outbox", "list", "--state", "refused").well().out == "No message in that state.\n"
    )


def test_the_list_says_states_in_the_words_of_the_house_and_in_those_of_the_option(waiting):
    servwatch(waiting, "outbox", "hold", max(states(waiting))).well()
    told = servwatch(waiting, "outbox", "list").well().out
    assert "aanvaard (accepted)" in told
    assert "vastgehouden (held: order)" in told


def test_a_message_is_shown_with_every_attempt(demo):
    (first,) = [m for m in servwatch(demo, "outbox", "list", "--json").well().lines if m["id"] == 1]
    (shown,) = servwatch(demo, "outbox", "show", 1, "--json").well().lines
    assert {name: shown[name] for name in first} == first
    (tried,) = shown["tried"]
    assert (tried["fate"], tried["phase"], tried["code"]) == ("accepted", "reply", None)
    assert tried["reply"].startswith("filed as ")
    told = servwatch(demo, "outbox", "show", 1).well().out
    for fact in ("accepted", first["recipient"], first["message_id"], shown["subject"], tried["reply"]):
        assert fact in told


def test_a_message_that_waits_is_shown_as_not_tried_and_one_that_is_not_there_as_unknown(waiting):
    told = servwatch(waiting, "outbox", "show", max(states(waiting))).well().out
    assert "It was not tried yet." in told
    assert "servwatch outbox list" in servwatch(waiting, "outbox", "show", 999).err


def test_every_state_has_a_word_on_the_command_line(demo):
    for state in MessageState:
        servwatch(demo, "outbox", "list", "--state", state.value).well()


def test_members_come_go_and_change(demo):
    add = ["members", "add", "new@example.org", "--group", "dagelijks-bestuur", "--language", "fr"]
    assert servwatch(demo, *add).well().out == "added: new@example.org\n"
    listed = servwatch(demo, "members", "list", "--group", "dagelijks-bestuur").well().out
    assert "new@example.org" in listed
    assert "experts@" not in listed
    assert servwatch(demo, "members", "remove", "NEW@example.org").well().out.startswith("removed: ")
    assert "new@" not in servwatch(demo, "members", "list").well().out


def test_all_that_the_members_file_knows_can_be_given(demo):
    mandate = "--from 2026-01-01 --until 2037-12-31 --copy desk@example.org"
    wishes = "--frequency weekly --layout brief --themes climate,energy"
    add = ["members", "add", "new@example.org", "--group", "dagelijks-bestuur"]
    servwatch(demo, *add, *mandate.split(), *wishes.split()).well()
    servwatch(demo, *add, "--copy", "two@example.org", "--copy", "Desk@example.org").well()
    listed = servwatch(demo, "members", "list", "--json").well().lines
    new = next(one for one in listed if one["email"] == "new@example.org")
    assert (new["since"], new["until"]) == ("2026-01-01", "2037-12-31")
    assert new["copy"] == ["desk@example.org", "two@example.org"]
    said = new["preferences"]
    assert (said["frequency"], said["layout"], said["themes"]) == ("weekly", "brief", ["climate", "energy"])
    assert "Did you mean climate?" in servwatch(demo, *add, "--themes", "climat").well(1).err
    assert "--until" in servwatch(demo, *add, "--until", "soon").well(1).err


def test_a_list_of_people_may_hold_their_mandates(demo):
    header = "email;groups;until;copy\n"
    (demo / "people.csv").write_text(header + "a@b.example;dagelijks-bestuur;2037-12-31;c@d.example\n")
    servwatch(demo, "members", "import", "people.csv").well()
    assert "until 2037-12-31" in servwatch(demo, "members", "list").well().out
    (demo / "people.csv").write_text(header + "e@b.example;dagelijks-bestuur;31/12/2037;\n")
    assert (
        "people.csv:2: 31/12/2037 is no day" in servwatch(demo, "members", "import", "people.csv").well(1).err
    )


def test_a_group_that_gets_nothing_is_pointed_out(demo):
    told = servwatch(demo, "members", "add", "new@example.org", "--group", "dagelijks-bestur").well()
    assert told.out == "added: new@example.org\n"
    assert "did you mean dagelijks-bestuur?" in told.err


@pytest.mark.parametrize("text", ["email,groups\na@b.example,dagelijks-bestuur\n", "\ufeffE-mail;Groups\n"])
def test_members_come_from_a_file(demo, text):
    (demo / "people.csv").write_text(text)
    outcome = servwatch(demo, "members", "import", "people.csv").well()
    assert outcome.out == ("added: a@b.example\n" if "a@b" in text else "")


@pytest.mark.parametrize(
    ("kind", "begins"), [("html", "<!DOCTYPE html>"), ("text", "INTERNATIONAAL"), ("eml", "Subject: ")]
)
def test_a_preview_is_the_same_bytes_in_a_pipe_and_in_a_file(demo, kind, begins):
    line = ["digest", "preview", "dagelijks-bestuur", "--format", kind]
    printed = servwatch(demo, *line).well().out
    assert begins in printed[:2000]
    servwatch(demo, *line, "--out", "it").well()
    written = (demo / "it").read_bytes().decode()
    moments = re.compile(r"(Date|Message-ID): .*|.*\d\.\d\d u\.|boundary.*|--=.*|=.*")
    assert moments.sub("", printed) == moments.sub("", written)


def test_a_preview_changes_nothing(demo):
    before = servwatch(demo, "status", "--json").well().json
    servwatch(demo, "digest", "preview", "dagelijks-bestuur", "--language", "en").well()
    assert servwatch(demo, "status", "--json").well().json == before


def test_a_preview_can_be_mailed_to_oneself(demo):
    count = len(list((demo / "outbox" / "new").iterdir()))
    told = servwatch(demo, "digest", "preview", "dagelijks-bestuur", "--to", "me@example.org").well().out
    assert told.startswith("Preview to me@example.org: accepted")
    assert len(list((demo / "outbox" / "new").iterdir())) == count + 1
    assert len(states(demo)) == 4


def test_an_edition_is_built_and_sent_by_hand(demo):
    built = servwatch(demo, "digest", "build", "dagelijks-bestuur").well().out
    assert built == "dagelijks-bestuur no. 2: 0 entries; to 1 recipient.\n"
    assert list(states(demo).values()).count("pending") == 1
    assert servwatch(demo, "digest", "send", "dagelijks-bestuur").well().out == "Messages: 1 accepted.\n"
    assert "no. 2" in servwatch(demo, "digest", "list").well().out


def test_a_digest_that_nobody_gets_is_not_built(demo):
    servwatch(demo, "members", "remove", "bestuur@servwatch.example").well()
    refused = servwatch(demo, "digest", "build", "dagelijks-bestuur").well(1).err
    assert "no recipients" in refused
    assert "servwatch members add" in refused
