"""Reading the past of a source from its page: with progress, one at a time, ended by a button, surviving who leaves."""

import re

import pytest

from servwatch.model.account import Role
from tests.cli.test_back_fill import PAGE, listing
from tests.cycle.watch import Watch, brussels
from tests.internet import Internet
from tests.web.console.visitor import Console

NOW = brussels("2037-12-01 08:00")


@pytest.fixture
def listed(tmp_path):
    """A console, its internet with a list of three pages, and an editor."""
    with Internet() as internet:
        watch = Watch(tmp_path, internet)
        watch.general = 'listen = "127.0.0.1:0"'
        internet.at(PAGE).serves(listing(1, 2, 3), content_type="text/html")
        internet.at(f"{PAGE}?page=1").serves(listing(4, 5, 6), content_type="text/html", delay=1.0)
        internet.at(f"{PAGE}?page=2").serves(listing(7, 8, 9), content_type="text/html")
        internet.at(f"{PAGE}?page=3").answers(404)
        internet.at("cor.example.org/robots.txt").answers(404)
        paging = {"page": "page", "first": 0}
        watch.source(
            "cor", f"http://{PAGE}", name="COR, news", kind="page", item="article", date="time", paging=paging
        )
        watch.write()
        with Console(watch.path, NOW) as console:
            yield console, console.visitor(Role.EDITOR)


def _wait(console):
    site = console.server._site
    site.errands.wait(site.errands.newest("back-fill", "cor").key, 30)


def test_a_past_is_read_while_its_page_tells_how_far_it_is_and_after_it_is_left(listed):
    console, editor = listed
    page = editor.do("/sources/cor/back-fill", since="2037-01-01")
    assert "Its past is being read." in page
    assert '<noscript><meta http-equiv="refresh"' in page
    part = re.search(r'data-part="([^"]+)"', page)[1]
    assert "data-underway" in editor.see(part)
    assert "being read now" in editor.see("/sources/cor")
    assert editor.post("/sources/cor/back-fill", since="2037-02-01").status_code == 409
    _wait(console)
    assert "9 items were read back to 1 January 2037." in editor.see(part)
    assert "9 items were read back to 1 January 2037." in editor.see("/sources/cor")
    assert "refresh" not in editor.see("/sources/cor/back-fill")
    with console.archive() as archive:
        assert archive.figures.items_of("cor") == 9
        assert archive.deeds.newest()[0][1].detail == "2037-01-01"


def test_it_is_ended_by_a_button_and_goes_on_from_there(listed):
    console, editor = listed
    editor.do("/sources/cor/back-fill", since="2037-01-01")
    editor.do("/sources/cor/back-fill/end")
    _wait(console)
    page = editor.see("/sources/cor/back-fill")
    assert "then it was broken off" in page
    editor.do("/sources/cor/back-fill", since="2037-01-01")
    _wait(console)
    assert "9 items were read back" in editor.see("/sources/cor/back-fill")


@pytest.mark.parametrize("since", ["", "yesterday", "2038-01-01", "1066-10-14"])
def test_a_day_that_is_no_good_begins_nothing(listed, since):
    console, editor = listed
    assert editor.post("/sources/cor/back-fill", since=since).status_code == 422
    assert console.server._site.errands.newest("back-fill", "cor") is None


def test_a_past_that_was_never_read_has_no_page(listed):
    assert listed[1].get("/sources/cor/back-fill").status_code == 404
