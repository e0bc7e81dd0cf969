"""The themes' workbench: what changes is seen before it is saved, what is saved can be undone, nobody is overwritten."""

import re
import sqlite3
from contextlib import closing
from html import unescape

import pytest

from servwatch.cycle.configuration import in_force
from servwatch.model.account import Role
from tests.cycle.watch import Watch, brussels, entry, rss
from tests.internet import Internet
from tests.web.console.conftest import NOW
from tests.web.console.visitor import Console

HOSTILE = "<script>alert(1)</script> over de haven"
NAME = '"><img src=x>'
TITLES = (
    "Staking in de haven van Gent",
    "Meer loonoverleg in de haven",
    "Nieuws over werk",
    "Hostile, over de haven",
)
TERMS = "werk\nloon*"


@pytest.fixture(scope="module")
def polled(tmp_path_factory):
    """A watch that has read its one source."""
    with Internet() as internet:
        entries = [
            entry(title, f"https://ec.example.org/{n}", date=brussels(f"2026-11-2{n} 08:00"))
            for n, title in enumerate(TITLES)
        ]
        internet.at("ec.example.org/rss").serves(rss(*entries))
        watch = Watch(tmp_path_factory.mktemp("watch"), internet)
        watch.general = 'listen = "127.0.0.1:0"'
        watch.source("ec", name=NAME)
        watch.digest("board", themes=["work"])
        watch.run("2026-11-25 09:00")
        with closing(sqlite3.connect(watch.folder / "servwatch.db")) as database, database:
            database.execute("UPDATE item SET title = ? WHERE title LIKE 'Hostile%'", [HOSTILE])
        yield watch


@pytest.fixture
def console(polled):
    polled.write()
    with Console(polled.path, NOW) as made:
        yield made


@pytest.fixture
def editor(console):
    return console.visitor(Role.EDITOR)


def seen(page):
    return re.search(r'name="seen" value="(\w+)"', page)[1]


def fields(page, **changed):
    """What a browser sends for the form of the page."""
    areas = re.findall(r'<textarea id="[^"]+" name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    inputs = re.findall(r'<input id="[^"]+" name="([^"]+)" type="text" value="([^"]*)"', page)
    sent = {name: unescape(text) for name, text in [*areas, *inputs]}
    return sent | {"seen": seen(page), **{k.replace("_", "-"): v for k, v in changed.items()}}


def test_the_list_names_the_digests_that_choose_by_a_theme_also_those_that_choose_by_all(console):
    text = console.path.read_text(encoding="utf-8")
    more = (
        '\n[[digest]]\nid = "all"\ntitle = { nl = "Alles" }\nschedule = "0 7 * * fri"\ngroups = ["board"]\n'
    )
    console.path.write_text(text + more, encoding="utf-8")
    console.reread()
    page = console.visitor(Role.EDITOR).see("/themes")
    assert re.findall(r'data-name="Digests that choose by it">([^<]*)<', page) == ["every digest", "Alles"]
    console.path.write_text(text + more + 'themes = ["work"]\n', encoding="utf-8")
    console.reread()
    page = console.visitor(Role.EDITOR).see("/themes")
    assert re.findall(r'data-name="Digests that choose by it">([^<]*)<', page) == ["every digest", "–"]


def test_the_list_tells_how_many_items_have_each_theme(editor):
    page = editor.see("/themes")
    row = re.search(r'/themes/work".*?</tr>', page, re.DOTALL)[0]
    assert 'data-name="Items">2<' in row
    assert "Climate" in page


def test_no_reader_edits_and_no_editor_sees_the_settings(console):
    assert console.visitor(Role.READER).get("/themes").status_code == 403
    editor = console.visitor(Role.EDITOR)
    assert editor.get("/settings").status_code == 403
    assert editor.get("/settings/files/0").status_code == 403
    assert editor.post("/settings/files/0", text="x").status_code == 403


def test_what_a_new_term_would_gain_is_shown_with_its_words_marked_and_nothing_is_saved(console, editor):
    before = console.path.read_bytes()
    page = editor.see("/themes/work")
    answer = editor.post("/themes/work/changes", **fields(page, terms_nl=f"{TERMS}\nhaven", days="30"))
    assert "2 items gained" in answer.text
    assert "Staking in de <mark>haven</mark> van Gent" in answer.text
    assert "<td>Board</td>" in answer.text
    assert "&#34;&gt;&lt;img src=x&gt;" in answer.text
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text
    assert console.path.read_bytes() == before
    assert "haven" in fields(answer.text)["terms-nl"]


def test_what_a_term_that_goes_would_lose_is_shown_to_the_script_as_a_part(editor):
    page = editor.see("/themes/work")
    data = {"token": editor.token(), **fields(page, terms_nl="loon*")}
    answer = editor.client.post("/themes/work/changes", data=data, headers={"X-Requested-By": "servwatch"})
    assert "1 item lost" in answer.text
    assert "Nieuws over <mark>werk</mark>" in answer.text
    assert "<html" not in answer.text


