"""Feeds, the calendar and the JSON interface: for who brings a key, sound whatever stands in them, and never more than read."""

import json
import re
from datetime import datetime
from xml.etree.ElementTree import fromstring

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from servwatch.model.account import Role
from servwatch.web.console.feeds.atom import atom
from servwatch.web.console.feeds.channel import Channel, FeedEntry, legible
from servwatch.web.console.feeds.json_feed import json_feed
from tests.web.console.archived import EVIL, archived
from tests.web.console.conftest import NOW

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with archived(tmp_path_factory.mktemp("archive")) as console:
        yield console


@pytest.fixture(scope="module")
def key(house):
    account = house.account(Role.READER)
    with house.archive() as archive:
        return archive.reading_keys.of(account.id)


@pytest.fixture(scope="module")
def program(house):
    """A client without any session."""
    return house.visitor().client


@pytest.fixture(scope="module")
def reader(house):
    return house.visitor(Role.READER)


@pytest.fixture(scope="module")
def editor(house):
    return house.visitor(Role.EDITOR)


def channel(*entries):
    return Channel("tag:x.example,2026:theme/a", "A", "nl", "https://x.example/items", entries, NOW)


def made(text):
    return FeedEntry(
        "tag:x.example,2026:item/1", text, "https://x.example/1", text, NOW, NOW, text, "", [(text, text)]
    )


@given(st.text())
def test_whatever_stands_in_an_item_the_feed_can_be_read(text):
    found = fromstring(atom(channel(made(text))))
    title = found.find(f"{ATOM}entry/{ATOM}title").text or ""
    assert title == legible(text)
    assert json.loads(json_feed(channel(made(text))))["items"][0]["title"] == legible(text)


def sound(body):
    """The Atom document, held against what RFC 4287 asks of every feed and entry (4.1.1, 4.1.2)."""
    feed = fromstring(body)
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (one,) = element.findall(f"{ATOM}{name}")
            assert one.text
        assert element.findall(f"{ATOM}author/{ATOM}name")
        assert re.match("(tag|https?):", element.find(f"{ATOM}id").text)
        datetime.fromisoformat(element.find(f"{ATOM}updated").text)
        for link in element.findall(f"{ATOM}link"):
            assert link.get("href").startswith(("http://", "https://"))
    ids = [e.find(f"{ATOM}id").text for e in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    return feed


@pytest.mark.parametrize(
    "path", ["theme/work", "theme/climate", "dossier/2024/0035(COD)", "dossier/COM(2030) 1"]
)
def test_a_feed_is_sound_in_both_forms(program, key, path):
    answer = program.get(f"/feeds/{path}.atom?key={key}")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    entries = sound(answer.content).findall(f"{ATOM}entry")
    parsed = feedparser.parse(answer.content)
    assert not parsed.bozo
    assert len(parsed.entries) == len(entries)
    document = program.get(f"/feeds/{path}.json?key={key}").json()
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["title"]
    assert len(document["items"]) == len(entries)
    assert all(isinstance(one["id"], str) and one["content_text"] for one in document["items"])
    assert all(one["url"].startswith(("http://", "https://")) for one in document["items"])


def test_a_feed_tells_the_newest_first(program, key):
    titles = [one["title"] for one in program.get(f"/feeds/theme/work.json?key={key}").json()["items"]]
    assert "Loon naar werk" in titles


def test_what_did_not_change_is_not_sent_again(program, key):
    for path in ("/feeds/theme/climate.atom", "/feeds/deadlines.ics", "/api/v1/items"):
        first = program.get(path, params={"key": key})
        again = program.get(
            path, params={"key": key}, headers={"If-None-Match": f'W/{first.headers["etag"]}, "x"'}
        )
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
        other = program.get(path, params={"key": key}, headers={"If-None-Match": '"x"'})
        assert other.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/theme/work.atom",
        "/feeds/deadlines.ics",
        "/api/v1/items",
        "/api/v1/status",
        "/feeds/search/1.json",
    ],
)
@pytest.mark.parametrize("key_of", ["", "?key=", "?key=1-0", "?key=x", "?key=%00", "?key=1-" + "0" * 40])
def test_without_a_key_nothing_is_read(house, program, path, key_of):
    assert program.get(path + key_of).status_code == 401


