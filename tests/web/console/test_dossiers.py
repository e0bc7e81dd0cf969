"""Dossiers in the console: those that are followed with where they stand, and the page of any."""

import re
import shutil
import tomllib
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from servwatch.cycle.configuration import in_force
from servwatch.model.account import Role
from servwatch.web.console import following
from tests.cycle.watch import Watch, days, entry, rss
from tests.internet import Internet
from tests.web.console.conftest import NOW
from tests.web.console.visitor import Console


def item(n, title, text=""):
    return entry(title, f"https://ec.example.org/{n}", date=NOW - days(n), text=text)


FEED = rss(
    item(3, "Proposal COM(2025) 837 &amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;"),
    item(1, "Raadpleging over COM(2025) 837", "Reageren kan tot en met 4 december 2026."),
)
UNION = rss(entry("Standpunt over COM(2025) 837", "https://etuc.example.org/1", date=NOW - days(1)))


@pytest.fixture(scope="module")
def read_once(tmp_path_factory):
    with Internet() as internet:
        watch = Watch(tmp_path_factory.mktemp("watch"), internet)
        watch.general = 'listen = "127.0.0.1:0"'
        watch.source("ec", name='"><img src=x>')
        watch.source("etuc", side="workers")
        watch.digest("board")
        watch.themes += '\n[[dossier]]\nref = "COM(2025) 837"\nname = { nl = "Jobs", en = "Jobs <b>" }\nnote = "op vraag"\n'
        watch.themes += '\n[[dossier]]\nref = "COM(2024) 12"\nuntil = 2026-01-31\n'
        internet.at("ec.example.org/rss").serves(FEED)
        internet.at("etuc.example.org/rss").serves(UNION)
        watch.run(NOW, everything=True)
    return watch.folder


@pytest.fixture
def desk(read_once, tmp_path):
    folder = shutil.copytree(read_once, tmp_path / "watch")
    with Console(folder / "feeds.toml", NOW) as console:
        yield console


def test_followed_dossiers_are_listed_with_where_they_stand(desk):
    page = desk.visitor(Role.READER, language="nl").see("/dossiers")
    assert "Jobs (COM(2025) 837)" in page
    assert 'href="/dossiers/COM%282025%29%20837"' in page
    assert "4 december 2026" in page
    assert "Niet meer gevolgd" in page
    assert "elk overzicht" in page


def test_a_dossier_tells_its_timeline_over_all_bodies_the_newest_first_and_both_sides(desk):
    page = desk.visitor(Role.READER).see("/dossiers/COM(2025) 837")
    timeline = page.split("Timeline")[1]
    assert timeline.index("Raadpleging over") < timeline.index("Proposal COM")
    assert "Standpunt over" in page.split("Workers")[1].split("Timeline")[0]
    assert "No position seen." in page.split("Employers")[1].split("Workers")[0]
    assert "It is followed in every digest." in page
    assert "<script>alert" not in page
    assert "<b>" not in page


def test_any_way_of_writing_leads_to_the_same_page(desk):
    visitor = desk.visitor(Role.READER)
    for written in ("com (2025) 837", "COM/2025/837", " COM(2025)837 final "):
        answer = visitor.get("/dossiers", ref=written)
        assert answer.headers["location"] == "/dossiers/COM%282025%29%20837", written
    procedure = visitor.get("/dossiers", ref="2025/0360(COD)")
    assert procedure.headers["location"] == "/dossiers/2025/0360%28COD%29"
    page = visitor.see(procedure.headers["location"])
    assert "The archive holds nothing that names it." in page
    assert "Nobody follows it." in page


def test_what_is_no_reference_is_told_with_how_one_is_written(desk):
    visitor = desk.visitor(Role.READER, language="nl")
    for answer in (visitor.get("/dossiers", ref="<b>rubbish"), visitor.get("/dossiers/<b>rubbish")):
        assert answer.status_code == 404
        assert "is geen bekende referentie" in answer.text
        assert "<b>rubbish" not in answer.text


def test_no_dossier_is_said_with_what_would_fill_the_list(console):
    assert "No dossier is followed." in console.visitor(Role.READER).see("/dossiers")


DOSSIER = "/dossiers/COM(2025) 837"


def entries(desk):
    return tomllib.loads(desk.path.read_text(encoding="utf-8"))["dossier"]


def mark(visitor, path):
    return re.search(r'name="mark" value="(\w+)"', visitor.see(path))[1]


def follow(visitor, path, **fields):
    """Send the form as it was shown, with some fields changed."""
    return visitor.do(path, act="follow", mark=mark(visitor, path), **fields)


def revisions(desk):
    with desk.archive() as archive:
        return archive.revisions.listed(str(desk.path))


def test_an_editor_follows_a_dossier_and_it_is_told_from_then_on(desk):
    editor = desk.visitor(Role.EDITOR, language="nl")
    wanted = "/dossiers/INT/1108"
    page = follow(editor, wanted, name="Digitale omnibus", digest="board", until="2027-12-31", note="de raad")
    assert "INT/1108 wordt gevolgd." in page
    assert entries(desk)[-1] == {
        "ref": "INT/1108",
        "name": {"nl": "Digitale omnibus"},
        "digests": ["board"],
        "until": date(2027, 12, 31),
        "note": "de raad",
    }
    assert "31 december 2027" in editor.see(wanted)
    assert "Digitale omnibus" in editor.see("/dossiers")
    newest = revisions(desk)[0]
    assert (newest.author, newest.reason) == ("editor", "INT/1108: wordt gevolgd")


