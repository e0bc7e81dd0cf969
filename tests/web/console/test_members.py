"""Members in the console: the members file and the archive change as by the commands, and only staff see who reads."""

import json

import pytest

from servwatch.cycle.configuration import in_force
from servwatch.model import Frequency, Preferences, SuppressedFor
from servwatch.model.account import Role
from tests.web.console.conftest import NOW

AN, BO = "an@example.org", "bo@example.org"
HOSTILE = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def desk(watch, console):
    watch.digest("board")
    watch.digest("week", groups=["board", "cell"], layout="brief", themes=["work"])
    watch.member(AN, "board", name="An", language="fr", until="2026-12-20", role=HOSTILE)
    watch.member(BO, "cell", copy=["secretary@example.org"])
    watch.write()
    (watch.folder / "members.toml").write_text(
        "# who reads\n" + (watch.folder / "members.toml").read_text().replace('"2026-12-20"', "2026-12-20")
    )
    console.reread()
    return console


def members(desk):
    return {one.key: one for one in in_force(desk.path, {}).settings.recipients}


def state(desk, email):
    with desk.archive() as archive:
        return archive.recipients.states().of(email)


def deeds(desk):
    with desk.archive() as archive:
        return [(d.act, d.about) for _, d in archive.deeds.newest() if d.act.startswith("members")]


def test_everybody_is_listed_with_what_they_get_and_why_not(desk):
    with desk.archive() as archive:
        archive.recipients.suppress(BO, SuppressedFor.BY_HAND, NOW, detail="met verlof")
    page = desk.visitor(Role.EDITOR, language="nl").see("/members")
    assert "An</a>" in page
    assert "1 mandaat loopt af binnen zestig dagen" in page
    assert "kopie van bo@example.org" in page
    assert "met verlof" in page
    assert "<img src=x" not in page
    assert AN not in desk.visitor(Role.EDITOR).see("/members", state="not-mailed").split("</form>")[-1]
    assert BO not in desk.visitor(Role.EDITOR).see("/members", group="board").split("</form>")[-1]
    assert "Nobody fits" in desk.visitor(Role.EDITOR).see("/members", q="zzz")


def test_a_reader_sees_nobody_and_changes_nobody(desk):
    reader = desk.visitor(Role.READER)
    for path in ("/members", f"/members/one?email={AN}", f"/members/export?email={AN}", "/members/add"):
        answer = reader.get(path)
        assert answer.status_code == 403
        assert AN not in answer.text
    for act in ("add", "change", "remove", "suppress", "restore", "prefer", "usual", "erase"):
        assert reader.post(f"/members/{act}", email=AN, sure="yes").status_code == 403
    assert set(members(desk)) == {AN, BO}


def test_a_member_is_added_to_the_file_and_its_comments_stay(desk):
    page = desk.visitor(Role.EDITOR).do(
        "/members/add",
        email="cis@example.org",
        name="Cis",
        group="board",
        groups="bord",
        copy="d@example.org",
        until="2027-01-31",
    )
    assert "No digest goes to: bord." in page
    assert "cis@example.org" in page
    cis = members(desk)["cis@example.org"]
    assert (cis.groups, cis.copy, str(cis.until)) == (("board", "bord"), ("d@example.org",), "2027-01-31")
    assert (desk.path.parent / "members.toml").read_text().startswith("# who reads\n")
    assert deeds(desk) == [("members.add", "cis@example.org")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "no address"},
        {"group": []},
        {"until": "soon"},
        {"from": "2027-01-01", "until": "2026-01-01"},
    ],
)
def test_a_member_that_is_wrong_is_told_beside_the_form_and_not_written(desk, wrong):
    before = (desk.path.parent / "members.toml").read_text()
    given = {"email": "cis@example.org", "group": "board", "name": "Cis Naam"} | wrong
    answer = desk.visitor(Role.EDITOR).post("/members/add", **given)
    assert answer.status_code == 422
    assert 'class="said bad"' in answer.text
    assert "Cis Naam" in answer.text
    assert (desk.path.parent / "members.toml").read_text() == before


def change(visitor, desk, **fields):
    from servwatch.web.console.member_form import state_of

    an = members(desk)[AN]
    given = {"known": AN, "seen": state_of(an), "email": AN, "group": "board"}
    return visitor.post("/members/change", **given | fields)


def test_a_member_is_changed_and_what_was_emptied_goes(desk):
    visitor = desk.visitor(Role.EDITOR)
    shown = visitor.see("/members/change", email=AN)
    assert 'value="2026-12-20"' in shown
    assert change(visitor, desk, name="An Nieuw", group="cell").status_code == 303
    an = members(desk)[AN]
    assert (an.name, an.groups, an.language, an.until, an.role) == ("An Nieuw", ("cell",), "", None, "")


