"""Readers leave with one click, through a real server: POST acts, GET and HEAD never do, and nothing is told to others."""

import re
import socket
from contextlib import suppress
from dataclasses import dataclass

import httpx
import pytest

from servwatch.archive.archive import Archive
from servwatch.cycle.configuration import in_force
from servwatch.model import MessageState, SuppressedFor
from servwatch.web.server import WebServer
from servwatch.web.unsubscribe import MOST_BYTES, Allowance, accepted_language
from tests.cycle.watch import Watch
from tests.internet import Internet

AN, BO = "an@example.org", "bo@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
UNKNOWN = "A" * 22


@dataclass
class Site:
    """A running web server, and the archive behind it."""

    watch: Watch
    settings: object
    client: httpx.Client
    tokens: dict

    def why(self, address, digest="board"):
        """Why an address is not mailed a digest, None where it is."""
        with Archive(self.settings.database) as archive:
            said = archive.recipients.states().of(address).suppression(digest)
        return said and said.reason

    def notices(self):
        with Archive(self.settings.database) as archive:
            waiting = archive.desk.messages(states=[MessageState.PENDING])
            return [m.recipient for m in waiting if "uitgeschreven" in m.subject]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Internet() as internet:
        watch = Watch(tmp_path_factory.mktemp("site"), internet)
        watch.general = 'public_url = "http://127.0.0.1:8080/servwatch"\nlisten = "127.0.0.1:0"'
        watch.mail = 'editors = ["cel@example.org"]'
        watch.source("ec")
        watch.digest("board")
        watch.digest("tenders", groups=["board"])
        watch.member(AN, "board", language="fr")
        watch.member(BO, "board")
        watch.write()
        current = in_force(watch.path, {})
        settings = current.settings
    server = WebServer()
    server.begin(current)
    host, port = server.address
    with Archive(settings.database) as archive, httpx.Client(base_url=f"http://{host}:{port}") as client:
        tokens = archive.tokens.of("board", [AN, BO])
        yield Site(watch, settings, client, tokens)
    server.stop()


@pytest.fixture(autouse=True)
def everybody_reads(site):
    with Archive(site.settings.database) as archive:
        for address in (AN, BO):
            archive.recipients.restore(address)
        archive.desk.drop([m.id for m in archive.desk.messages()])


def path(site, address=AN):
    return f"/u/{site.tokens[address]}"


def form(**fields):
    return {"data": {"choice": fields["choice"]}}


def test_one_click_takes_the_reader_out_of_that_digest_without_redirect_or_cookie(site):
    answer = site.client.post(path(site), data=ONE_CLICK)
    assert (answer.status_code, answer.headers.get("location"), answer.headers.get("set-cookie")) == (
        200,
        None,
        None,
    )
    assert site.why(AN) == SuppressedFor.UNSUBSCRIBED
    assert site.why(AN, "tenders") is None
    assert site.why(BO) is None
    assert site.notices() == ["cel@example.org"]


def test_one_click_as_a_multipart_form_does_the_same(site):
    files = {"List-Unsubscribe": (None, "One-Click")}
    assert site.client.post(path(site), files=files).status_code == 200
    assert site.why(AN) == SuppressedFor.UNSUBSCRIBED


