"""Drafts in the console: what an editor sees, does, and is told when somebody else did something meanwhile."""

import re
from datetime import timedelta

import pytest

from servwatch.locale import words
from servwatch.web.console.review.time_left import time_left
from servwatch.web.console.shown_mail import in_scheme
from tests.cycle.watch import BRUSSELS, brussels
from tests.internet import Internet
from tests.web.console.drafted import AT_WORK, Desk, act, drafted, marks, order


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with Internet() as internet:
        yield drafted(tmp_path_factory.mktemp("watch"), internet)


@pytest.fixture
def console(made, tmp_path):
    with Desk(made, tmp_path / "copy") as desk:
        yield desk


@pytest.fixture
def editor(console):
    console.account("editor", "lees voor", initials="LV", email="an@example.org")
    return console.visitor("editor", name="lees voor")


def test_the_list_says_what_waits_and_how_long_there_is(editor):
    page = editor.see("/review")
    assert "15 hours left" in page
    assert "It leaves by itself on Fri 27 Nov 07:00" in page
    assert 'href="/review/board"' in page


def test_the_list_is_in_the_language_of_the_visitor(console):
    console.account("editor", "nele", language="nl")
    page = console.visitor("editor", name="nele").see("/review")
    assert "nog 15 uur" in page
    assert "Het vertrekt vanzelf op vr 27 nov 7.00 u." in page


def test_a_reader_sees_no_draft_and_changes_none(console):
    reader = console.visitor("reader")
    assert reader.get("/review/board").status_code == 403
    assert reader.post("/review/board/release").status_code == 403
    assert console.state() == "open"
    assert 'href="/review' not in reader.see("/digests")


def test_what_publishers_write_stands_there_as_text(editor):
    for path in ("/review/board", "/review/board/log", "/review/board/text"):
        page = editor.see(path)
        assert "<img src=x" not in page
        assert "<script>alert" not in page
    assert "&#34;&gt;&lt;img src=x&gt;" in editor.see("/review/board")


def test_an_entry_is_taken_out_and_taken_back_in(console, editor):
    first, *rest = order(editor.see("/review/board"))
    page = act(editor, f"items/{first}/drop")
    assert order(page)[:3] == rest
    assert "Taken out." in page
    page = act(editor, f"items/{first}/drop", undo="yes")
    assert order(page)[0] == first
    assert [(by, kind) for by, kind, *_ in console.acts()] == [("lees voor", "drop")] * 2


def test_an_entry_moves_up_and_down_by_buttons_alone(editor):
    before = order(editor.see("/review/board"))
    page = act(editor, f"items/{before[1]}/move", place=1)
    assert order(page) == [before[1], before[0], *before[2:]]
    page = act(editor, f"items/{before[1]}/move")
    assert order(page) == before


def test_what_is_over_the_limit_is_put_in_and_what_falls_for_it_is_told(console, editor):
    foreigner = console.item("Employment")
    page = act(editor, f"items/{foreigner}/move", place=4)
    assert order(page)[-1] == foreigner
    assert "Over the limit now:" in page


def test_missing_headlines_are_asked_for_first_and_saved_together(console, editor):
    foreigner = console.item("Employment")
    assert "first-headlines" not in editor.see("/review/board")
    page = act(editor, f"items/{foreigner}/move", place=2)
    assert page.index("first-headlines") < page.index('class="entries"')
    other = order(page)[0]
    texts = {f"headline-{foreigner}": "OESO vergelijkt arbeidsrecht", f"headline-{other}": "Andere kop"}
    page = act(editor, "headlines", **texts)
    assert "first-headlines" not in page
    assert {(item, new) for _, kind, item, new in console.acts() if kind == "headline"} == {
        (foreigner, "OESO vergelijkt arbeidsrecht"),
        (other, "Andere kop"),
    }


def test_headline_note_and_introduction_stand_in_the_mail_as_readers_see_it(console, editor):
    first = order(editor.see("/review/board"))[0]
    act(editor, f"items/{first}/text", headline="Kop van LV", note="Raakt werkbaar werk.")
    act(editor, "introduction", introduction="Deze week vier berichten.\n\nLees ze.")
    mail = editor.see("/review/board/mail")
    assert "Kop van LV" in mail
    assert "Voor Vlaanderen: Raakt werkbaar werk. (LV)" in mail
    text = editor.see("/review/board/text")
    assert "Deze week vier berichten." in text
    assert "note" in editor.see("/review/board/log")
    with console.archive() as archive:
        deeds = [deed for _, deed in archive.deeds.newest() if deed.act.startswith("review.")]
    assert [(d.by, d.about) for d in deeds] == [("lees voor", "board")] * 2
    assert deeds[1].detail == f"headline {first}, note {first}"


def test_what_is_over_the_budget_is_told(console, editor):
    first = order(editor.see("/review/board"))[0]
    page = act(editor, f"items/{first}/text", headline="x" * 75, note="")
    assert "De titel van bericht 1" in page or "75" in page[page.index('id="budget"') :][:600]
    assert "of 400 words" in page


