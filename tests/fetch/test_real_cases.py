"""What real hosts were seen to do in 2026, over real HTTP, from the wire to the verdict."""

import pytest

from servwatch.model import Request, Verdict
from tests.fetch.samples import ATOM, CLOUDFLARE, FEED, IMPERVA, JSON, PAGE, SHELL, SUM
from tests.internet import Reply

BLOCKED = {
    "the Parliament's wall": (
        "https://www.europarl.europa.eu/rss/doc/press-releases/en.xml",
        "feed",
        Reply(status=202, headers=(("x-amzn-waf-action", "challenge"),)),
    ),
    "EUR-Lex's wall without its header": (
        "https://eur-lex.europa.eu/rss/rss.xml",
        "feed",
        Reply(status=202),
    ),
    "a Press Corner reference without bytes": (
        "https://ec.europa.eu/commission/presscorner/api/documents?reference=IP/26/1579&language=en",
        "json",
        Reply(status=200, content_type="application/json"),
    ),
    "Have Your Say's shell on a wrong path": (
        "https://ec.europa.eu/info/law/better-regulation/brpapi/initiativeDetail/18805",
        "json",
        Reply(body=SHELL, content_type="text/html"),
    ),
    "the same shell compressed": (
        "https://ec.europa.eu/info/law/better-regulation/rss",
        "feed",
        Reply(body=SHELL, content_type="application/rss+xml", encoding="br"),
    ),
    "the Council's pages": (
        "https://www.consilium.europa.eu/en/meetings/calendar/",
        "page",
        Reply(status=403),
    ),
    "IMF's feeds": ("https://www.imf.org/en/News/RSS?language=eng", "feed", Reply(status=403, body=PAGE)),
    "Eurofound's own feed": ("https://www.eurofound.europa.eu/en/rss.xml", "feed", Reply(status=429)),
    "OECD's pages behind Cloudflare": (
        "https://www.oecd.org/en/about/newsroom.html",
        "page",
        Reply(body=CLOUDFLARE, content_type="text/html"),
    ),
    "Euractiv behind Cloudflare": (
        "https://www.euractiv.com/feed/",
        "feed",
        Reply(status=403, body=CLOUDFLARE, headers=(("cf-mitigated", "challenge"),)),
    ),
    "UNFCCC's pages behind Incapsula": ("https://unfccc.int/news", "page", Reply(body=IMPERVA)),
    "World Bank's old feed, a page with status 200": (
        "https://www.worldbank.org/en/news/all?format=rss",
        "feed",
        Reply(body=PAGE, content_type="text/html"),
    ),
}


@pytest.mark.parametrize("case", BLOCKED)
def test_a_publisher_that_is_not_heard_is_blocked_never_empty(internet, fetch, case):
    url, expects, reply = BLOCKED[case]
    internet.at(url.removeprefix("https://")).replies(reply)
    fetched = fetch(Request(url, expects=expects, etag='"known"'))
    assert (fetched.verdict, fetched.body, fetched.etag) == (Verdict.BLOCKED, b"", '"known"'), fetched.rule


def test_cedefop_leads_to_a_challenge_and_minutes_later_to_the_feed(internet, fetch):
    url = "https://www.cedefop.europa.eu/en/news.rss"
    internet.at("www.cedefop.europa.eu/en/news.rss").redirects("/challenge").then.serves(FEED)
    internet.at("www.cedefop.europa.eu/challenge").serves(SUM, content_type="text/html")
    blocked, good = fetch(url, url)
    assert (blocked.verdict, blocked.rule) == (Verdict.BLOCKED, "the address led to a challenge page")
    assert blocked.final_url == "https://www.cedefop.europa.eu/challenge"
    assert good.verdict is Verdict.OK


def test_eurostats_catalogue_serves_only_who_takes_anything(internet, fetch):
    path = "ec.europa.eu/eurostat/api/dissemination/catalogue/rss/en/statistics-update.rss"
    internet.at(path).serves(FEED, only_accepts="*/*", content_type="application/rss+xml")
    fetched = fetch(f"https://{path}")
    assert (fetched.verdict, fetched.body) == (Verdict.OK, FEED)
    assert [a.headers["accept"] == "*/*" for a in internet.asked()] == [False, True]


