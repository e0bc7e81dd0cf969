"""Adding a source by its address: what is found, what is saved, and where nothing is asked."""

import re
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from servwatch.model.account import Role
from tests.cycle.watch import Watch, brussels, entry, rss
from tests.internet import Internet
from tests.web.console.conftest import NOW
from tests.web.console.visitor import Console

HOSTILE = "&lt;script&gt;alert(1)&lt;/script&gt;"
FEED = rss(
    *(
        entry(f"{HOSTILE} {n}", f"https://n.example.org/{n}", date=brussels("2026-11-20 09:00"))
        for n in range(9)
    )
)


class _Inside(BaseHTTPRequestHandler):
    """What only this machine may see."""

    asked: list[str]

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.end_headers()
        self.wfile.write(rss(entry("the secret of the house", "https://inside.example/1")))

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def inside():
    """A server on loopback that nobody is to be led to: its port, and what it was asked."""
    asked: list[str] = []
    handler = type("Handler", (_Inside,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server.server_address[1], asked
        server.shutdown()


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A console whose configuration allows no private address, and an internet that is led to by name."""
    with Internet() as internet:
        watch = Watch(tmp_path_factory.mktemp("adding"), internet)
        watch.general = 'listen = "127.0.0.1:0"'
        watch.source("known", name="Known, news")
        internet.at("n.example.org/rss").serves(FEED)
        internet.at("known.example.org/rss").serves(FEED)
        watch.write()
        text = watch.path.read_text()
        watch.path.write_text(text.replace("allow_private = true", "allow_private = false"))
        with Console(watch.path, NOW) as console:
            yield console, internet


@pytest.fixture(scope="module")
def editor(world):
    return world[0].visitor(Role.EDITOR)


def probed(console, visitor, address):
    """The page of what was found at an address, when the probe is over; and where it is."""
    answer = visitor.post("/sources/add", url=address)
    assert answer.status_code == 303, answer.text
    place = answer.headers["location"]
    console.server._site.errands.wait(place.rpartition("/")[2], 60)
    return visitor.see(place), place


def test_what_is_found_is_shown_with_its_items_and_saved_as_chosen(world, editor):
    console, _ = world
    page, place = probed(console, editor, "http://n.example.org/rss")
    assert "9 items" in page
    assert page.count('<span class="title"') == 6
    assert "<script>alert" not in page
    form = editor.see(place, take="0")
    assert "<script>alert" not in form
    fields = {"take": "0", "id": "n-news", "name": 'The "N", news', "body": "n", "languages": ["nl", "en"]}
    assert "is watched from the next poll" in editor.do(place, **fields)
    added = tomllib.loads(console.path.read_text())["source"][-1]
    assert added["url"] == "http://n.example.org/rss"
    assert (added["id"], added["name"], added["body"]) == ("n-news", 'The "N", news', "n")
    assert added["languages"] == ["nl", "en"]
    assert "editor" in added["origin"]
    assert editor.get("/sources/n-news").status_code == 200
    with console.archive() as archive:
        assert archive.deeds.newest()[0][1].about == "n-news"


@pytest.mark.parametrize(
    ("changed", "told"),
    [({"id": "known"}, "another source has the id known"), ({"id": "No Id!"}, "id"), ({"body": ""}, "body")],
)
def test_a_source_that_is_no_good_is_not_saved(world, editor, changed, told):
    console, _ = world
    _page, place = probed(console, editor, "http://n.example.org/rss")
    before = console.path.read_text()
    fields = {"take": "0", "id": "other", "name": "Other", "body": "n", "languages": []}
    answer = editor.post(place, **fields | changed)
    assert answer.status_code == 422
    assert told in answer.text
    assert console.path.read_text() == before


def test_what_is_watched_already_is_led_to_and_not_offered(world, editor):
    page, _ = probed(world[0], editor, "http://known.example.org/rss")
    assert 'href="/sources/known"' in page
    assert "Take this one" not in page


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/by-number",
        "http://localhost:{port}/by-name",
        "http://127.1:{port}/short",
        "http://2130706433:{port}/decimal",
        "http://0x7f000001:{port}/hex",
        "http://[::1]:{port}/six",
        "http://[::ffff:127.0.0.1]:{port}/mapped",
        "http://10.1.2.3/private",
        "http://169.254.169.254/latest/meta-data/",
        "http://n.example.org/leads-inside",
    ],
)
def test_no_private_address_is_asked_whether_named_resolved_or_led_to(world, editor, inside, address):
    console, internet = world
    port, asked = inside
    internet.at("n.example.org/leads-inside").redirects(f"http://localhost:{port}/by-redirect")
    page, place = probed(console, editor, address.format(port=port))
    assert asked == []
    assert "refused by us" in page
    assert "the secret of the house" not in page
    assert "Take this one" not in page
    assert editor.get(place, take="0").status_code == 404


def test_the_server_inside_would_answer_who_may_ask(world, inside, tmp_path):
    port, asked = inside
    watch = Watch(tmp_path, world[1])
    watch.general = 'listen = "127.0.0.1:0"'
    watch.write()
    with Console(watch.path, NOW) as console:
        page, _ = probed(console, console.visitor(Role.EDITOR), f"http://localhost:{port}/allowed")
    assert "the secret of the house" in page
    assert "/allowed" in asked
    asked.clear()


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:alert(1)", "ftp://n.example.org/", "gopher://x"]
)
def test_an_address_of_another_scheme_is_told_to_be_of_no_use(world, editor, address):
    page, _ = probed(world[0], editor, address)
    assert "Nothing was found there" in page
    assert 'href="javascript' not in page


def test_while_the_probe_goes_on_the_page_asks_again_by_itself_and_no_other_begins(world, editor):
    console, internet = world
    internet.at("slow.example.org/rss").serves(FEED, delay=1.5)
    text = console.path.read_text()
    host = internet.connect_to()
    assert "slow.example.org" in host
    if "slow.example.org" not in text:
        led = f'"slow.example.org" = "{host["slow.example.org"]}", "n.example.org"'
        console.path.write_text(text.replace('"n.example.org"', led, 1))
        console.reread()
    place = editor.post("/sources/add", url="http://slow.example.org/rss").headers["location"]
    page = editor.see(place)
    assert '<noscript><meta http-equiv="refresh"' in page
    part = re.search(r'data-part="([^"]+)"', page)[1]
    assert "data-underway" in editor.see(part)
    assert editor.post("/sources/add", url="http://n.example.org/rss").status_code == 409
    console.server._site.errands.wait(place.rpartition("/")[2], 60)
    assert "data-underway" not in editor.see(part)
    assert "refresh" not in editor.see(place)


def test_a_probe_that_nobody_knows_is_not_found(editor):
    assert editor.get("/sources/add/nothing").status_code == 404
    assert editor.post("/sources/add/nothing", take="0").status_code == 404


def test_readers_probe_nothing(world):
    reader = world[0].visitor(Role.READER)
    assert reader.get("/sources/add").status_code == 403
    assert reader.post("/sources/add", url="http://n.example.org/rss").status_code == 403


def test_without_an_address_nothing_is_begun(editor):
    assert editor.post("/sources/add", url=" ").status_code == 422


def test_a_password_in_an_address_is_told_to_nobody(world, editor):
    console, _ = world
    page, _place = probed(console, editor, "http://els:geheim@n.example.org/rss")
    assert "Nothing was found there" in page
    assert "geheim" not in page
    with console.archive() as archive:
        assert "geheim" not in repr(archive.deeds.newest())