def test_saving_what_stands_there_already_changes_nothing(console, editor):
    first = order(editor.see("/review/board"))[0]
    page = act(editor, f"items/{first}/text", headline="", note="")
    assert "Nothing was changed." in page
    assert console.acts() == []


def test_a_text_that_no_mail_may_carry_is_refused_and_stays_in_its_field(console, editor):
    page = editor.see("/review/board")
    first = order(page)[0]
    answer = editor.post(
        f"/review/board/items/{first}/text", **marks(page), headline="Kop", note="van rechts \u202enaar links"
    )
    assert answer.status_code == 422
    assert "cannot be seen: U+202E" in answer.text
    assert 'value="Kop"' in answer.text
    assert "van rechts \u202enaar links</textarea>" in answer.text
    assert console.acts() == []


def test_an_item_that_there_is_not_is_refused_in_words(console, editor):
    mine = marks(editor.see("/review/board"))
    fields = {"place": "1", "headline": "Kop", "note": "", "undo": "yes"}
    for number in (0, 999, 2**63 - 1, 2**63, 10**25):
        for what in ("drop", "pin", "move", "text"):
            answer = editor.post(f"/review/board/items/{number}/{what}", **mine, **fields)
            assert answer.status_code in (404, 422), (number, what)
            assert str(number) in answer.text or number > 2**63 - 1
    assert console.acts() == []


def test_holding_keeps_it_and_releasing_lets_it_go(console, editor):
    assert "It is held" in act(editor, "hold")
    assert console.state() == "held"
    assert "No longer held." in act(editor, "hold", undo="yes")
    act(editor, "release")
    assert console.state() == "released"
    assert "The release is taken back." in act(editor, "release", undo="yes")
    assert console.state() == "open"


def test_what_was_done_is_told_in_words(editor):
    first = order(editor.see("/review/board"))[0]
    act(editor, f"items/{first}/drop", reason="niet voor ons")
    act(editor, "hold")
    page = editor.see("/review/board/log")
    assert page.index("held back") < page.index("taken out")
    assert "niet voor ons" in page


def test_the_draft_is_sent_to_who_asks_and_to_nobody_else(console, editor):
    page = act(editor, "send-to-me")
    assert "Sent to an@example.org." in page
    sent = [f.read_bytes() for f in (console.path.parent / "outbox" / "new").iterdir()]
    assert sum(b"To: an@example.org" in one for one in sent) == 1
    assert console.acts() == []


def test_who_has_no_address_is_told_so(console):
    nobody = console.visitor("editor")
    answer = nobody.post("/review/board/send-to-me", **marks(nobody.see("/review/board")))
    assert answer.status_code == 422
    assert "no mail address" in answer.text


def test_a_draft_is_made_when_asked_for_before_its_time(made, tmp_path):
    with Desk(made, tmp_path / "early") as console:
        console.clock.time = brussels("2026-11-27 09:00")
        editor = console.visitor("editor")
        with console.archive() as archive:
            archive.drafts.drop(archive.drafts.all_alive())
        page = editor.see("/review")
        assert "Its draft comes Thu 3 Dec 14:00" in page
        assert "The draft is made" in editor.do("/review/board/begin")


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (timedelta(days=2, hours=23), "nog 2 dagen"),
        (timedelta(hours=2, minutes=59), "nog 2 uur"),
        (timedelta(hours=1, minutes=59), "nog 119 minuten"),
        (timedelta(minutes=1, seconds=59), "nog 1 minuut"),
        (timedelta(seconds=20), "Het is tijd"),
        (-timedelta(hours=3), "Het is tijd"),
    ],
)
def test_the_time_left_is_never_told_longer_than_it_is(left, told):
    assert time_left(AT_WORK + left, AT_WORK, words("nl", BRUSSELS)) == told


def test_the_frame_of_a_mail_runs_nothing_and_is_framed_by_us_alone(editor):
    for scheme, background in (("light", "(max-width: 0)"), ("dark", "(min-width: 0)")):
        answer = editor.get("/review/board/mail", scheme=scheme)
        policy = answer.headers["content-security-policy"]
        assert "script-src" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert "sandbox allow-popups" in policy
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"
        assert f"@media {background}" in answer.text
        assert f'name="color-scheme" content="{scheme}"' in answer.text
        assert '<base target="_blank">' in answer.text


def test_three_frames_stand_side_by_side(editor):
    page = editor.see("/review/board/readers")
    assert len(re.findall(r"<iframe ", page)) == 3
    assert "scheme=dark" in page


def test_rules_for_either_scheme_are_applied_or_not_whatever_their_spacing():
    css = "<head><style>@media ( PREFERS-color-scheme :dark ){a} @media screen and (prefers-color-scheme: light){b}</style>"
    assert in_scheme(css, "dark") == (
        '<head><base target="_blank"><style>@media (min-width: 0){a} @media screen and (max-width: 0){b}</style>'
    )
    assert "no head" in in_scheme("no head", "light")