def test_asked_twice_it_is_done_and_told_once(site):
    for _ in range(2):
        assert site.client.post(path(site), data=ONE_CLICK).status_code == 200
    assert site.notices() == ["cel@example.org"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"])
def test_no_other_method_changes_anything(site, method):
    answer = site.client.request(method, path(site), params=ONE_CLICK)
    assert answer.status_code == (200 if method in ("GET", "HEAD") else 405)
    assert site.why(AN) is None


def test_the_page_has_a_button_that_leaves_and_one_that_undoes_and_both_work(site):
    shown = site.client.get(path(site)).text
    assert re.findall(r'name="choice" value="(\w+)"', shown) == ["leave", "stay"]
    assert 'method="post"' in shown
    left = site.client.post(path(site), data={"choice": "leave"}).text
    assert site.why(AN) == SuppressedFor.UNSUBSCRIBED
    assert re.findall(r'value="(\w+)"', left) == ["stay"]
    back = site.client.post(path(site), data={"choice": "stay"}).text
    assert site.why(AN) is None
    assert re.findall(r'value="(\w+)"', back) == ["leave"]


def test_what_staff_decided_cannot_be_undone_with_a_button(site):
    with Archive(site.settings.database) as archive:
        archive.recipients.suppress(AN, SuppressedFor.BY_HAND, archive_now(), digest="board")
    assert site.client.post(path(site), data={"choice": "stay"}).status_code == 200
    assert site.why(AN) == SuppressedFor.BY_HAND


def archive_now():
    from tests.cycle.watch import brussels

    return brussels("2026-11-22 12:00")


def test_the_page_speaks_the_readers_language_and_names_nobody(site):
    for address, language, words in ((AN, "fr", "Se désinscrire"), (BO, "nl", "Uitschrijven")):
        answer = site.client.get(path(site, address), headers={"Accept-Language": "en"})
        assert f'<html lang="{language}" dir="ltr">' in answer.text
        assert f"<h1>{words}</h1>" in answer.text
        assert answer.headers["content-language"] == language
        for secret in (address, "board", "Board", site.tokens[address]):
            assert secret not in answer.text


def test_a_token_nobody_has_is_answered_like_any_other(site):
    for method, more in (("GET", {}), ("POST", {"data": ONE_CLICK}), ("POST", {"data": {"choice": "stay"}})):
        known, unknown, odd = (
            site.client.request(method, f"/u/{token}", headers={"Accept-Language": "nl"}, **more)
            for token in (site.tokens[BO], UNKNOWN, "x")
        )
        assert known.status_code == unknown.status_code == odd.status_code == 200
        assert known.text == unknown.text == odd.text
        assert {k: v for k, v in known.headers.items() if k != "date"} == {
            k: v for k, v in unknown.headers.items() if k != "date"
        }


def test_below_the_path_of_the_public_address_it_answers_too(site):
    assert site.client.post(f"/servwatch{path(site)}", data=ONE_CLICK).status_code == 200
    assert site.why(AN) == SuppressedFor.UNSUBSCRIBED


@pytest.mark.parametrize("where", ["/u/", "/u", "/u/a/b", "/console", "/u/../members.toml"])
def test_there_is_nothing_else(site, where):
    answer = site.client.get(where)
    assert answer.status_code == 404
    assert "text/plain" in answer.headers["content-type"]


@pytest.mark.parametrize("kind", ["page", "refusal"])
def test_every_answer_forbids_scripts_frames_keeping_and_referring(site, kind):
    answer = site.client.get(path(site) if kind == "page" else "/u/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "server" not in answer.headers


def test_the_style_of_the_page_is_the_one_its_policy_allows(site):
    from base64 import b64encode
    from hashlib import sha256

    answer = site.client.get(path(site))
    (style,) = re.findall(r"<style>(.*?)</style>", answer.text)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]
    assert "style=" not in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    "body", [b"", b"x=y", b"choice=other", b"List-Unsubscribe=Two-Click", b"\xff\xfe\x00", b"&" * 200]
)
def test_a_body_that_asks_for_nothing_is_refused(site, body):
    answer = site.client.post(
        path(site), content=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 400
    assert site.why(AN) is None


@pytest.mark.parametrize("chunked", [True, False])
def test_a_long_body_is_refused_unread(site, chunked):
    body = b"List-Unsubscribe=One-Click&" + b"x" * (MOST_BYTES + 1)
    content = iter([body[:100], body[100:]]) if chunked else body
    with suppress(httpx.ReadError, httpx.WriteError):  # it may hang up before all was sent
        assert site.client.post(path(site), content=content).status_code == 413
    assert site.why(AN) is None


def test_a_reader_who_hangs_up_changes_nothing_and_others_are_answered(site):
    host, port = site.client.base_url.host, site.client.base_url.port
    with socket.create_connection((host, port), timeout=10) as half:
        half.sendall(f"POST {path(site)} HTTP/1.1\r\nHost: x\r\nContent-Length: 26\r\n\r\nList-".encode())
        assert site.client.get(path(site)).status_code == 200
    assert site.why(AN) is None


def test_so_many_a_minute_are_taken_and_no_more():
    now = [0.0]
    allowance = Allowance(3, lambda: now[0])
    assert [allowance.take() for _ in range(4)] == [True, True, True, False]
    now[0] = 19.0
    assert not allowance.take()
    now[0] = 21.0
    assert allowance.take()
    now[0] = 1e6
    assert [allowance.take() for _ in range(4)] == [True, True, True, False]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "nl"),
        ("fr-BE,fr;q=0.9,en;q=0.8", "fr"),
        ("de, en-GB", "en"),
        ("*", "nl"),
        (",;," * 1000, "nl"),
    ],
)
def test_an_unknown_reader_is_answered_in_a_language_they_accept(header, language):
    assert accepted_language(header, "nl") == language
