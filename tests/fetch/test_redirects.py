"""Redirects: followed by us, each address judged anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.fetch.faults import FetchStopped
from servwatch.fetch.redirects import MOST_REDIRECTS, address, without_credentials
from servwatch.model import Request, Verdict
from tests.fetch.samples import FEED, PAGE

NEW = "http://new.example.org/rss"


@pytest.fixture
def target(internet):
    internet.at("new.example.org/rss").serves(FEED)
    return internet


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_leads_to_the_feed(target, fetch, status):
    target.at("old.example.org/rss").redirects(NEW, status)
    fetched = fetch("http://old.example.org/rss")
    assert (fetched.verdict, fetched.final_url, fetched.body) == (Verdict.OK, NEW, FEED)
    assert fetched.url == "http://old.example.org/rss"


@pytest.mark.parametrize(
    ("status", "remembered"), [(301, NEW), (308, NEW), (302, None), (303, None), (307, None)]
)
def test_only_permanent_redirects_are_remembered(target, fetch, status, remembered):
    target.at("old.example.org/rss").redirects(NEW, status)
    assert fetch("http://old.example.org/rss").permanent_url == remembered


def test_a_chain_is_remembered_as_far_as_it_is_permanent(target, fetch):
    target.at("a.example.org/rss").redirects("http://b.example.org/rss", 301)
    target.at("b.example.org/rss").redirects("http://c.example.org/rss", 308)
    target.at("c.example.org/rss").redirects("http://d.example.org/rss", 302)
    target.at("d.example.org/rss").redirects(NEW, 301)
    fetched = fetch("http://a.example.org/rss")
    assert fetched.permanent_url == "http://c.example.org/rss"
    assert fetched.final_url == NEW


def test_a_permanent_redirect_to_nothing_good_is_not_remembered(internet, fetch):
    internet.at("old.example.org/rss").redirects("http://new.example.org/", 301)
    internet.at("new.example.org/").serves(PAGE)
    fetched = fetch("http://old.example.org/rss")
    assert (fetched.verdict, fetched.permanent_url) == (Verdict.MOVED, None)
    internet.at("new.example.org/").answers(404)
    assert fetch("http://old.example.org/rss").permanent_url is None


def test_a_permanent_redirect_is_remembered_when_nothing_has_changed_too(internet, fetch):
    internet.at("old.example.org/rss").redirects(NEW, 301)
    internet.at("new.example.org/rss").serves(FEED, etag='"a"')
    fetched = fetch(Request("http://old.example.org/rss", etag='"a"'))
    assert (fetched.verdict, fetched.permanent_url) == (Verdict.NOT_MODIFIED, NEW)


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/rss2", "/rss2"),
        ("rss2", "/news/rss2"),
        ("?page=2", "/news/rss?page=2"),
        ("//www.example.org/x", "/x"),
        ("../x y", "/x%20y"),
        ("/caf\u00e9", "/caf%C3%A9"),
        ("/a#fragment", "/a"),
        ("HTTP://WWW.EXAMPLE.ORG/Case", "/Case"),
    ],
)
def test_a_location_is_read_as_rfc_3986_wants(internet, fetch, location, path):
    internet.at("www.example.org/*").serves(FEED)
    raw = location.encode().decode("latin-1")
    internet.at("www.example.org/news/rss").redirects(raw).then.serves(FEED)
    assert fetch("http://www.example.org/news/rss").verdict is Verdict.OK
    assert internet.asked()[1].path == path


def test_a_circle_is_noticed(internet, fetch):
    internet.at("a.example.org/").redirects("http://b.example.org/")
    internet.at("b.example.org/").redirects("http://a.example.org/")
    fetched = fetch("http://a.example.org/")
    assert (fetched.verdict, len(internet.asked())) == (Verdict.MOVED, 2)
    assert "circle" in fetched.rule


def test_a_cookie_given_on_the_way_is_shown_on_the_way_and_then_forgotten(internet, fetch):
    """ASP.NET leads back to the same address with a cookie to see whether it is kept."""
    internet.at("www.example.org/rss").redirects(
        "http://www.example.org/rss", headers=(("Set-Cookie", "seen=1; Path=/"),)
    ).then.serves(FEED)
    first, second = fetch("http://www.example.org/rss", "http://www.example.org/rss")
    assert (first.verdict, second.verdict) == (Verdict.OK, Verdict.OK)
    assert [a.headers.get("cookie") for a in internet.asked()] == [None, "seen=1", None]


def test_a_cookie_is_shown_to_its_own_host_only(internet, fetch):
    internet.at("a.example.org/").redirects("http://b.example.net/", headers=(("Set-Cookie", "s=1"),))
    internet.at("b.example.net/").serves(FEED)
    fetch("http://a.example.org/")
    assert "cookie" not in internet.asked("b.example.net")[0].headers


def test_redirects_without_end_are_given_up(internet, fetch):
    place = internet.at("a.example.org/*")
    for n in range(20):
        place.redirects(f"http://a.example.org/{n}")
    fetched = fetch("http://a.example.org/start")
    assert (fetched.verdict, len(internet.asked())) == (Verdict.MOVED, MOST_REDIRECTS + 1)


def test_ten_redirects_are_not_too_many(internet, fetch):
    place = internet.at("a.example.org/*")
    for n in range(MOST_REDIRECTS):
        place.redirects(f"http://a.example.org/{n}")
    place.serves(FEED)
    assert fetch("http://a.example.org/start").verdict is Verdict.OK


def test_a_redirect_without_an_address_has_moved_nowhere(internet, fetch):
    internet.at("a.example.org/rss").answers(301)
    assert fetch("http://a.example.org/rss").verdict is Verdict.MOVED


@pytest.mark.parametrize("location", ["http://[::1", "http://a.example.org:99999/", "http://\x01/"])
def test_a_redirect_to_what_is_no_address_is_not_followed(internet, fetch, location):
    internet.at("a.example.org/rss").redirects(location)
    assert fetch("http://a.example.org/rss").verdict in (Verdict.MOVED, Verdict.REFUSED)
    assert len(internet.asked()) == 1


@pytest.mark.parametrize("location", ["ftp://a.example.org/", "file:///etc/passwd", "javascript:alert(1)"])
def test_a_redirect_to_another_scheme_is_refused(internet, fetch, location):
    internet.at("a.example.org/rss").redirects(location)
    fetched = fetch("http://a.example.org/rss")
    assert fetched.verdict is Verdict.REFUSED
    assert "neither http nor https" in fetched.rule


def test_a_redirect_with_a_password_is_refused_and_the_password_not_told(internet, fetch):
    internet.at("a.example.org/rss").redirects("http://user:secret@b.example.org/")
    fetched = fetch("http://a.example.org/rss")
    assert fetched.verdict is Verdict.REFUSED
    assert fetched.headers["location"] == "http://b.example.org/"
    assert "secret" not in repr(fetched)


def test_a_redirect_out_of_https_is_followed_told_and_not_remembered(target, fetch):
    target.at("old.example.org/rss").redirects(NEW, 301)
    fetched = fetch("https://old.example.org/rss")
    assert fetched.verdict is Verdict.OK
    assert "gave up https for new.example.org" in fetched.rule
    assert fetched.permanent_url is None


NO_ADDRESS = ["", "www.ilo.org/rss", "ftp://www.ilo.org/", "http://", "http:///rss", "//www.ilo.org", "\0"]
BAD_HOST = [
    "http://www.ilo.org:0x50/",
    "http://www.ilo.org:0/",
    "http://www.ilo.org:70000/",
    "http://" + "a" * 9_000,
    "http://[::1",
    "http://\u2028.org/",
]


ODD_HOST = [
    "http://xn--a/",
    "http://%6cocalhost/",
    "http://a,b.be/",
    "http://.be/",
    "http://a..be/",
    "http://*.be/",
]
LONG_HOST = ["https://" + "a" * 64 + ".be/", "https://" + "a." * 127 + "be/", "http://[fe80::1%25eth0]/"]


@pytest.mark.parametrize("url", [*NO_ADDRESS, *BAD_HOST, *ODD_HOST, *LONG_HOST])
def test_what_cannot_be_fetched_is_refused(internet, fetch, url):
    assert fetch(url).verdict is Verdict.REFUSED


def test_an_address_with_a_password_is_refused_and_the_password_not_told(internet, fetch):
    fetched = fetch("https://user:secret@www.ilo.org/rss")
    assert fetched.verdict is Verdict.REFUSED
    assert "secret" not in repr(fetched)


@given(st.text(max_size=80) | st.text(max_size=60).map("http://".__add__))
def test_an_address_is_good_or_refused_and_nothing_else(text):
    try:
        url = address(text)
    except FetchStopped as stop:
        assert stop.verdict is Verdict.REFUSED  # noqa: PT017
    else:
        assert url.scheme in ("http", "https")
        assert url.host
        assert str(url)
        assert not url.userinfo
        assert "#" not in str(url)
    without_credentials(text)


@pytest.mark.parametrize(
    "url",
    [
        "https://ec.europa.eu/commission/presscorner/api/rss?search?language=en&policyarea=23&pagesize=100",
        "https://policy.trade.ec.europa.eu/node/2/rss_en?f[0]=oe_news_subject:http://data.europa.eu/uxp/1158",
        "https://oeil.europarl.europa.eu/oeil/en/procedure-file?reference=2023/0212(COD)",
        "https://ws.vlpar.be/api/search/query/inmeta:legislatuur=2024-2029?a=b&c=type:Schriftelijke%20vraag",
        "https://api.oecd.org/webcms/search/rss?facets=oecd-languages%3Aen&path=%2Fcontent%2Foecd%2Fen",
        "https://www.ecb.europa.eu//press/pr/date/2026/html/x.en.html",
        "https://eur-lex.europa.eu/./legal-content/AUTO/?uri=CELEX:32026L1472",
    ],
)
def test_odd_addresses_of_real_hosts_are_asked_for_as_they_are(internet, fetch, url):
    host = url.split("/")[2]
    internet.at(f"{host}/*").serves(FEED)
    fetch(url)
    expected = url.split(host, 1)[1].replace("/./", "/")  # RFC 3986, 5.2.4 removes dot segments
    assert internet.asked()[0].path == expected
