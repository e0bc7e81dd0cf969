"""The register of deadlines in the console: who sees it, who decides, and that both doors write the same."""

import re
import shutil

import pytest
from icalendar import Calendar

from servwatch.archive.deadlines import Decision
from servwatch.cli import deadline_commands
from servwatch.cycle import deadline_desk
from servwatch.model import Deadline, DeadlineState
from servwatch.model.account import Role
from tests.cycle.watch import Watch, days, entry, rss
from tests.internet import Internet
from tests.web.console.conftest import NOW
from tests.web.console.visitor import Console

HOSTILE = "<script>alert(1)</script> Raadpleging"
FEED = rss(
    entry(
        "&lt;script&gt;alert(1)&lt;/script&gt; Raadpleging over werk",
        "https://ec.example.org/1",
        date=NOW - days(1),
        text="Reageren kan tot en met 4 december 2026.",
    ),
    entry(
        "Raadpleging over het klimaat, COM(2025) 837",
        "https://ec.example.org/2",
        date=NOW - days(1),
        text="Reageren kan tot en met 15 januari 2027.",
    ),
)


@pytest.fixture(scope="module")
def read_once(tmp_path_factory):
    """A watch that read one feed with two deadlines."""
    with Internet() as internet:
        watch = Watch(tmp_path_factory.mktemp("watch"), internet)
        watch.general = 'listen = "127.0.0.1:0"'
        watch.source("ec", name='"><img src=x>')
        internet.at("ec.example.org/rss").serves(FEED)
        watch.run(NOW, everything=True)
    return watch.folder


@pytest.fixture
def desk(read_once, tmp_path):
    """A console over a copy of it."""
    folder = shutil.copytree(read_once, tmp_path / "watch")
    with Console(folder / "feeds.toml", NOW) as console:
        yield console


def titles(page):
    return [" ".join(t.split()) for t in re.findall(r'class="title" href="/deadlines/\d+">([^<]*)<', page)]


def first(desk):
    with desk.archive() as archive:
        return archive.deadlines.find()[0].id


def test_what_is_to_be_done_is_listed_the_earliest_first_with_the_working_days_left(desk):
    page = desk.visitor(Role.READER, language="nl").see("/deadlines")
    assert [t[-8:] for t in titles(page)] == ["ver werk", "2025) 837"[-8:]]
    assert "nog 5 werkdagen" in page
    assert 'lang="nl"' in page


def test_what_a_feed_says_is_shown_as_text(desk):
    with desk.archive() as archive:
        said = Deadline((NOW + days(3)).date(), "deadline", HOSTILE)
        number = archive.deadlines.add(said, item_id=None, url="javascript:alert(1)", who=HOSTILE, at=NOW).id
        archive.deadlines.decide(number, Decision(owner=HOSTILE, note=HOSTILE), who=HOSTILE, at=NOW)
    for path in ("/deadlines", f"/deadlines/{number}"):
        page = desk.visitor(Role.EDITOR).see(path)
        assert 'href="javascript' not in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_an_editor_decides_and_comes_back_to_the_same_choice(desk):
    editor, number = desk.visitor(Role.EDITOR), first(desk)
    page = editor.do(
        f"/deadlines/{number}?state=all", state="ours", owner="Lies V.", note="", **{"from": "list"}
    )
    assert "ours, Lies V." in page
    assert '<option value="all" selected>' in page
    with desk.archive() as archive:
        entry_, history = archive.deadlines.get(number), archive.deadlines.history(number)
        (deed,) = [d for _, d in archive.deeds.newest() if d.act == "deadlines.decide"]
    assert (entry_.state, entry_.owner) == (DeadlineState.OURS, "Lies V.")
    assert [c.who for c in history if c.what == "state"] == ["editor"]
    assert (deed.by, deed.detail) == ("editor", "ours, Lies V.")


