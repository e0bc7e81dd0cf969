"""What staff do with readers, through the command line: suppress, restore, prefer, give, forget."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from servwatch.archive.archive import Archive
from servwatch.model import SuppressedFor
from tests.cli.line import servwatch
from tests.cycle.watch import Watch, brussels, entry, rss
from tests.internet import Internet

FEED = "ec.example.org/rss"
AN, BO, DESK = "an@example.org", "bo@example.org", "desk@example.org"


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """The folder of a watch that has mailed An, her desk and Bo an edition."""
    with Internet() as internet:
        watch = Watch(tmp_path_factory.mktemp("readers"), internet)
        internet.at(FEED).serves(
            rss(entry("Loon en werk", "https://ec.example.org/1", date=brussels("2026-11-26 08:00")))
        )
        watch.source("ec")
        watch.digest("board", themes=["work"])
        watch.digest("tenders", groups=["board"])
        soon = f"until = {datetime.now(UTC).date() + timedelta(days=20)}\n"
        watch.member(AN, "board", name="Eerste Lid", role="voorzitter", copy=[DESK])
        watch.members[0] += soon
        watch.member(BO, "board")
        watch.run("2026-11-26 09:00")
        watch.run("2026-11-27 07:00")
        return watch.folder


@pytest.fixture
def folder(sent, tmp_path):
    """A copy of that folder."""
    import shutil

    return shutil.copytree(sent, tmp_path / "watch")


def archive(folder):
    return Archive(f"sqlite:///{folder / 'servwatch.db'}")


def members(folder, *arguments):
    return servwatch(folder, "members", *arguments)


def listed(folder):
    return {one["email"]: one for one in members(folder, "list", "--json").well().lines}


def test_members_are_listed_with_their_state_and_their_copies(folder):
    members(folder, "suppress", "AN@example.org", "--digest", "tenders", "--note", "vroeg het").well()
    found = listed(folder)
    assert list(found) == [AN, BO, DESK]
    assert (found[AN]["state"], found[BO]["state"], found[DESK]["state"]) == (
        "suppressed",
        "mailed",
        "follows",
    )
    assert [(n["digest"], n["reason"], n["detail"]) for n in found[AN]["not_mailed"]] == [
        ("tenders", "by-hand", "vroeg het")
    ]
    assert found[DESK]["copy_of"] == AN
    text = members(folder, "list").well().out
    assert "tenders: not mailed since" in text
    assert "(vroeg het)" in text


def test_a_suppressed_member_is_restored(folder):
    said = members(folder, "suppress", AN, "--reason", "bounced").well().out
    assert said == "an@example.org: gets no digest any more.\n"
    assert "already" in members(folder, "suppress", AN).well().out
    assert listed(folder)[AN]["state"] == "suppressed"
    members(folder, "restore", AN).well()
    assert listed(folder)[AN]["state"] == "mailed"
    assert "is not suppressed" in members(folder, "restore", AN).well(1).err


def test_what_is_suppressed_elsewhere_is_told_by_restore(folder):
    members(folder, "suppress", AN, "--digest", "tenders").well()
    refused = members(folder, "restore", AN, "--digest", "board").well(1).err
    assert "it is for tenders" in refused


@pytest.mark.parametrize(
    "arguments",
    [
        ("suppress", "stranger@example.org"),
        ("suppress", AN, "--digest", "boart"),
        ("suppress", AN, "--reason", "tired"),
        ("restore", "stranger@example.org"),
        ("prefer", "stranger@example.org", "--frequency", "weekly"),
        ("prefer", AN),
        ("prefer", AN, "--reset", "--layout", "brief"),
        ("prefer", AN, "--layout", "long"),
        ("prefer", AN, "--digest", "board", "--themes", "climate"),
        ("export", "stranger@example.org"),
        ("ending", "--within", "soon"),
        ("erase", AN),
    ],
)
def test_what_names_nothing_or_is_not_meant_is_refused_and_changes_nothing(folder, arguments):
    before = listed(folder)
    refused = members(folder, *arguments)
    assert refused.code in (1, 2)
    assert "Traceback" not in refused.err
    assert listed(folder) == before


def test_preferences_add_up_are_listed_and_reset(folder):
    members(folder, "prefer", AN, "--frequency", "weekly", "--digest", "board").well()
    said = members(folder, "prefer", AN, "--layout", "brief", "--digest", "board").well().out
    assert said == "an@example.org: board weekly, brief.\n"
    members(folder, "prefer", AN, "--themes", "work,climate").well()
    assert listed(folder)[AN]["said"]["board"] == {"frequency": "weekly", "layout": "brief", "themes": None}
    assert "themes work climate; board: weekly, brief" in members(folder, "list").well().out
    with archive(folder) as opened:
        assert list(opened.turns.of("board")) == [AN]
    members(folder, "prefer", AN, "--reset", "--digest", "board").well()
    members(folder, "prefer", AN, "--reset").well()
    assert listed(folder)[AN]["said"] == {}


def test_mandates_that_end_are_listed(folder):
    assert AN in members(folder, "ending").well().out
    assert members(folder, "ending", "--within", "2d").well().out == "No mandate ends within 2d.\n"
    assert [one["email"] for one in members(folder, "ending", "--json").well().lines] == [AN]


def test_a_person_is_given_all_that_is_kept(folder):
    members(folder, "suppress", AN, "--digest", "tenders").well()
    given = json.loads(members(folder, "export", AN).well().out)
    assert given["member"]["name"] == "Eerste Lid"
    assert [one["digest"] for one in given["suppressed"]] == ["tenders"]
    assert {(m["digest"], m["state"]) for m in given["messages"]} == {
        ("board", "accepted"),
        ("tenders", "accepted"),
    }
    assert given["messages"][0]["attempts"][0]["fate"] == "accepted"
    file = folder / "an.json"
    members(folder, "export", AN, "--out", str(file)).well()
    assert json.loads(file.read_text()) == given
    assert file.stat().st_mode & 0o777 == 0o600


def test_an_erased_person_is_nowhere_any_more_and_stays_suppressed(folder):
    members(folder, "prefer", AN, "--frequency", "weekly").well()
    assert b"Eerste Lid <an@example.org>" in raw(folder)
    said = members(folder, "erase", "An@example.org", "--yes").well().out
    assert "the members file and the archive" in said
    text = (folder / "members.toml").read_text()
    assert AN not in text
    assert "Eerste Lid" not in text
    assert BO in text
    assert not [name for name in (AN, "Eerste Lid") if name.encode() in raw(folder)]
    servwatch(folder, "members", "add", AN, "--group", "board").well()
    found = listed(folder)[AN]
    assert (found["state"], found["not_mailed"][0]["reason"]) == ("suppressed", "erased")
    given = json.loads(members(folder, "export", AN).well().out)
    assert (given["messages"], given["preferences"]) == ([], [])


def raw(folder):
    """All bytes of the database, its log too."""
    return b"".join(file.read_bytes() for file in folder.glob("servwatch.db*") if file.is_file())


def test_an_erased_copy_leaves_the_member_as_they_are(folder):
    members(folder, "erase", DESK, "--yes").well()
    assert listed(folder)[AN]["copy"] == []
    assert DESK not in (folder / "members.toml").read_text()


def test_a_preview_is_not_mailed_to_who_is_suppressed_unless_forced(folder):
    with archive(folder) as opened:
        opened.recipients.suppress("me@example.org", SuppressedFor.UNSUBSCRIBED, datetime.now(UTC))
    refused = servwatch(folder, "digest", "preview", "board", "--to", "Me@example.org").well(1)
    assert "is not mailed: unsubscribed" in refused.err
    assert "--force" in refused.err
    said = servwatch(folder, "digest", "preview", "board", "--to", "me@example.org", "--force").well()
    assert "Preview to me@example.org: accepted" in said.out


def test_an_address_that_only_the_archive_knows_is_listed(folder):
    with archive(folder) as opened:
        opened.recipients.bounced("old@example.org", brussels("2026-11-20 08:00"), "5.1.1", "gone")
        opened.recipients.bounced("old@example.org", brussels("2026-11-21 08:00"), "5.1.1", "gone")
        opened.recipients.bounced(AN, brussels("2026-11-20 08:00"), "5.1.1", "gone")
        opened.recipients.bounced(AN, brussels("2026-11-21 08:00"), "5.1.1", "550 5.1.1 unknown")
    found = listed(folder)
    assert (found["old@example.org"]["member"], found["old@example.org"]["bounces"][0]["count"]) == (False, 2)
    assert "mail comes back: 550 5.1.1 unknown" in members(folder, "list").well().out
