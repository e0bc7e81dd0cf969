"""The verdict of an answer: each rule, on the case it was made for. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.fetch.verdict import HEAD_BYTES, SHELL_LARGEST, Answer, judge
from servwatch.fetch.walls import CHALLENGE_LARGEST
from servwatch.model import Verdict
from tests.fetch.samples import CLOUDFLARE, FEED, IMPERVA, JSON, PAGE, SHELL, SUM

HYS = "https://ec.europa.eu/info/law/better-regulation/brpapi/searchInitiatives"


def answer(body: bytes = FEED, status: int = 200, asked: str = "https://www.ilo.org/a", **rest) -> Answer:
    rest.setdefault("url", asked)
    return Answer(status=status, head=body[:HEAD_BYTES], length=len(body), asked=asked, **rest)


def verdict_of(*args, **rest) -> Verdict:
    return judge(answer(*args, **rest)).verdict


# Walls: something answers in the publisher's place


def test_parliament_answers_202_with_a_wall_header_and_no_body():
    found = judge(answer(b"", 202, headers={"x-amzn-waf-action": "challenge"}))
    assert found.verdict is Verdict.BLOCKED
    assert "AWS" in found.rule


def test_eurlex_answers_202_with_an_empty_body():
    assert judge(answer(b"", 202)) == (Verdict.BLOCKED, "202 with an empty body")


def test_a_wall_of_aws_is_a_wall_whatever_status_and_body_it_has():
    for status in (200, 304, 403, 404, 405):
        found = verdict_of(FEED, status, headers={"x-amzn-waf-action": "captcha"}, conditional=True)
        assert found is Verdict.BLOCKED


def test_press_corner_answers_200_with_no_bytes_for_some_references():
    assert judge(answer(b"", 200, expects="json")) == (Verdict.BLOCKED, "200 with an empty body")


def test_have_your_say_gives_its_shell_where_json_was_promised():
    assert 3_500 < len(SHELL) < 4_500
    found = judge(answer(SHELL, asked=HYS, expects="json"))
    assert found.verdict is Verdict.BLOCKED
    assert "a shell of HTML titled “Have your say”" in found.rule
    assert "where JSON was promised" in found.rule


def test_have_your_say_gives_its_shell_where_a_feed_or_a_page_was_wanted():
    assert verdict_of(SHELL, expects="feed") is Verdict.BLOCKED
    assert verdict_of(SHELL, expects="page") is Verdict.BLOCKED


def test_cedefop_leads_to_a_sum_to_solve():
    asked = "https://www.cedefop.europa.eu/en/news.rss"
    challenge = "https://www.cedefop.europa.eu/challenge?destination=/en/news.rss"
    for expects in ("feed", "page", "json"):
        found = judge(answer(SUM, asked=asked, url=challenge, expects=expects))
        assert found.verdict is Verdict.BLOCKED
        assert "challenge" in found.rule


def test_an_article_on_a_challenge_is_no_challenge_page():
    asked = "https://www.ilo.org/resource/challenge"
    assert verdict_of(PAGE, asked=asked, url=asked + "/", expects="page") is Verdict.OK
    moved = "https://www.ilo.org/resource/news/challenge-of-our-time"
    assert verdict_of(PAGE, asked="https://www.ilo.org/x", url=moved, expects="page") is Verdict.OK


def test_cloudflare_says_in_a_header_that_it_challenges():
    found = judge(answer(PAGE, 200, headers={"cf-mitigated": "challenge"}, expects="page"))
    assert found.verdict is Verdict.BLOCKED
    assert "Cloudflare" in found.rule


@pytest.mark.parametrize(
    ("page", "who"),
    [
        (CLOUDFLARE, "Cloudflare"),
        (IMPERVA, "Imperva"),
        (b"<html><body>Request unsuccessful. Incapsula incident ID: 7-1</body></html>", "Imperva"),
        (b"<html><head><title>Attention Required! | Cloudflare</title></head></html>", "Cloudflare"),
        (b"<html><head><title>Pardon Our Interruption</title></head></html>", "Imperva"),
        (b"<html><script>window.gokuProps = {}</script></html>", "AWS"),
        (b"<html><script src='https://ct.captcha-delivery.com/c.js'></script></html>", "DataDome"),
        (b"<p>The requested URL was rejected. Please consult with your administrator. ID: 1</p>", "F5"),
        (b"<html><script>var s='sucuri_cloudproxy_js'</script></html>", "Sucuri"),
        (b"<html><title>Making sure you&#39;re not a bot!</title></html>", "Anubis"),
        (b"<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD></HTML>", "Akamai"),
        (SUM, "the site"),
    ],
)
@pytest.mark.parametrize("expects", ["feed", "page", "json"])
def test_a_challenge_page_is_known_by_its_marks_even_where_a_page_is_expected(page, who, expects):
    found = judge(answer(page, expects=expects))
    assert found.verdict is Verdict.BLOCKED
    assert f"challenge page of {who}" in found.rule


def test_a_real_page_behind_a_wall_is_no_wall():
    """Cloudflare puts a script into every page it guards, Imperva too."""
    beacon = b"<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"
    imperva = b"<script src='/_Incapsula_Resource?SWJIYLWA=1'></script>"
    news = b"<!DOCTYPE html><head>%b<title>News</title></head><body>" + b"<a href='/1'>One</a>" * 300
    assert verdict_of(news % beacon, expects="page") is Verdict.OK
    assert verdict_of(news % imperva, expects="page") is Verdict.OK


def test_a_long_article_on_walls_is_no_wall():
    article = b"<!DOCTYPE html><title>Just a moment...</title><body>" + b"<p>word</p>" * CHALLENGE_LARGEST
    assert verdict_of(article, expects="page") is Verdict.OK


# Status


@pytest.mark.parametrize("status", [401, 403, 407, 429, 451, 503])
def test_refusals_by_status_are_blocked(status):
    """www.imf.org and www.consilium.europa.eu: 403; www.eurofound.europa.eu: 429."""
    found = judge(answer(PAGE, status))
    assert found.verdict is Verdict.BLOCKED
    assert f"({status})" in found.rule


@pytest.mark.parametrize("status", [404, 410])
def test_ilos_old_feeds_are_gone(status):
    assert verdict_of(PAGE, status) is Verdict.GONE


@pytest.mark.parametrize("status", [400, 405, 406, 418, 500, 502, 504, 520, 599, 101, 206, 299])
def test_other_statuses_are_broken(status):
    """www.ceps.eu/feed/: 500 on every probe of 2026."""
    assert verdict_of(FEED, status) is Verdict.BROKEN


@pytest.mark.parametrize("status", [300, 305, 306, 399])
def test_a_redirect_nobody_can_follow_is_moved(status):
    assert verdict_of(b"", status) is Verdict.MOVED


def test_304_is_good_news_only_to_a_question():
    assert verdict_of(b"", 304, conditional=True) is Verdict.NOT_MODIFIED
    assert verdict_of(b"", 304, conditional=False) is Verdict.BROKEN


def test_the_parliaments_api_has_nothing_yet():
    assert verdict_of(b"", 204, expects="json") is Verdict.EMPTY
    assert verdict_of(b"", 204, expects="feed") is Verdict.BLOCKED


# Bodies


@pytest.mark.parametrize(
    "content_type", ["text/html", "text/plain", "application/octet-stream", "", "image/png"]
)
def test_the_ecbs_feed_is_a_feed_though_it_is_called_html(content_type):
    asked = "https://www.ecb.europa.eu/rss/press.html"
    found = judge(answer(FEED, asked=asked, headers={"content-type": content_type}))
    assert found == (Verdict.OK, "200 with a feed")


def test_a_page_is_no_feed_though_it_is_called_one():
    found = judge(answer(PAGE, headers={"content-type": "application/rss+xml"}))
    assert found.verdict is Verdict.BLOCKED
    assert "HTML titled “All news”" in found.rule


def test_a_page_is_a_page_where_a_page_is_expected():
    assert verdict_of(PAGE, expects="page") is Verdict.OK


def test_a_202_in_place_of_a_page_is_no_page():
    assert verdict_of(PAGE, 202, expects="page") is Verdict.BLOCKED
    assert verdict_of(FEED, 202) is Verdict.OK


def test_flemish_parliament_gives_xml_unless_json_is_asked_for():
    assert judge(answer(FEED, expects="json")).verdict is Verdict.BROKEN
    assert judge(answer(JSON, expects="json")).verdict is Verdict.OK


def test_json_may_be_a_feed():
    assert verdict_of(JSON, expects="feed") is Verdict.OK


def test_plain_text_and_pictures_are_no_feeds():
    assert verdict_of(b"Too many connections") is Verdict.BROKEN
    assert verdict_of(b"%PDF-1.7 ...") is Verdict.BROKEN
    assert verdict_of(b"\x89PNG\r\n", expects="page") is Verdict.BROKEN


def test_what_nobody_can_tell_is_left_to_the_reader_of_feeds():
    assert verdict_of(b"Notice: undefined index <b>x</b> in feed.php\n") is Verdict.OK


# Redirects


@pytest.mark.parametrize(
    "front",
    ["https://x.be/", "https://x.be", "https://x.be/en", "https://x.be/nl-be/", "https://x.be/index_en.html"],
)
def test_a_feed_that_leads_to_a_front_page_has_moved(front):
    assert verdict_of(PAGE, asked="https://x.be/rss.xml", url=front) is Verdict.MOVED


def test_a_feed_that_leads_to_a_page_of_another_site_has_moved():
    found = judge(
        answer(PAGE, asked="https://ec.europa.eu/social/rss", url="https://commission.europa.eu/news/a")
    )
    assert found == (Verdict.MOVED, "the redirect led to a page of commission.europa.eu")


def test_a_feed_that_leads_to_a_page_of_its_own_site_is_blocked():
    found = verdict_of(PAGE, asked="https://x.be/rss.xml", url="https://www.x.be/login")
    assert found is Verdict.BLOCKED


def test_a_feed_that_moved_with_its_body_is_good():
    assert verdict_of(FEED, asked="https://x.be/rss.xml", url="https://y.be/") is Verdict.OK


def test_a_page_below_that_leads_to_the_front_page_has_moved():
    assert (
        verdict_of(PAGE, asked="https://x.be/nl/nieuws", url="https://x.be/nl", expects="page")
        is Verdict.MOVED
    )
    assert verdict_of(PAGE, asked="https://x.be/", url="https://x.be/nl", expects="page") is Verdict.OK
    assert verdict_of(PAGE, asked="https://x.be/nieuws", url="https://y.be/", expects="page") is Verdict.OK


def test_a_shell_is_small():
    padded = SHELL.replace(b"<app-root>", b" " * SHELL_LARGEST + b"<app-root>")
    assert verdict_of(padded, expects="page") is Verdict.OK


# Anything


@given(st.binary(max_size=400))
def test_no_body_is_too_odd_to_be_judged(body):
    for expects in ("feed", "page", "json"):
        assert judge(answer(body, expects=expects)).rule


@given(
    st.integers(100, 999),
    st.dictionaries(st.sampled_from(["cf-mitigated", "x-amzn-waf-action", "content-type"]), st.text()),
    st.text(max_size=40),
    st.text(max_size=40),
    st.booleans(),
)
def test_judging_never_fails_and_always_says_why(status, headers, asked, url, conditional):
    found = judge(answer(PAGE, status, asked, headers=headers, url=url, conditional=conditional))
    assert found.rule
    assert "\n" not in found.rule
