"""Readers say how they want a digest behind their own address: POST keeps, GET never does, and nobody is named."""

import re

import httpx
import pytest

from servwatch.archive.archive import Archive
from servwatch.cycle.configuration import in_force
from servwatch.model import Frequency, Preferences
from servwatch.web.server import WebServer
from tests.cycle.watch import Watch
from tests.internet import Internet

AN, BO, COPY = "an@example.org", "bo@example.org", "secretary@example.org"
UNKNOWN = "A" * 22


class Site:
    """A running web server, and the archive behind it."""

    def __init__(self, settings, client, tokens):
        self.settings, self.client, self.tokens = settings, client, tokens

    def path(self, address=AN, digest="board"):
        return f"/u/{self.tokens[digest][address]}/preferences"

    def kept(self, address=AN, digest="board"):
        with Archive(self.settings.database) as archive:
            return archive.recipients.states().of(address).preferences.get(digest)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with Internet() as internet:
        watch = Watch(tmp_path_factory.mktemp("site"), internet)
        watch.general = 'public_url = "http://127.0.0.1:8080/servwatch"\nlisten = "127.0.0.1:0"'
        watch.source("ec")
        watch.digest("board", layout="brief")
        watch.digest("one", groups=["board"], themes=["work"])
        watch.member(AN, "board", language="fr", name="An Secret", copy=[COPY])
        watch.member(BO, "board", frequency="monthly")
        watch.write()
        current = in_force(watch.path, {})
    server = WebServer()
    server.begin(current)
    host, port = server.address
    database = current.settings.database
    with Archive(database) as archive, httpx.Client(base_url=f"http://{host}:{port}") as client:
        tokens = {digest: archive.tokens.of(digest, [AN, BO, COPY]) for digest in ("board", "one")}
        yield Site(current.settings, client, tokens)
    server.stop()


@pytest.fixture
def site(served):
    with Archive(served.settings.database) as archive:
        for address in (AN, BO, COPY):
            for digest in ("board", "one"):
                archive.recipients.prefer(address, Preferences(), brussels_now(), digest=digest)
    return served


def brussels_now():
    from tests.cycle.watch import brussels

    return brussels("2026-11-22 12:00")


def checked(text):
    return re.findall(r'name="(\w+)" value="([\w-]+)" checked', text)


def test_the_page_shows_how_the_digest_comes_now_in_the_readers_language(site):
    text = site.client.get(site.path(), headers={"Accept-Language": "en"}).text
    assert '<html lang="fr"' in text
    assert checked(text) == [
        ("frequency", "each"),
        ("layout", "brief"),
        ("theme", "work"),
        ("theme", "climate"),
    ]
    assert "Travail" in text
    assert ("frequency", "monthly") in checked(site.client.get(site.path(BO)).text)


def test_what_is_saved_is_kept_for_that_digest_alone(site):
    fields = {"frequency": "weekly", "layout": "full", "themes": "asked", "theme": ["climate"]}
    answer = site.client.post(site.path(), data=fields)
    assert answer.status_code == 200
    assert site.kept() == Preferences(Frequency.WEEKLY, "full", ("climate",))
    assert site.kept(digest="one") is None
    assert site.kept(BO) is None
    assert checked(answer.text) == [("frequency", "weekly"), ("layout", "full"), ("theme", "climate")]


def test_a_copy_has_wishes_of_its_own(site):
    site.client.post(
        site.path(COPY), data={"frequency": "monthly", "themes": "asked", "theme": ["work", "climate"]}
    )
    assert site.kept(COPY) == Preferences(Frequency.MONTHLY, None, ())
    assert site.kept(AN) is None


def test_only_what_the_digest_offers_can_be_chosen(site):
    assert "checkbox" not in site.client.get(site.path(digest="one")).text
    site.client.post(site.path(digest="one"), data={"frequency": "weekly", "theme": ["climate"]})
    assert site.kept(digest="one") == Preferences(Frequency.WEEKLY)
    answer = site.client.post(
        site.path(), data={"frequency": "weekly", "themes": "asked", "theme": ["other"]}
    )
    assert answer.status_code == 422
    assert "Choisissez au moins un thème." in answer.text
    assert site.kept() is None


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"])
def test_no_other_method_changes_anything(site, method):
    answer = site.client.request(method, site.path(), params={"frequency": "monthly"})
    assert answer.status_code == (200 if method in ("GET", "HEAD") else 405)
    assert site.kept() is None


def test_the_page_names_nobody_and_has_the_headers_of_all_that_readers_see(site):
    answer, other = site.client.get(site.path()), site.client.get(f"/u/{site.tokens['board'][AN]}")
    for secret in (AN, BO, "An Secret", site.tokens["board"][AN]):
        assert secret not in answer.text
    names = ("content-security-policy", "cache-control", "referrer-policy", "x-robots-tag", "x-frame-options")
    assert [answer.headers[name] for name in names] == [other.headers[name] for name in names]
    assert "set-cookie" not in answer.headers


def test_a_token_nobody_has_is_answered_in_the_same_words_and_keeps_nothing(site):
    known = site.client.get(site.path(BO)).text
    for path in (f"/u/{UNKNOWN}/preferences", "/u/x/preferences"):
        answer = site.client.get(path, headers={"Accept-Language": "nl"})
        assert answer.status_code == 200
        assert re.findall(r"<h1>.*?</p>", known) == re.findall(r"<h1>.*?</p>", answer.text)
        assert "theme" not in answer.text
        sent = site.client.post(path, data={"frequency": "weekly"}, headers={"Accept-Language": "nl"})
        assert sent.status_code == 200
        assert "Bewaard." in sent.text


@pytest.mark.parametrize("body", [b"", b"x=y", b"\xff\xfe\x00", b"&" * 400])
def test_a_body_that_says_nothing_is_refused(site, body):
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert site.client.post(site.path(), content=body, headers=kind).status_code == 400
    assert site.client.post(site.path(), content=b"x" * 20_000, headers=kind).status_code == 413
    assert site.kept() is None


def test_the_two_pages_lead_to_each_other_below_the_public_path_too(site):
    token = site.tokens["board"][AN]
    for before in ("", "/servwatch"):
        leaving = site.client.get(f"{before}/u/{token}")
        (link,) = re.findall(r'<a href="([^"]+)"', leaving.text)
        there = site.client.get(leaving.url.join(link), follow_redirects=True)
        assert there.url.path == f"{before}/u/{token}/preferences"
        (back,) = re.findall(r'<a href="([^"]+)"', there.text)
        assert site.client.get(there.url.join(back), follow_redirects=True).url.path == f"{before}/u/{token}"