def test_a_key_opens_no_page_and_does_nothing(program, key):
    assert program.get(f"/items?key={key}").status_code == 303
    assert program.get("/items", headers={"Authorization": f"Bearer {key}"}).status_code == 303
    assert program.post(f"/feeds/key?key={key}").status_code == 303
    for path in ("/api/v1/items", "/feeds/theme/work.atom"):
        assert program.post(path, params={"key": key}).status_code == 405


def test_a_new_key_ends_the_one_before_and_so_does_a_disabled_account(house, program):
    visitor = house.visitor(Role.READER, name="passing")
    page = visitor.see("/feeds")
    path = re.search(r'href="http://[^"]+(/feeds/theme/work\.atom\?key=[^"]+)"', page)[1]
    assert program.get(path).status_code == 200
    after = visitor.do("/feeds/key")
    assert program.get(path).status_code == 401
    fresh = re.search(r'href="http://[^"]+(/feeds/theme/work\.atom\?key=[^"]+)"', after)[1]
    assert program.get(fresh).status_code == 200
    with house.archive() as archive:
        from dataclasses import replace

        archive.accounts.change(replace(archive.accounts.find("passing"), disabled=True))
    assert program.get(fresh).status_code == 401


def test_a_saved_search_is_a_feed_for_its_owner_alone(house, program, key, reader, editor):
    page = reader.do("/items/saved", name="Klimaat & co", query="q=klimaat")
    number = re.search(r"/items/saved/(\d+)/forget", page)[1]
    feed = sound(program.get(f"/feeds/search/{number}.atom", params={"key": key}).content)
    assert feed.find(f"{ATOM}title").text == "Klimaat & co"
    assert len(feed.findall(f"{ATOM}entry")) == 1
    assert editor.get(f"/feeds/search/{number}.atom").status_code == 404
    assert reader.get(f"/feeds/search/{2**80}.atom").status_code == 404


def test_the_deadlines_are_a_calendar(program, key):
    answer = program.get("/feeds/deadlines.ics", params={"key": key, "theme": "work"})
    assert answer.headers["content-type"].startswith("text/calendar")
    assert Calendar.from_ical(answer.content).name == "VCALENDAR"
    assert program.get("/feeds/deadlines.ics", params={"key": key, "theme": "x"}).status_code == 404


def test_the_interface_gives_the_records_of_the_command_line_page_by_page(program, key):
    headers, seen = {"Authorization": f"Bearer {key}"}, []
    url = "/api/v1/items?limit=2"
    while url:
        page = program.get(url, headers=headers).json()
        seen += page["items"]
        url = page["next"]
    assert len({one["id"] for one in seen}) == len(seen) == 4
    assert EVIL in [one["title"] for one in seen]
    assert {"id", "source", "url", "themes", "references", "deadlines", "story"} <= seen[0].keys()
    assert program.get(f"/api/v1/items/{seen[0]['id']}", headers=headers).json() == seen[0]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=x", "limit=999", "kind=x", "since=x", "before=x", "theem=x", "q=" + "a" * 500],
)
def test_what_a_program_asks_wrongly_is_told(program, key, query):
    answer = program.get(f"/api/v1/items?{query}", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_editions_name_no_reader_and_health_is_for_editors(program, key, editor):
    answer = program.get("/api/v1/editions", headers={"Authorization": f"Bearer {key}"})
    assert answer.json()["editions"]
    assert "an@example.org" not in answer.text
    assert program.get("/api/v1/status", headers={"Authorization": f"Bearer {key}"}).status_code == 403
    assert "attention" in editor.get("/api/v1/status").json()


def test_people_find_the_description(reader):
    page = reader.see("/api")
    assert "/api/v1/openapi.json" in page
    assert "/editions" in page
