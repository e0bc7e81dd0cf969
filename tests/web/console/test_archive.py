"""The archive in the console: found by words and facets, shown whole, judged, and asked about."""

import io
import re
from zipfile import ZipFile

import pytest

from servwatch.archive.item_query import ItemQuery
from servwatch.model.account import Role
from tests.web.console.archived import HOSTILE, archived


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with archived(tmp_path_factory.mktemp("archive")) as console:
        yield console


@pytest.fixture(scope="module")
def reader(house):
    return house.visitor(Role.READER)


@pytest.fixture(scope="module")
def editor(house):
    return house.visitor(Role.EDITOR)


def number_of(console, words):
    with console.archive() as archive:
        return next(item.id for item, _ in archive.items.find(ItemQuery(words=words)))


def test_words_find_items_and_are_marked(house, reader):
    page = reader.see("/items", q="minister")
    assert "<mark>minister</mark>" in page
    assert "1 item" in page


@pytest.mark.parametrize(
    "words", ['"', "AND", "NEAR(", "a* OR -b", "%", "title:x", "';--", "\ud7ff", "*", "-x"]
)
def test_no_syntax_of_a_query_is_an_error(house, reader, words):
    reader.see("/items", q=words)


@pytest.mark.parametrize(
    "query",
    ["before=x", "after=2026-11-20.٣", "month=2026-13", "month=9999-12", "month=9999", "since=x", "kind=x", "body=x", "theme=%00", "before=9999-12-31.9", "q=" + "a" * 5000, "&".join(f"x{n}=1" for n in range(300))],
)  # fmt: skip
def test_no_query_string_is_an_error(house, reader, query):
    reader.see(f"/items?{query}")


def test_facets_narrow_and_can_be_taken_back(house):
    visitor = house.visitor(Role.READER, language="nl")
    page = visitor.see("/items")
    assert "?theme=climate" in page
    narrowed = visitor.see("/items", theme="climate")
    assert "Klimaat en arbeid" in narrowed
    assert "krantenkop" not in narrowed
    assert 'href="/items?">' in narrowed or 'href="/items?"' in narrowed


def test_what_a_source_writes_is_only_text(house, reader):
    number = number_of(house, "script")
    for path in (
        "/items",
        "/items?q=script",
        f"/items/{number}",
        f"/why?q={number}",
        "/why?q=script",
        f"/why?q={HOSTILE}",
        f"/items?q={HOSTILE}",
    ):
        page = reader.see(path)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b onclick" not in page


def test_an_address_that_is_none_is_no_link(house, reader):
    page = reader.see(f"/items/{number_of(house, 'krantenkop')}")
    assert 'href="javascript:' not in page.lower()


def test_an_item_is_shown_with_what_is_understood_of_it(house, reader):
    page = reader.see(f"/items/{number_of(house, 'vlaanderen')}")
    assert "<mark>Klimaat</mark>" in page
    assert "2024/0035(COD)" in page
    assert "<del>werk</del>" in page
    assert "<ins>arbeid</ins>" in page


def test_an_item_that_is_not_there_is_not_found(house, reader):
    for path in ("/items/99999", f"/items/{2**70}", "/stories/99999", f"/stories/{2**70}"):
        assert reader.get(path).status_code == 404


def test_a_reader_says_that_a_theme_does_not_fit(house, reader):
    number = number_of(house, "vlaanderen")
    page = reader.do(f"/items/{number}/judge", theme="climate", ruling="not", note="about work")
    assert "reader: does not fit" in page
    assert reader.post(f"/items/{number}/judge", theme="nothing", ruling="not").status_code == 404
    assert reader.post(f"/items/{number}/judge", theme="climate", ruling="perhaps").status_code == 422
    with house.archive() as archive:
        (said,) = archive.judgements.of_item(number)
        assert (said.by, said.note) == ("reader", "about work")
        assert archive.deeds.newest(1)[0][1].act == "items.judge"


