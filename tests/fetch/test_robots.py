"""robots.txt, for pages only (RFC 9309)."""

import asyncio

import httpx
import pytest

from servwatch.fetch import Fetcher
from servwatch.fetch.robots import LARGEST, LONGEST_DELAY, Robots, RobotsAnswer, product_token
from servwatch.model import Request, Verdict
from tests.fetch.conftest import settings_for
from tests.fetch.samples import FEED, PAGE

HOST = "www.ilo.org"
NEWS = Request(f"http://{HOST}/news", expects="page", obey_robots=True)
RULES = "User-agent: *\nDisallow: /private\n"


@pytest.fixture
def site(internet):
    internet.at(f"{HOST}/*").serves(PAGE)
    return internet


def robots(internet, host: str = HOST) -> int:
    return len(internet.asked(f"{host}/robots.txt"))


def test_feeds_do_not_ask_wtos_robots_txt_which_forbids_everything(internet, fetch):
    internet.at("www.wto.org/robots.txt").serves("User-agent: *\nDisallow: /\n")
    internet.at("www.wto.org/library/rss/latest_news_e.xml").serves(FEED)
    assert fetch("http://www.wto.org/library/rss/latest_news_e.xml").verdict is Verdict.OK
    assert robots(internet, "www.wto.org") == 0


def test_a_page_that_robots_txt_allows_is_fetched(site, fetch):
    site.at(f"{HOST}/robots.txt").serves(RULES)
    assert fetch(NEWS).verdict is Verdict.OK
    assert [a.path for a in site.asked()] == ["/robots.txt", "/news"]


def test_a_page_that_it_forbids_is_refused_without_being_asked_for(site, fetch):
    site.at(f"{HOST}/robots.txt").serves(RULES)
    fetched = fetch(Request(f"http://{HOST}/private/x", expects="page", obey_robots=True))
    assert (fetched.verdict, fetched.rule) == (
        Verdict.REFUSED,
        "robots.txt of www.ilo.org does not allow this address",
    )
    assert [a.path for a in site.asked()] == ["/robots.txt"]


def test_rules_for_us_by_name_go_before_rules_for_all(site, fetch):
    site.at(f"{HOST}/robots.txt").serves("User-agent: servwatch\nAllow: /\nUser-agent: *\nDisallow: /\n")
    assert fetch(NEWS).verdict is Verdict.OK
    assert fetch(NEWS, user_agent="other/2").verdict is Verdict.REFUSED


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_robots_txt_means_no_rules_even_where_it_is_forbidden_to_read(site, fetch, status):
    """RFC 9309, 2.3.1.3."""
    site.at(f"{HOST}/robots.txt").answers(status, PAGE)
    assert fetch(NEWS).verdict is Verdict.OK


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_at_fault_is_left_alone_for_now(site, fetch, status):
    site.at(f"{HOST}/robots.txt").answers(status)
    fetched = fetch(NEWS)
    assert fetched.verdict is Verdict.REFUSED
    assert f"cannot be read for now (status {status})" in fetched.rule
    assert fetched.status == status
    assert robots(site) == len(site.asked())


def test_a_server_that_does_not_answer_is_left_alone_for_now(site, fetch):
    site.at(f"{HOST}/robots.txt").answers(reset=True)
    fetched = fetch(NEWS)
    assert fetched.verdict is Verdict.UNREACHABLE
    assert "closes the connection without an answer" in fetched.rule


def test_eurofound_answers_429_on_robots_txt_itself(internet, fetch):
    internet.at("www.eurofound.europa.eu/robots.txt").answers(429, retry_after=900)
    internet.at("www.eurofound.europa.eu/*").serves(PAGE)
    url = "https://www.eurofound.europa.eu/en/news-and-events"
    first, second = fetch(*[Request(url, expects="page", obey_robots=True)] * 2)
    assert (first.verdict, first.status) == (Verdict.BLOCKED, 429)
    assert "(429)" in first.rule
    assert first.retry_after == pytest.approx(900, abs=1)
    assert second.verdict is Verdict.BLOCKED
    assert second.retry_after <= first.retry_after
    assert len(internet.asked()) == 1


def test_it_is_asked_once_for_many_pages_at_once(site):
    site.at(f"{HOST}/robots.txt").serves(RULES, delay=0.05)

    async def run():
        async with Fetcher(settings_for(site)) as fetcher:
            pages = [Request(f"http://{HOST}/{n}", expects="page", obey_robots=True) for n in range(10)]
            return await asyncio.gather(*(fetcher.fetch(page) for page in pages))

    assert {fetched.verdict for fetched in asyncio.run(run())} == {Verdict.OK}
    assert robots(site) == 1


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def fetch_twice(site, seconds: float) -> int:
    """How often robots.txt was asked for, when two pages are fetched so many seconds apart."""
    clock = Clock()

    async def run():
        async with Fetcher(settings_for(site), monotonic=clock) as fetcher:
            await fetcher.fetch(NEWS)
            clock.now += seconds
            await fetcher.fetch(NEWS)

    asyncio.run(run())
    return robots(site)


