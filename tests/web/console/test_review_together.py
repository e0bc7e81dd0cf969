"""Several editors at one draft: nobody overwrites what they have not seen, and nobody loses what they wrote."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.internet import Internet
from tests.web.console.drafted import Desk, act, drafted, marks, order


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


def test_the_second_of_two_editors_is_told_and_keeps_what_they_wrote(console, editor):
    console.account("editor", "bo", initials="B")
    other = console.visitor("editor", name="bo")
    page = editor.see("/review/board")
    first, second = order(page)[:2]
    mine = marks(page)
    act(other, f"items/{first}/text", headline="Kop van Bo", note="")
    answer = editor.post(f"/review/board/items/{first}/text", **mine, headline="Kop van mij", note="Nota <b>")
    assert answer.status_code == 409
    assert "bo changed the draft of board meanwhile" in answer.text.lower()
    assert 'value="Kop van mij"' in answer.text
    assert "Nota &lt;b&gt;</textarea>" in answer.text
    assert "Kop van Bo" in answer.text  # what stands there now
    assert [new for _, kind, _, new in console.acts() if kind == "headline"] == ["Kop van Bo"]
    again = editor.post(
        f"/review/board/items/{first}/text", **marks(answer.text), headline="Kop van mij", note=""
    )
    assert again.status_code == 303
    answer = editor.post("/review/board/introduction", **mine, introduction="Mijn inleiding")
    assert answer.status_code == 409
    assert "Mijn inleiding</textarea>" in answer.text
    assert second in order(answer.text)


def test_nobody_releases_what_they_have_not_seen(console, editor):
    console.account("editor", "bo")
    other = console.visitor("editor", name="bo")
    mine = marks(editor.see("/review/board"))
    act(other, "introduction", introduction="Van Bo")
    answer = editor.post("/review/board/release", **mine)
    assert answer.status_code == 409
    assert "Van Bo" in answer.text
    assert console.state() == "open"


def test_taking_items_out_means_the_same_whatever_another_did(console, editor):
    console.account("editor", "bo")
    other = console.visitor("editor", name="bo")
    page = editor.see("/review/board")
    first, second = order(page)[:2]
    act(other, f"items/{second}/drop")
    page = editor.do(f"/review/board/items/{first}/drop", **marks(page))
    assert not {first, second} & set(order(page))


def test_of_several_who_save_at_the_same_moment_one_wins_and_the_others_are_told(console, editor):
    mine = marks(editor.see("/review/board"))

    def save(number):
        return editor.client.post(
            "/review/board/introduction",
            data={"token": editor.token(), **mine, "introduction": f"Versie {number}"},
        )

    editor.token()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(save, range(4)))
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409, 409]
    (saved,) = console.acts()
    (won,) = [n for n, answer in enumerate(answers) if answer.status_code == 303]
    assert saved[3] == f"Versie {won}"
    for number, answer in enumerate(answers):
        if number != won:
            assert f"Versie {number}</textarea>" in answer.text


def test_what_was_written_for_a_draft_that_left_is_given_back(console, editor):
    page = editor.see("/review/board")
    with console.archive() as archive:
        archive.drafts.drop(archive.drafts.all_alive())
    answer = editor.post(
        f"/review/board/items/{order(page)[0]}/text", **marks(page), headline="Te laat", note="<i>"
    )
    assert answer.status_code == 422
    assert "<pre>Te laat</pre>" in answer.text
    assert "<pre>&lt;i&gt;</pre>" in answer.text
    answer = editor.post("/review/board/introduction", **marks(page), introduction="Ook te laat")
    assert "<pre>Ook te laat</pre>" in answer.text


def test_a_draft_that_took_the_place_of_another_is_not_changed_by_its_forms(console, editor):
    mine = marks(editor.see("/review/board"))
    editor.do("/review/board/begin")
    with console.archive() as archive:
        (row,) = archive.drafts.all_alive()
        archive.drafts.drop([row])
        archive.drafts.begin(row, [])
    answer = editor.post("/review/board/introduction", **mine, introduction="Voor de vorige")
    assert answer.status_code == 409
    assert "replaced by a new one" in answer.text
    assert "Voor de vorige</textarea>" in answer.text
    assert console.acts() == []
