"""The pages of sources: what they tell, what they change, and whom they refuse."""

import tomllib
from dataclasses import replace
from datetime import timedelta
from shutil import copytree

import pytest

from servwatch.model.account import Role
from tests.archive.arrivals import arrival, harvest, polled
from tests.cycle.watch import Watch, brussels, entry, rss
from tests.internet import Internet
from tests.web.console.conftest import NOW
from tests.web.console.visitor import Console

HOSTILE = '"><img src=x onerror=alert(1)>'
SCRIPT = "<script>alert(1)</script>"
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A folder with four sources that were polled: one well, one blocked, one off, one with a flood held back."""
    with Internet() as internet:
        watch = Watch(tmp_path_factory.mktemp("sources"), internet)
        watch.general = 'listen = "127.0.0.1:0"'
        watch.source("ilo", name="ILO, news")
        watch.source("imf", name=HOSTILE)
        watch.source("off", name="An old one", enabled=False)
        watch.source("etui", name="ETUI, studies")
        item = entry("Werk &lt;script&gt;", "https://i.example/1", date=brussels("2026-11-25 09:00"))
        internet.at("ilo.example.org/rss").serves(rss(item))
        internet.at("imf.example.org/rss").answers(403)
        internet.at("etui.example.org/rss").serves(rss(item))
        watch.run("2026-11-26 08:00")
    with watch.archive() as archive:
        known = archive.sources.all()["etui"]
        flood = [arrival(n, source="etui", quarantined=True, title=SCRIPT) for n in range(3)]
        archive.store(1, [harvest(*flood, state=replace(known, last_poll=NOW), polled=polled(at=NOW))])
    with Console(watch.path, NOW) as console:
        for role in (Role.READER, Role.EDITOR):
            console.account(role)
        console.account(Role.EDITOR, "els", language="nl")
    return watch.folder


@pytest.fixture(scope="module")
def untouched(prepared):
    """A console of it of which nothing is changed."""
    with Console(prepared / "feeds.toml", NOW) as console:
        yield console


@pytest.fixture(scope="module")
def looking(untouched):
    """An editor who changes nothing there."""
    return untouched.visitor(Role.EDITOR)


@pytest.fixture
def sources(prepared, tmp_path):
    """A console of a copy of it."""
    copytree(prepared, tmp_path / "copy")
    with Console(tmp_path / "copy/feeds.toml", NOW) as console:
        yield console


@pytest.fixture
def editor(sources):
    return sources.visitor(Role.EDITOR)


def _file(console):
    return tomllib.loads(console.path.read_text())["source"]


def _entry(console, id_):
    return next(one for one in _file(console) if one["id"] == id_)


def test_the_list_tells_first_what_asks_for_a_person(looking):
    page = looking.see("/sources")
    assert page.index("ETUI, studies") < page.index("ILO, news")
    assert "held back" in page
    assert "blocked" in page
    assert "An old one" not in page.partition("<tbody>")[2]


@pytest.mark.parametrize(
    ("view", "there", "not_there"),
    [
        ("attention", ["ETUI, studies", "&lt;img src=x"], ["ILO, news", "An old one"]),
        ("blocked", ["&lt;img src=x"], ["ETUI, studies", "ILO, news"]),
        ("off", ["An old one"], ["ETUI, studies", "ILO, news"]),
        ("silent", ["No source here"], ["ILO, news"]),
    ],
)
def test_the_list_is_narrowed_down(looking, view, there, not_there):
    page = looking.see("/sources", show=view).partition("<table")
    page = (page[1] + page[2]) or looking.see("/sources", show=view)
    assert all(name in page for name in there)
    assert not any(f">{name}<" in page for name in not_there)


def test_the_list_is_narrowed_down_to_a_body_and_to_words(looking):
    assert "ETUI, studies" not in looking.see("/sources", body="ilo")
    assert "ILO, news" not in looking.see("/sources", q="studies")


def test_hostile_names_titles_and_questions_are_text(looking):
    for path in ("/sources", "/sources/imf", "/sources/etui", f"/sources?q={HOSTILE}", "/sources/imf/edit"):
        page = looking.see(path)
        assert "<img src=x" not in page
        assert "<script>alert" not in page


def test_a_source_tells_its_health_its_polls_and_its_rhythm(looking):
    page = looking.see("/sources/imf")
    assert "blocked" in page
    assert "Open the address in a browser." in page
    assert 'class="bad"' in page
    assert "too few days" in page
    assert "1" in looking.see("/sources/ilo").partition("<dt>Items</dt>")[2][:20]


def test_a_source_that_nobody_knows_is_not_found(looking):
    assert looking.get("/sources/nowhere").status_code == 404


def test_letting_go_a_flood_as_old_news(sources, editor):
    page = editor.do("/sources/etui/release", **{"as": "baseline"})
    assert "3 items were let go" in page
    assert "Held back" not in page
    with sources.archive() as archive:
        assert archive.items.quarantined() == {}
        assert archive.deeds.newest()[0][1].about == "etui"


def test_a_known_fault_asks_for_nobody_until_its_day(sources, editor):
    assert "they know" in editor.do("/sources/imf/note", note="they know", until="2026-12-31")
    assert "&lt;img src=x" not in editor.see("/sources", show="attention").partition("<tbody>")[2]
    sources.clock.time = NOW + 40 * DAY
    again = sources.visitor(Role.EDITOR)
    assert "&lt;img src=x" in again.see("/sources", show="attention").partition("<tbody>")[2]
    sources.clock.time = NOW
    assert "Take the note back" not in editor.do("/sources/imf/note", clear="yes")


def test_a_fault_is_not_noted_until_a_day_that_is_over(looking):
    assert looking.post("/sources/imf/note", until="2026-01-01").status_code == 422
    assert looking.post("/sources/imf/note", until="soon").status_code == 422


def test_a_source_is_switched_off_and_on_where_it_stands(sources, editor):
    before = sources.path.read_text()
    assert "no longer polled" in editor.do("/sources/ilo/disable")
    assert _entry(sources, "ilo")["enabled"] is False
    assert "watched from the next poll" in editor.do("/sources/ilo/enable")
    assert sources.path.read_text() == before.replace(
        'id = "ilo"\nname = "ILO, news"\nbody = "ilo"\nurl = "http://ilo.example.org/rss"\nlanguages = ["nl"]\n',
        'id = "ilo"\nname = "ILO, news"\nbody = "ilo"\nurl = "http://ilo.example.org/rss"\nlanguages = ["nl"]\nenabled = true\n',
    )


def _form(console, id_, **changed):
    from servwatch.config import entry_text_of, further_lines, mark_of
    from servwatch.web.console.sources.source_entries import HIDDEN

    text = console.path.read_text()
    entry_ = _entry(console, id_)
    fields = {key: entry_.get(key, "") for key in ("name", "body", "url", "languages", "every")}
    fields |= {"weight": entry_.get("weight", 1), "side": entry_.get("side", "public")}
    fields |= {"lines": further_lines(text, id_, HIDDEN), "mark": mark_of(entry_text_of(text, id_))}
    return fields | changed


def _commented(console):
    """The file as a person keeps it, with comments."""
    text = console.path.read_text().replace(
        'name = "ILO, news"', 'name = "ILO, news" # as they say\n# Geneva.'
    )
    console.path.write_text(text)
    console.reread()


def test_a_form_changes_what_differs_and_keeps_comments_and_order(sources, editor):
    _commented(sources)
    before = sources.path.read_text()
    lines = "# Geneva.\nexclude = ['/jobs/']"
    form = _form(sources, "ilo", name="ILO", languages=["nl", "en"], weight="1,5", lines=lines)
    assert "ILO was changed." in editor.do("/sources/ilo/edit", **form)
    changed = sources.path.read_text()
    assert 'name = "ILO" # as they say\n# Geneva.\n' in changed
    kept = _entry(sources, "ilo")
    assert (kept["languages"], kept["weight"], kept["exclude"]) == (["nl", "en"], 1.5, ["/jobs/"])
    untouched = [line for line in before.split("\n") if "ILO, news" not in line]
    assert [line for line in changed.split("\n") if line in untouched][: len(untouched)]
    assert changed.partition('id = "imf"')[2].replace("", "") == before.partition('id = "imf"')[2]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"url": "ftp://x.example"}, "address"),
        ({"every": "often"}, "every"),
        ({"weight": "much"}, "is no number"),
        ({"weight": "inf"}, "is no number"),
        ({"side": "ours"}, "side"),
        ({"lines": "kind = "}, "no TOML"),
        ({"lines": "no_such_key = 1"}, "no_such_key"),
        ({"lines": "[calendar]\nbridge = []"}, "cannot be changed so"),
        ({"lines": '[[source]]\nid = "planted"'}, "cannot be changed so"),
        ({"mark": "0" * 24}, "somebody else"),
    ],
)
def test_a_form_that_is_no_good_changes_nothing_and_keeps_what_was_typed(untouched, looking, changed, told):
    before = untouched.path.read_text()
    answer = looking.post("/sources/ilo/edit", **_form(untouched, "ilo", name="Typed", **changed))
    assert answer.status_code == 422
    assert told in answer.text
    assert untouched.path.read_text() == before


@pytest.mark.parametrize(
    "lines",
    [
        'kind = "mailbox"\nuser = "x"\npassword_file = "/etc/passwd"',
        'kind = "mail\\u0062ox"\nuser = "x"',
        '"password\\u005ffile" = "/etc/passwd"',
    ],
)
def test_an_editor_makes_no_source_that_sends_a_file_of_the_server_away(untouched, looking, lines):
    before = untouched.path.read_text()
    form = _form(untouched, "ilo", url="imaps://evil.example/INBOX", lines=lines)
    answer = looking.post("/sources/ilo/edit", **form)
    assert answer.status_code == 422
    assert "changed by an administrator" in answer.text
    assert untouched.path.read_text() == before


def test_readers_see_no_page_of_sources(untouched):
    reader = untouched.visitor(Role.READER)
    for path in ("/sources", "/sources/ilo", "/sources/ilo/edit", "/sources/ilo/back-fill"):
        assert reader.get(path).status_code == 403
    for path in ("release", "note", "enable", "disable", "edit", "back-fill"):
        assert reader.post(f"/sources/ilo/{path}").status_code == 403


def test_the_pages_speak_dutch(sources):
    sources.account(Role.EDITOR, "els", language="nl")
    visitor = sources.visitor(Role.EDITOR, name="els")
    assert "geblokkeerd" in visitor.see("/sources")
    assert "Gezondheid" in visitor.see("/sources/imf")
    assert "opgehaald" in visitor.do("/sources/ilo/disable")


def test_a_feed_has_no_past_to_be_read(looking):
    assert "its past cannot be read" in looking.see("/sources/ilo")
    assert looking.post("/sources/ilo/back-fill", since="2026-01-01").status_code == 422


def test_a_source_that_was_never_polled_can_be_opened(looking):
    page = looking.see("/sources/off")
    assert "not polled" in page
    assert "Enable" in page


def test_a_form_that_is_sent_as_it_came_changes_nothing(sources, editor):
    text = sources.path.read_text()
    sources.path.write_text(
        text.replace('name = "ILO, news"', 'name = "ILO, news"\nevery = "90m"', 1).replace(
            'languages = ["nl"]', 'languages = ["fr", "nl"]', 1
        )
    )
    sources.reread()
    before = sources.path.read_text()
    editor.do("/sources/ilo/edit", **_form(sources, "ilo"))
    assert sources.path.read_text() == before