def test_the_second_of_two_who_change_a_member_is_told_and_nothing_is_overwritten(desk):
    visitor = desk.visitor(Role.EDITOR)
    change(visitor, desk, name="Eerste")
    answer = change(visitor, desk, name="Tweede", seen="0" * 16)
    assert answer.status_code == 409
    assert "Somebody changed this member meanwhile" in answer.text
    assert members(desk)[AN].name == "Eerste"


def test_a_member_is_taken_out_and_one_who_is_none_is_not_found(desk):
    visitor = desk.visitor(Role.EDITOR)
    visitor.do("/members/remove", email=AN)
    assert set(members(desk)) == {BO}
    assert visitor.post("/members/remove", email=AN).status_code == 404
    assert visitor.get("/members/one", email="nobody@example.org").status_code == 404
    assert visitor.get("/members/change", email="nobody@example.org").status_code == 404


def test_an_address_is_mailed_no_more_and_again(desk):
    visitor = desk.visitor(Role.EDITOR, language="nl")
    page = visitor.do(
        "/members/suppress", email=AN, digest="week", reason="unsubscribed", note="per telefoon"
    )
    assert "per telefoon" in page
    assert state(desk, AN).suppression("week").reason is SuppressedFor.UNSUBSCRIBED
    assert state(desk, AN).suppression("board") is None
    assert "Dat was al zo" in visitor.do("/members/suppress", email=AN, digest="week")
    visitor.do("/members/restore", email=AN, digest="week")
    assert state(desk, AN).suppressed == {}
    assert visitor.post("/members/restore", email=AN).status_code == 404
    assert visitor.post("/members/suppress", email="nobody@example.org").status_code == 404
    assert visitor.post("/members/suppress", email=AN, digest="none").status_code == 422
    visitor.do("/members/suppress", email=AN, reason="erased")
    assert state(desk, AN).suppression("board").reason is SuppressedFor.BY_HAND


def test_what_came_back_is_shown_and_forgotten_once_it_is_mended(desk):
    with desk.archive() as archive:
        archive.recipients.bounced(AN, NOW, "5.1.1", "<b>no such user</b>")
    visitor = desk.visitor(Role.EDITOR)
    page = visitor.see("/members/one", email=AN)
    assert "5.1.1" in page
    assert "<b>no such" not in page
    visitor.do("/members/restore", email=AN)
    assert state(desk, AN).bounces == ()


def test_staff_write_down_how_a_reader_wants_a_digest(desk):
    visitor = desk.visitor(Role.EDITOR)
    visitor.do(
        "/members/prefer", email=AN, digest="board", frequency="weekly", layout="brief", theme="climate"
    )
    assert state(desk, AN).preferences["board"] == Preferences(Frequency.WEEKLY, "brief", ("climate",))
    visitor.do("/members/prefer", email=AN, digest="board", frequency="weekly", theme=["climate", "work"])
    assert state(desk, AN).preferences["board"].themes == ()
    assert visitor.post("/members/prefer", email=AN, digest="board", frequency="each").status_code == 422
    visitor.do("/members/usual", email=AN, digest="board")
    assert state(desk, AN).preferences == {}


def test_all_that_is_kept_of_one_person_is_given_as_a_file(desk):
    visitor = desk.visitor(Role.EDITOR)
    visitor.do("/members/suppress", email=AN, note="per telefoon")
    answer = visitor.get("/members/export", email=AN)
    assert "attachment" in answer.headers["content-disposition"]
    kept = json.loads(answer.content)
    assert kept["member"]["name"] == "An"
    assert kept["suppressed"][0]["detail"] == "per telefoon"
    assert [d["act"] for d in kept["deeds"]] == ["members.suppress"]


def test_what_the_service_did_not_read_yet_is_shown_as_the_file_has_it(desk):
    from servwatch.config import add_members

    visitor = desk.visitor(Role.EDITOR)
    add_members(desk.path.parent / "members.toml", [{"email": "new@example.org", "groups": ["board"]}])
    assert "new@example.org" in visitor.see("/members")
    assert "new@example.org" in visitor.see("/members/one", email="new@example.org")
    (desk.path.parent / "members.toml").write_text("[[member]\n")
    assert AN in visitor.see("/members")


def test_a_person_is_forgotten_in_two_steps_by_an_administrator_and_the_log_names_them_no_more(desk):
    editor, administrator = desk.visitor(Role.EDITOR), desk.visitor(Role.ADMINISTRATOR)
    editor.do("/members/suppress", email=AN)
    assert editor.post("/members/erase", email=AN, sure="yes").status_code == 403
    page = administrator.see("/members/erase", email=AN)
    assert "What goes" in page
    assert administrator.post("/members/erase", email=AN).status_code == 422
    assert AN in members(desk)
    administrator.do("/members/erase", email=AN, sure="yes")
    assert set(members(desk)) == {BO}
    assert state(desk, AN).suppression("board").reason is SuppressedFor.ERASED
    with desk.archive() as archive:
        told = repr(archive.deeds.newest())
    assert AN not in told
    assert "members.erase" in told
