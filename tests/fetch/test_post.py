"""POST: what an API is asked with. Sent once, never conditional, and redirected as RFC 9110, 15.4 says."""

import gzip

import pytest

from servwatch.model import Request, Verdict

API = "http://api.example.org/search"
ANSWER = b'{"results": []}'


def asking(url=API, **changes):
    usual = {
        "expects": "json",
        "method": "POST",
        "content": b'{"query": "PD>=20261101"}',
        "content_type": "application/json",
    }
    return Request(url, **(usual | changes))


def test_the_body_and_its_type_arrive(internet, fetch):
    internet.at("api.example.org/search").serves(ANSWER)
    fetched = fetch(asking())
    (asked,) = internet.asked()
    assert (fetched.verdict, fetched.body) == (Verdict.OK, ANSWER)
    assert (asked.method, asked.content) == ("POST", b'{"query": "PD>=20261101"}')
    assert asked.headers["content-type"] == "application/json"


def test_a_get_has_no_body_and_no_type_of_one(internet, fetch):
    internet.at("api.example.org/search").serves(ANSWER)
    fetch(asking(method="GET"))
    (asked,) = internet.asked()
    assert (asked.method, asked.content) == ("GET", b"")
    assert not {"content-type", "content-length"} & set(asked.headers)


def test_it_is_never_asked_for_conditionally(internet, fetch):
    internet.at("api.example.org/search").serves(ANSWER, etag='"1"')
    fetched = fetch(asking(etag='"1"', last_modified="Sun, 22 Nov 2026 08:00:00 GMT"))
    (asked,) = internet.asked()
    assert fetched.verdict is Verdict.OK
    assert not {"if-none-match", "if-modified-since"} & set(asked.headers)


@pytest.mark.parametrize(
    ("status", "method", "content"),
    [(301, "GET", b""), (302, "GET", b""), (303, "GET", b""), (307, "POST", b"a=1"), (308, "POST", b"a=1")],
)
def test_a_redirect_keeps_the_method_only_where_it_must(internet, fetch, status, method, content):
    internet.at("api.example.org/search").redirects("http://api.example.org/v2", status)
    internet.at("api.example.org/v2").serves(ANSWER)
    assert fetch(asking(content=b"a=1")).verdict is Verdict.OK
    last = internet.asked()[-1]
    assert (last.path, last.method, last.content) == ("/v2", method, content)
    assert ("content-type" in last.headers) == (method == "POST")


def test_it_is_not_asked_again_after_406(internet, fetch):
    internet.at("api.example.org/search").answers(406)
    assert fetch(asking()).verdict is Verdict.BROKEN
    assert len(internet.asked()) == 1


def test_it_never_goes_over_a_kept_connection_that_may_be_dead(internet, fetch):
    internet.at("api.example.org/search").serves(ANSWER, resets_reused=True)
    outcomes = fetch(asking(), asking())
    assert [o.verdict for o in outcomes] == [Verdict.OK, Verdict.OK]
    assert [(a.method, a.nth) for a in internet.asked()] == [("POST", 1), ("POST", 1)]


def test_a_packed_sitemap_comes_unpacked(internet, fetch):
    sitemap = b"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>"
    place = internet.at("www.example.org/sitemap.xml.gz")
    place.serves(gzip.compress(sitemap), content_type="application/x-gzip")
    assert fetch(Request("http://www.example.org/sitemap.xml.gz", expects="sitemap")).body == sitemap
