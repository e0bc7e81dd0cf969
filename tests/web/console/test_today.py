"""Today: what needs a person and nothing else, by role, each with the one thing to do."""

import re
import shutil

import pytest

from servwatch.archive.drafts import DraftRow
from servwatch.cycle.attention import attention_of
from servwatch.cycle.configuration import in_force, keep_revision
from servwatch.cycle.reporting import Attention
from servwatch.model import Deadline, DraftState
from servwatch.model.account import Role
from servwatch.web.console import attention_words
from tests.cycle.watch import Watch, days, entry, rss
from tests.internet import Internet
from tests.web.console.conftest import NOW
from tests.web.console.visitor import Console

HOSTILE = '"><img src=x>'


@pytest.fixture(scope="module")
def run_once(tmp_path_factory):
    """A watch with one feed, one dead source, and a weekly digest that is reviewed."""
    with Internet() as internet:
        watch = Watch(tmp_path_factory.mktemp("watch"), internet)
        watch.general = 'listen = "127.0.0.1:0"'
        watch.mail = 'editors = ["cel@example.org"]'
        watch.source("ec")
        watch.source("gone", name=HOSTILE)
        watch.digest("board", review="window")
        watch.digest("group", review="required", groups=["board"])
        watch.member("an@example.org", "board")
        internet.at("ec.example.org/rss").serves(
            rss(entry("Nieuws over werk", "https://ec.example.org/1", date=NOW))
        )
        internet.at("gone.example.org/rss").serves(b"", status=410)
        for n in (5, 4, 3, 2, 1):
            watch.run(NOW - days(n), everything=True)
    return watch.folder


@pytest.fixture
def desk(run_once, tmp_path):
    folder = shutil.copytree(run_once, tmp_path / "watch")
    with Console(folder / "feeds.toml", NOW) as console:
        with console.archive() as archive:
            archive.drafts.drop(archive.drafts.all_alive())
        yield console


def cases(page):
    """The kind and the title of each case, in their order."""
    found = re.findall(r'class="badge \w+">([^<]*)</span>.*?<h2>([^<]*)</h2>', page, re.DOTALL)
    return [(label, title) for label, title in found]


def draft(desk, digest, scheduled, state=DraftState.OPEN):
    row = DraftRow(digest, scheduled, NOW - days(1), 0, "f", state=state)
    with desk.archive() as archive:
        archive.drafts.begin(row, [])


def deadline(desk, day, text):
    with desk.archive() as archive:
        archive.deadlines.add(Deadline(day, "reply", text), item_id=None, url="", who="x", at=NOW)


def test_nothing_needs_you_is_said_when_it_is_so(desk):
    lines = desk.path.read_text().replace('id = "gone"', 'id = "gone"\nenabled = false')
    desk.path.write_text(lines)
    desk.reread()
    assert "Vandaag heeft niets u nodig." in desk.visitor(Role.EDITOR, language="nl").see("/")


def test_a_source_that_fails_is_told_with_its_name_as_text_and_a_way_to_it(desk):
    page = desk.visitor(Role.EDITOR, language="nl").see("/")
    assert ("Bron", "&#34;&gt;&lt;img src=x&gt;") in cases(page)
    assert 'href="/sources/gone"' in page
    assert "<img src=x" not in page
    with desk.archive() as archive:
        asked = attention_of(archive, in_force(desk.path, {}), NOW)
    assert [one.id for one in asked if one.what == "source"] == ["gone"]


def test_drafts_come_with_the_time_left_and_before_what_can_wait(desk):
    draft(desk, "board", NOW + days(0.125))
    draft(desk, "group", NOW - days(0.5))
    deadline(desk, (NOW + days(4)).date(), "Antwoord aan de minister")
    deadline(desk, (NOW + days(25)).date(), "Nog even")
    deadline(desk, (NOW + days(60)).date(), "Veel later")
    page = desk.visitor(Role.EDITOR).see("/")
    told = cases(page)
    assert [label for label, _ in told] == ["Draft", "Draft", "Deadline", "Source", "Deadline"]
    assert told[0][1] == "Group"
    assert "3 hours left" in page
    assert "2 working days left" in page
    assert "Veel later" not in page
    assert 'href="/review/board"' in page


def test_a_draft_that_was_released_needs_nobody(desk):
    draft(desk, "board", NOW + days(0.125), DraftState.RELEASED)
    assert "Draft" not in dict(cases(desk.visitor(Role.EDITOR).see("/")))