def test_a_search_is_kept_opened_and_forgotten_by_its_owner_alone(house, reader, editor):
    page = reader.do("/items/saved", name=f"Loon {HOSTILE}", query="q=loon*&theme=work&evil=1")
    assert "<img src=x" not in page
    assert "/items?q=loon%2A&amp;theme=work" in page
    number = re.search(r"/items/saved/(\d+)/forget", page)[1]
    editor.post(f"/items/saved/{number}/forget")
    assert f"/items/saved/{number}/forget" in reader.see("/items")
    assert f"/items/saved/{number}/forget" not in reader.do(f"/items/saved/{number}/forget")
    assert reader.post("/items/saved", name="", query="q=x").status_code == 422


def test_what_was_never_stored_is_explained(house, editor):
    page = house.visitor(Role.READER, language="nl").see("/why", q="https://www.nowhere.test/x")
    assert "Het archief heeft het niet" in page
    assert "/items/add" not in page
    assert "/items/add?url=" in editor.see("/why", q="https://www.nowhere.test/x")


@pytest.mark.parametrize("asked", ["9" * 40, "٣", "http://[", "", "-", "2024/0035(COD)"])
def test_no_question_is_an_error(house, reader, asked):
    reader.see("/why", q=asked)


def test_a_list_is_held_against_the_archive(house, reader):
    text = "https://oeso.example.org/a\nhttps://www.nowhere.test/x 2026-11-20\n# no line"
    answer = reader.post("/covered", list=text)
    assert answer.status_code == 200
    assert "body not watched" in answer.text
    assert "of 2 reached" in answer.text
    with house.archive() as archive:
        assert all(deed.act != "covered.answer" for _, deed in archive.deeds.newest())


def test_a_story_is_split_and_joined_by_editors_alone(house, reader, editor):
    first, second = number_of(house, "vlaanderen"), number_of(house, "naar")
    with house.archive() as archive:
        placed = archive.stories.of([first, second])
    story = placed[first].story
    assert reader.post(f"/stories/{story}/join", items=second).status_code == 403
    page = editor.do(f"/stories/{story}/join", items=f"{second}", note="one theme")
    assert "one theme" in page
    page = editor.do(f"/stories/{story}/split", item=str(second), note="after all")
    assert "after all" in page
    assert editor.post(f"/stories/{story}/join", items=f"{first}").status_code == 422
    assert editor.post(f"/stories/{story}/join", items="99999").status_code == 404
    assert editor.post(f"/stories/{story}/split", item="99999").status_code == 404


def test_an_editor_adds_an_item_and_a_reader_does_not(house, reader, editor):
    assert reader.post("/items/add", url="https://x.example.org/1.pdf").status_code == 403
    fields = {
        "url": "https://papers.example.org/1.pdf",
        "title": "Een rapport over loon",
        "day": "2026-11-20",
    }
    assert "Een rapport over" in editor.do("/items/add", **fields)
    assert "has it already" in editor.do("/items/add", **fields)
    refused = editor.post("/items/add", url="javascript:alert(1)", title="x")
    assert refused.status_code == 422
    assert 'value="javascript:alert(1)"' in refused.text
    assert (
        editor.post("/items/add", url="https://x.example.org/2.pdf", title="x", day="gisteren").status_code
        == 422
    )


def test_sent_editions_are_taken_along_by_year(house, reader):
    assert "/kept/2026/brief.zip" in reader.see("/kept")
    answer = reader.get("/kept/2026/brief.zip")
    with ZipFile(io.BytesIO(answer.content)) as packed:
        assert "brief/2026/0001.html" in packed.namelist()
    for path in (
        "/kept/2020/brief.zip",
        "/kept/9999/brief.zip",
        f"/kept/{2**80}/brief.zip",
        "/kept/2026/x.zip",
    ):
        assert reader.get(path).status_code == 404