def test_what_is_written_of_a_followed_dossier_elsewhere_stays(desk):
    before = desk.path.read_text(encoding="utf-8")
    follow(desk.visitor(Role.EDITOR, language="nl"), DOSSIER, name="Banen", note="op vraag")
    after = desk.path.read_text(encoding="utf-8")
    assert after == before.replace('{ nl = "Jobs", en', '{ nl = "Banen", en')


def test_to_follow_no_longer_keeps_its_entry_and_ends_it_yesterday(desk):
    editor = desk.visitor(Role.EDITOR)
    assert "is followed no longer." in editor.do(DOSSIER, act="stop")
    assert entries(desk)[0]["until"] == NOW.date() - timedelta(days=1)
    assert entries(desk)[0]["name"]["nl"] == "Jobs"
    assert "It was followed until" in editor.see(DOSSIER)
    follow(editor, DOSSIER, name="Jobs again", until="")
    assert "until" not in entries(desk)[0]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"until": "2020-01-01"}, "2020-01-01 is over"),
        ({"until": "soon"}, "soon is no day"),
        ({"digest": "none-such"}, "none-such"),
    ],
)
def test_what_cannot_be_followed_so_is_told_with_what_was_written(desk, fields, told):
    before = desk.path.read_bytes()
    editor = desk.visitor(Role.EDITOR)
    page = editor.post(DOSSIER, act="follow", mark=mark(editor, DOSSIER), name="Kept as written", **fields)
    assert page.status_code == 422
    assert told in page.text
    assert 'value="Kept as written"' in page.text
    assert desk.path.read_bytes() == before


def test_a_reader_cannot_follow(desk):
    reader = desk.visitor(Role.READER)
    assert "Change how it is followed" not in reader.see(DOSSIER)
    assert reader.post(DOSSIER, act="follow", name="x").status_code == 403


@pytest.mark.parametrize("name", ['a"\n[[digest]]', "</title><script>alert(1)</script>", "é ü 文"])
def test_a_name_is_text_and_nothing_else(desk, name):
    editor = desk.visitor(Role.EDITOR)
    follow(editor, DOSSIER, name=name)
    assert entries(desk)[0]["name"]["en"] == " ".join(name.split())
    assert "<script>alert" not in editor.see(DOSSIER)


def test_who_saves_over_a_change_by_somebody_else_is_told_and_nothing_is_lost(desk):
    editor, colleague = desk.visitor(Role.EDITOR), desk.visitor(Role.ADMINISTRATOR)
    seen = mark(editor, DOSSIER)
    colleague.do(DOSSIER, act="stop")
    answer = editor.post(DOSSIER, act="follow", mark=seen, name="Mine")
    assert answer.status_code == 422
    assert "somebody else changed this meanwhile" in answer.text
    assert entries(desk)[0]["until"] == NOW.date() - timedelta(days=1)


def test_a_change_by_hand_that_was_not_read_yet_is_not_overwritten(desk):
    editor = desk.visitor(Role.EDITOR)
    seen, text = mark(editor, DOSSIER), desk.path.read_text(encoding="utf-8")
    desk.path.write_text(text.replace('en = "Jobs <b>"', 'en = "Jobs <b>", fr = "Emplois"'), encoding="utf-8")
    assert editor.post(DOSSIER, act="follow", mark=seen, note="x").status_code == 422
    assert entries(desk)[0]["name"]["fr"] == "Emplois"


def test_what_ended_can_be_followed_again_by_pressing_the_button(desk):
    editor = desk.visitor(Role.EDITOR)
    editor.do(DOSSIER, act="stop")
    until = re.search(r'<input[^>]*name="until"[^>]*>', editor.see(DOSSIER))[0]
    assert 'value="2' not in until
    assert "is followed." in follow(editor, DOSSIER, name="Jobs")


def test_a_digest_that_is_switched_off_stays_named(desk):
    text = desk.path.read_text(encoding="utf-8")
    text = text.replace('note = "op vraag"', 'note = "op vraag"\ndigests = ["board", "old"]')
    text += '\n[[digest]]\nid = "old"\ntitle = { nl = "Oud" }\nschedule = "0 7 * * fri"\nenabled = false\ngroups = ["board"]\n'
    desk.path.write_text(text, encoding="utf-8")
    desk.reread()
    editor = desk.visitor(Role.EDITOR)
    shown = re.findall(r'name="digest" value="(\w+)" checked', editor.see(DOSSIER))
    assert shown == ["board", "old"]
    follow(editor, DOSSIER, digest=shown, name="Jobs <b>", note="another")
    assert entries(desk)[0]["digests"] == ["board", "old"]
    assert entries(desk)[0]["note"] == "another"


def test_a_dossier_that_two_entries_follow_ends_in_both(desk):
    text = desk.path.read_text(encoding="utf-8")
    desk.path.write_text(text.replace("until = 2026-01-31\n", ""), encoding="utf-8")
    desk.reread()
    page = SimpleNamespace(followers=in_force(desk.path, {}).settings.dossiers)
    visit = SimpleNamespace(settings=in_force(desk.path, {}).settings, now=NOW, form=None, words=None)
    ended = following._ended(visit, page)({str(desk.path): desk.path.read_text(encoding="utf-8")})
    assert [one["until"] for one in tomllib.loads(ended[str(desk.path)])["dossier"]] == [
        NOW.date() - timedelta(days=1)
    ] * 2


def test_what_is_no_reference_is_told_beside_the_field_it_was_typed_in(desk):
    answer = desk.visitor(Role.READER).get("/dossiers", ref='tele"werk')
    assert answer.status_code == 404
    assert 'value="tele&#34;werk"' in answer.text
    assert "Jobs" in answer.text