def test_a_line_that_cannot_be_read_is_named_and_nothing_is_saved(console, editor):
    before = console.path.read_bytes()
    page = editor.see("/themes/work")
    for path in ("/themes/work/changes", "/themes/work"):
        answer = editor.post(path, **fields(page, terms_nl="werk\n=a*b\n{ term = 1 }", reason="why"))
        assert "Line 2: =a*b – An exact term cannot have a star." in answer.text
        assert "Line 3" in answer.text
    assert answer.status_code == 422
    assert console.path.read_bytes() == before


def test_a_theme_is_saved_with_a_reason_and_undone(console, editor):
    before = console.path.read_bytes()
    page = editor.see("/themes/work")
    wanted = f'{TERMS}\n{{ term = "haven", weight = 0.5 }}'
    page = editor.do("/themes/work", **fields(page, terms_nl=wanted, reason="the port counts"))
    assert "Saved." in page
    (theme,) = (t for t in in_force(console.path, {}).settings.themes if t.id == "work")
    assert theme.terms["nl"][2].weight == 0.5
    with console.archive() as archive:
        newest = archive.revisions.listed(str(console.path))[0]
        _, deed = archive.deeds.newest()[0]
    assert (newest.author, newest.reason) == ("editor", "the port counts")
    assert (deed.act, deed.about, deed.detail) == ("theme.save", "work", "the port counts")
    page = editor.do("/themes/work/undo", revision=newest.id)
    assert "It is as it was before." in page
    assert console.path.read_bytes() == before


def test_no_editor_undoes_what_somebody_else_saved(console, editor):
    other = console.visitor(Role.EDITOR, name="other")
    other.do("/themes/work", **fields(other.see("/themes/work"), terms_nl="werk\nspoor", reason="trains"))
    with console.archive() as archive:
        newest = archive.revisions.listed(str(console.path))[0]
    assert editor.post("/themes/work/undo", revision=newest.id).status_code == 404
    assert "spoor" in console.path.read_text()


def test_nothing_is_saved_without_a_reason(console, editor):
    before = console.path.read_bytes()
    page = editor.see("/themes/work")
    answer = editor.post("/themes/work", **fields(page, terms_nl="werk", reason=" "))
    assert answer.status_code == 422
    assert "say in a few words why" in answer.text
    assert console.path.read_bytes() == before


def test_of_two_editors_the_second_is_told_and_sees_both_texts(console, editor):
    other = console.visitor(Role.EDITOR, name="other")
    page = editor.see("/themes/work")
    other.do("/themes/work", **fields(other.see("/themes/work"), terms_nl="werk\nspoor", reason="trains"))
    answer = editor.post("/themes/work", **fields(page, terms_nl="werk\nhaven", reason="ports"))
    assert answer.status_code == 409
    assert "somebody else changed this meanwhile" in answer.text
    assert "spoor" in re.search(r"What the other wrote here.*?</pre>", answer.text, re.DOTALL)[0]
    assert "trains" in answer.text
    assert fields(answer.text)["terms-nl"] == "werk\nhaven"
    assert "haven" not in console.path.read_text()
    editor.do("/themes/work", **fields(answer.text, reason="ports after all"))
    assert "haven" in console.path.read_text()


def test_two_editors_of_two_themes_do_not_disturb_each_other(console, editor):
    work, climate = editor.see("/themes/work"), editor.see("/themes/climate")
    editor.do("/themes/work", **fields(work, terms_nl="werk", reason="a"))
    editor.do("/themes/climate", **fields(climate, terms_nl="klimaat\nweer", reason="b"))
    assert "weer" in console.path.read_text()


def test_an_edit_by_hand_meanwhile_is_told_too(console, editor):
    page = editor.see("/themes/work")
    console.path.write_text(console.path.read_text().replace('"loon*"', '"lonen"'))
    answer = editor.post("/themes/work", **fields(page, terms_nl="werk\nhaven", reason="ports"))
    assert answer.status_code == 409
    assert "lonen" in answer.text
    assert "haven" not in console.path.read_text()


def test_what_each_term_did_stands_beside_it(editor):
    page = editor.see("/themes/work/terms")
    row = re.search(r'<tr><th scope="row">loon\*.*?</tr>', page, re.DOTALL)[0]
    assert 'data-name="Items">1<' in row
    assert "terms were never found" in page


def test_suggestions_that_are_ticked_are_put_among_the_terms_and_not_saved(console, editor):
    editor.see("/themes/work/suggestions")
    answer = editor.post("/themes/work/draft", term=["nl:haven", "nl:werk", "xx:no", "nl:" + "a" * 300])
    assert fields(answer.text)["terms-nl"] == f"{TERMS}\nhaven"
    assert "2 items gained" in answer.text
    assert "haven" not in console.path.read_text()


def test_a_theme_that_is_not_there_is_said_to_be_none(editor):
    assert editor.get("/themes/nothing").status_code == 404
    assert editor.post("/themes/nothing", reason="x").status_code == 404


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_pages_speak_the_language_of_their_visitor(console, language):
    visitor = console.visitor(Role.ADMINISTRATOR, language=language)
    text = "".join(
        visitor.see(path) for path in ("/themes", "/themes/work", "/themes/work/terms", "/settings")
    )
    for english in ("Show what changes", "Themes", "Save", "What is wrong", "Never found"):
        assert f">{english}<" not in text