def test_the_list_is_of_a_state_an_owner_a_theme_a_dossier_or_a_time(desk):
    visitor, number = desk.visitor(Role.EDITOR), first(desk)
    visitor.do(f"/deadlines/{number}", state="ours", owner="Lies")
    for query, count in [
        ({"state": "ours"}, 1),
        ({"state": "done"}, 0),
        ({"owner": "Lies"}, 1),
        ({"owner": "-"}, 1),
        ({"theme": "climate"}, 1),
        ({"dossier": "COM(2025) 837"}, 1),
        ({"dossier": "COM(2025) 838"}, 0),
        ({"to": "2026-12-31"}, 1),
        ({"from": "2026-12-31"}, 1),
        ({"state": "lost", "theme": "none", "from": "soon", "skip": "-1"}, 2),
    ]:
        assert len(titles(visitor.see("/deadlines", **query))) == count, query
    assert "no reference that is known" in visitor.see("/deadlines", dossier="rubbish")


def test_a_reader_looks_and_decides_nothing(desk):
    reader, number = desk.visitor(Role.READER), first(desk)
    assert '<form class="decide"' not in reader.see("/deadlines")
    assert reader.post(f"/deadlines/{number}", state="done").status_code == 403
    assert reader.get("/deadlines/add").status_code == 403
    assert reader.post("/deadlines/add", text="x", day="2027-01-01").status_code == 403
    with desk.archive() as archive:
        assert archive.deadlines.get(number).state is DeadlineState.OPEN


def test_the_calendar_is_of_what_was_chosen_or_of_one(desk):
    visitor = desk.visitor(Role.READER)
    answer = visitor.get("/deadlines.ics", theme="climate")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 1
    assert len(Calendar.from_ical(visitor.get("/deadlines.ics").content).walk("VEVENT")) == 2
    one = visitor.get(f"/deadlines/{first(desk)}.ics")
    assert len(Calendar.from_ical(one.content).walk("VEVENT")) == 1
    assert desk.visitor().get("/deadlines.ics").status_code == 303


def test_a_deadline_by_hand_enters_the_register_and_a_wrong_one_is_told_beside_the_form(desk):
    editor = desk.visitor(Role.EDITOR, language="nl")
    page = editor.do(
        "/deadlines/add", text="Antwoord aan de minister", day="2026-12-10", time="17:00", kind="reply"
    )
    assert "De deadline is ingevoerd." in page
    assert "Antwoord aan de minister" in page
    for wrong in ({"day": "soon"}, {"text": " "}, {"kind": "party"}, {"item": "99999"}):
        answer = editor.post(
            "/deadlines/add", **{"text": "Iets", "day": "2026-12-10", "kind": "reply"} | wrong
        )
        assert answer.status_code in (404, 422), wrong
        assert 'class="said bad"' in answer.text
        assert "2026-12-10" in answer.text or "day" in wrong
    past = editor.do("/deadlines/add", text="Te laat", day="2026-11-01", kind="deadline")
    assert "De dag is voorbij" in past


def test_a_long_list_has_pages(desk):
    with desk.archive() as archive:
        for n in range(60):
            said = Deadline((NOW + days(60)).date(), "deadline", f"Nummer {n}")
            archive.deadlines.add(said, item_id=None, url="", who="x", at=NOW)
    visitor = desk.visitor(Role.READER)
    page = visitor.see("/deadlines")
    assert len(titles(page)) == 50
    further = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert len(titles(visitor.see(further))) == 12


def test_no_deadline_is_said_with_what_would_fill_the_list(console):
    visitor = console.visitor(Role.READER)
    assert "No deadline is open." in visitor.see("/deadlines")
    assert "No deadline fits" in visitor.see("/deadlines", state="done")
    assert visitor.get("/deadlines/7").status_code == 404
    assert visitor.get(f"/deadlines/{10**30}").status_code == 404


def test_both_doors_know_the_same_kinds():
    assert deadline_commands.KINDS == deadline_desk.KINDS