def test_a_406_to_anything_is_broken_after_one_more_try(internet, fetch):
    internet.at("press.un.org/en").answers(406)
    assert fetch("https://press.un.org/en").verdict is Verdict.BROKEN
    assert len(internet.asked()) == 2
    assert fetch(Request("https://press.un.org/en", accept="*/*")).verdict is Verdict.BROKEN
    assert len(internet.asked()) == 3


def test_the_ecbs_feed_is_called_html_and_is_a_feed(internet, fetch):
    internet.at("www.ecb.europa.eu/rss/press.html").serves(FEED, content_type="text/html")
    assert fetch("https://www.ecb.europa.eu/rss/press.html").verdict is Verdict.OK


def test_eurostats_atom_comes_by_a_portlet_with_a_long_query(internet, fetch):
    query = "p_p_id=estatsearchportlet_WAR_estatsearchportlet&p_p_lifecycle=2&p_p_resource_id=atom"
    internet.at(f"ec.europa.eu/eurostat/en/search?{query}").serves(ATOM)
    assert fetch(f"https://ec.europa.eu/eurostat/en/search?{query}").body == ATOM


def test_dg_employments_old_address_leads_through_two_redirects_to_a_page(internet, fetch):
    internet.at("ec.europa.eu/social/main.jsp?catId=86").redirects(
        "https://employment-social-affairs.ec.europa.eu/node/168_en"
    )
    internet.at("employment-social-affairs.ec.europa.eu/node/168_en").redirects("/news_en", 301)
    internet.at("employment-social-affairs.ec.europa.eu/news_en").serves(PAGE)
    url = "https://ec.europa.eu/social/main.jsp?catId=86"
    page, feed = fetch(Request(url, expects="page"), Request(url, expects="feed"))
    assert (page.verdict, page.permanent_url) == (Verdict.OK, None)
    assert (feed.verdict, feed.rule) == (
        Verdict.MOVED,
        "the redirect led to a page of employment-social-affairs.ec.europa.eu",
    )


def test_ilos_old_feed_is_gone_and_ceps_is_broken(internet, fetch):
    internet.at("www.ilo.org/rss.xml").answers(404, PAGE)
    internet.at("www.ceps.eu/feed/").answers(500)
    gone, broken = fetch("https://www.ilo.org/rss.xml", "https://www.ceps.eu/feed/")
    assert (gone.verdict, broken.verdict) == (Verdict.GONE, Verdict.BROKEN)


def test_the_old_court_feed_leads_to_the_front_of_a_new_site(internet, fetch):
    internet.at("curia.europa.eu/site/rss.jsp?lang=en").redirects("https://infocuria.curia.europa.eu/")
    internet.at("infocuria.curia.europa.eu/").serves(SHELL)
    assert fetch("https://curia.europa.eu/site/rss.jsp?lang=en").verdict is Verdict.MOVED


def test_grants_and_tenders_in_one_file_of_129_megabytes_are_too_large(internet, fetch):
    path = "ec.europa.eu/info/funding-tenders/opportunities/data/referenceData/grantsTenders.json"
    internet.at(path).serves(b"", bomb=129_000_000, encoding="gzip", content_type="application/json")
    assert fetch(Request(f"https://{path}", expects="json")).verdict is Verdict.TOO_LARGE


def test_the_parliaments_api_takes_its_time_and_says_nothing_yet(internet, fetch):
    path = "data.europarl.europa.eu/api/v2/meetings/MTG-PL-2026-09-15/foreseen-activities"
    internet.at(path).answers(204, delay=0.05)
    assert fetch(Request(f"https://{path}", expects="json")).verdict is Verdict.EMPTY


def test_have_your_say_fails_now_and_then_and_recovers(internet, fetch):
    path = "ec.europa.eu/info/law/better-regulation/brpapi/searchInitiatives?page=0"
    internet.at(path).answers(500).then.serves(JSON)
    broken, good = fetch(*[Request(f"https://{path}", expects="json")] * 2)
    assert (broken.verdict, good.verdict) == (Verdict.BROKEN, Verdict.OK)
