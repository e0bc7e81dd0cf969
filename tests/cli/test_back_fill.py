"""`fetch --since`: what is told of the past of a source, and what is refused."""

import json

import pytest

from servwatch.archive.archive import Archive
from servwatch.cycle.locks import lock
from tests.cli.line import servwatch
from tests.cycle.watch import rss

PAGE = "cor.example.org/news"


def listing(*numbers):
    rows = "".join(
        f'<article><a href="/news/{n}">Bericht nummer {n} over werk</a><time datetime="2037-{12 - n:02}-01">'
        f"</time></article>"
        for n in numbers
    )
    return f"<!doctype html><html><body><main>{rows}</main></body></html>"


@pytest.fixture
def listed(watch, internet):
    """A list of three pages, and a feed."""
    place = internet.at(PAGE)
    place.serves(listing(1, 2, 3), content_type="text/html")
    internet.at(f"{PAGE}?page=1").serves(listing(4, 5, 6), content_type="text/html")
    internet.at(f"{PAGE}?page=2").serves(listing(7, 8, 9), content_type="text/html")
    internet.at(f"{PAGE}?page=3").answers(404)
    internet.at("cor.example.org/robots.txt").answers(404)
    keys = {"kind": "page", "item": "article", "date": "time", "paging": {"page": "page", "first": 0}}
    watch.source("cor", f"http://{PAGE}", **keys)
    internet.at("ec.example.org/rss").serves(rss())
    watch.source("ec")
    watch.write()
    return watch


def fetch(listed, *arguments):
    return servwatch(listed.folder, "fetch", *arguments, "--now", "2037-12-01T08:00")


def test_it_tells_how_far_back_it_came_and_the_items_can_be_searched(listed):
    told = fetch(listed, "cor", "--since", "2037-01-01").well().out
    assert "cor: 6 items of before on 4 pages, back to 2037-01-01." in told
    assert servwatch(listed.folder, "items", "--query", "nummer 9", "--json").well().out


def test_it_stops_at_the_day(listed):
    told = fetch(listed, "cor", "--since", "2037-07-01").well().out
    assert "cor: 2 items of before on 3 pages, back to 2037-07-01." in told


def test_machines_get_it_as_json(listed):
    told = json.loads(fetch(listed, "cor", "--since", "2037-01-01", "--json").well().out)
    (back,) = told["back"]
    assert back == {
        "source": "cor", "since": "2037-01-01", "pages": 4, "items": 6, "fault": "", "note": "",
    }  # fmt: skip


def test_broken_off_it_says_why_and_the_same_command_goes_on(listed, internet):
    internet.at(f"{PAGE}?page=2").answers(500)
    told = fetch(listed, "cor", "--since", "2037-01-01").well(3).out
    assert "cor: 3 items of before on 2 pages; broken off: a fault of the server (500)" in told
    assert "The same command goes on from there." in told
    internet.at(f"{PAGE}?page=2").serves(listing(7, 8, 9), content_type="text/html")
    assert "cor: 6 items of before on 4 pages" in fetch(listed, "cor", "--since", "2037-01-01").well().out


def test_while_another_process_is_at_work_it_says_that_nothing_was_read_back(listed, internet):
    with Archive(f"sqlite:///{listed.folder}/servwatch.db") as archive, lock(archive.database, "cycle"):
        outcome = fetch(listed, "cor", "--since", "2037-01-01").well(3)
    assert "Nothing was read back: give the command again when it has ended." in " ".join(outcome.out.split())
    assert internet.asked() == []


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--since", "2037-01-01"], "none is"),
        (["ec", "--since", "2037-01-01"], "ec cannot be read back: such a source gives its newest items only"),
        (["cor", "--since", "yesterday"], "must be a day such as 2026-01-01"),
        (["cor", "--since", "0001-01-01"], "0001-01-01 is too long ago"),
        (["cor", "--since", "2038-01-01"], "2038-01-01 is not in the past"),
        (["cro", "--since", "2037-01-01"], "Did you mean cor?"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_back_is_refused_before_anything_is_fetched(listed, internet, arguments, why):
    assert why in fetch(listed, *arguments).well(1).err
    assert internet.asked() == []