def test_what_only_an_administrator_may_do_is_told_to_an_editor_without_a_way(desk):
    with desk.archive() as archive:
        archive.brakes.put_on("restored", NOW)
    editor, administrator = desk.visitor(Role.EDITOR).see("/"), desk.visitor(Role.ADMINISTRATOR).see("/")
    assert cases(editor)[0] == ("Mail", "Nothing leaves: the brake is on")
    assert "An administrator can do this." in editor
    assert 'href="/outbox"' not in editor
    assert 'class="button" href="/outbox"' in administrator


def test_a_reader_sees_deadlines_and_the_newest_editions_only(desk):
    deadline(desk, (NOW + days(4)).date(), "Antwoord")
    draft(desk, "board", NOW + days(0.125))
    with desk.archive() as archive:
        archive.brakes.put_on("restored", NOW)
    page = desk.visitor(Role.READER).see("/")
    assert [label for label, _ in cases(page)] == ["Deadline"]
    assert "The newest editions" in page
    assert "/review/" not in page


def test_of_a_kind_that_is_many_some_are_listed_and_the_rest_counted(desk):
    for n in range(12):
        deadline(desk, (NOW + days(5)).date(), f"Nummer {n}")
    page = desk.visitor(Role.READER, language="nl").see("/")
    assert len(cases(page)) == 8
    assert "nog 4: Deadline" in page


def test_faults_of_the_configuration_are_told(desk):
    with desk.archive() as archive:
        keep_revision(archive, in_force(desk.path, {}), NOW)
    desk.path.write_text(desk.path.read_text() + "\n[[digest]]\nid = 3\n")
    desk.reread()
    page = desk.visitor(Role.ADMINISTRATOR).see("/")
    assert "The configuration has" in page
    assert 'class="button" href="/settings"' in page


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_everything_that_can_ask_for_attention_has_words(run_once, language):
    """Each sort with the facts that `attention_of` gives it; one that nobody knows is told as it is."""
    asked = [Attention("brake", why, NOW, "x") for why in ("restored", "cloned", "clock", "order")] + [
        Attention("draft", "board", NOW, "x"),
        Attention("quarantine", "ec", None, "x", facts={"count": 40}),
        Attention(
            "expectation", "memo", NOW, "x", facts={"name": "Memo", "first": NOW.date(), "last": NOW.date()}
        ),
        Attention("network", "down", NOW, "x", facts={"count": 3, "all": 4}),
        *(
            Attention("message", s, None, "x", facts={"count": 2})
            for s in ("held", "unknown", "refused", "expired", "deferred")
        ),
        Attention("recipient", "comes-back", NOW, "x", facts={"count": 1}),
        Attention("bounces", "policy", NOW, "A rule."),
        Attention("backup", "last", NOW, "x", facts={"days": 9}),
        Attention("calendar", "https://example.org", NOW, "x"),
        Attention("meeting", "board", None, "x"),
        Attention(
            "ending",
            "the secret",
            None,
            "x",
            facts={"what": "the secret of {where}", "where": "[mail]", "last": NOW.date()},
        ),
        Attention("run", "last", None, ""),
        Attention("journal", "/x", None, "Make it writable."),
        Attention("clock", "ahead", NOW, "Later."),
        Attention("configuration", "feeds.toml:3", None, "x", facts={"count": 2}),
        Attention("new-sort", "7", None, "Do it."),
    ]
    assert set(attention_words._SAID) - {"source"} <= {one.what for one in asked}
    found = told_in(run_once, asked, language)
    for case in found:
        assert case.label
        assert case.title
        assert case.text not in ("", "x")
    assert any(case.text == "Do it." and case.language == "en" for case in found)
    if language == "nl":
        assert any(case.title == "De laatste back-up is 9 dagen oud" for case in found)


def told_in(folder, asked, language):
    from types import SimpleNamespace

    from servwatch.locale import words

    settings = in_force(folder / "feeds.toml", {}).settings
    visit = SimpleNamespace(
        words=words(language, settings.timezone), settings=settings, may=lambda _role: True
    )
    return [attention_words.told(one, visit) for one in asked]


@pytest.mark.parametrize(
    ("rule", "language", "told"),
    [
        ("nothing is there (404)", "nl", " (HTTP 404)."),
        ("nothing is there (404)", "en", " (nothing is there (404))."),
        ("the name has no address", "fr", ""),
        ("leads to a private address, 192.168.1.20", "nl", ""),
        ("the answer broke off (512 of 900 bytes)", "nl", ""),
    ],
)
def test_what_was_found_at_a_source_is_told_in_the_visitor_s_language_or_by_its_number(
    run_once, rule, language, told
):
    facts = {"fault": "gone", "rule": rule, "remedy": ""}
    (case,) = told_in(run_once, [Attention("source", "ec", NOW, "x", facts=facts)], language)
    assert case.text.strip().endswith(told or "2026.")
    assert (rule in case.text) is (language == "en")