def test_it_is_remembered_for_a_day(site):
    site.at(f"{HOST}/robots.txt").serves(RULES)
    assert fetch_twice(site, 23.9 * 3600) == 1


def test_it_is_asked_again_after_a_day(site):
    site.at(f"{HOST}/robots.txt").serves(RULES)
    assert fetch_twice(site, 24.1 * 3600) == 2


def test_after_a_fault_it_is_asked_again_soon(site):
    site.at(f"{HOST}/robots.txt").answers(503)
    assert fetch_twice(site, 700) == 2


def test_each_origin_has_its_own(site, fetch):
    site.at(f"{HOST}/robots.txt").serves(RULES)
    fetch(NEWS, Request(f"https://{HOST}/news", expects="page", obey_robots=True))
    assert [a.secure for a in site.asked(f"{HOST}/robots.txt")] == [False, True]


def test_a_redirect_is_asked_about_at_the_place_it_leads_to(site, fetch):
    site.at(f"{HOST}/robots.txt").serves(RULES)
    site.at(f"{HOST}/news").redirects("http://other.example.org/private/news")
    site.at("other.example.org/robots.txt").serves(RULES)
    assert fetch(NEWS).verdict is Verdict.REFUSED
    assert [a.path for a in site.asked("other.example.org")] == ["/robots.txt"]


def test_robots_txt_may_itself_be_redirected(site, fetch):
    site.at(f"{HOST}/robots.txt").redirects("http://other.example.org/rules")
    site.at("other.example.org/rules").serves("User-agent: *\nDisallow: /news\n")
    assert fetch(NEWS).verdict is Verdict.REFUSED


def test_redirects_without_end_mean_no_rules(site, fetch):
    site.at(f"{HOST}/robots.txt").redirects("/robots.txt")
    assert fetch(NEWS).verdict is Verdict.OK


def test_only_its_first_part_is_read(site, fetch):
    filler = "# filler\n" * (LARGEST // 9)
    site.at(f"{HOST}/robots.txt").serves(RULES + filler + "Disallow: /news\n")
    assert fetch(NEWS).verdict is Verdict.OK
    private = Request(f"http://{HOST}/private", expects="page", obey_robots=True)
    assert fetch(private).verdict is Verdict.REFUSED


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_one_without_end_is_cut(site, fetch, encoding):
    site.at(f"{HOST}/robots.txt").serves(b"", bomb=30_000_000, encoding=encoding)
    assert fetch(NEWS).verdict is Verdict.OK


@pytest.mark.parametrize(("asked", "heeded"), [("3", 3.0), ("86400", LONGEST_DELAY)])
def test_crawl_delay_becomes_the_hosts_pace_within_reason(site, asked, heeded):
    site.at(f"{HOST}/robots.txt").serves(f"User-agent: *\nCrawl-delay: {asked}\n")
    clock, slept = Clock(), []

    async def sleep(seconds):
        slept.append(seconds)
        clock.now += seconds

    async def run():
        async with Fetcher(settings_for(site), monotonic=clock, sleep=sleep) as fetcher:
            for _ in range(3):
                await fetcher.fetch(NEWS)

    asyncio.run(run())
    assert slept == [heeded, heeded]


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe\x00", PAGE, b"User-agent: *\nDisallow\nCrawl-delay: soon\n" * 9]
)
def test_a_file_that_says_nothing_forbids_nothing(site, fetch, body):
    site.at(f"{HOST}/robots.txt").serves(body)
    assert fetch(NEWS).verdict is Verdict.OK


def test_robots_txt_knows_us_by_the_first_word_of_our_name():
    assert product_token("servwatch/1.0 (+x@example.org)") == "servwatch"
    assert product_token("servwatch") == "servwatch"
    assert product_token("") == "servwatch"


def test_thousands_of_origins_are_forgotten_again():
    asked = []

    async def read(url):
        asked.append(url.host)
        return RobotsAnswer(404)

    async def run():
        robots = Robots(agent="servwatch", read=read, slow_down=lambda *_: None, monotonic=lambda: 0.0)
        for n in range(2_500):
            await robots.permit(httpx.URL(f"http://host{n}.example.org/"))
        return robots

    known = asyncio.run(run())
    assert len(known._known) <= 1_000
    assert len(known._asking) <= 1_001
    assert len(asked) == 2_500
