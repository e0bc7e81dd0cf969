"""Each feed lists the truth, and its quirks are on the wire."""

import re
from datetime import timedelta

import pytest

from tests.institutions import everything
from tests.institutions.conftest import NOON, WATCHER, items, plain

FEEDS = [
    c.id for i in everything() for c in i.channels
    if re.search(r"rss|/feed|atom|\.ashx|current_news|press\.html|blog\.html", c.address)
    and c.id not in ("ceps-feed", "business-europe-feed", "unfccc", "statbel", "ep-adopted-texts")
]  # fmt: skip
EMPTY = ["business-europe-feed", "unfccc", "statbel"]


@pytest.mark.parametrize("id_", FEEDS)
def test_every_feed_parses_and_lists_the_truth(world, visitor, id_):
    answer = visitor.read(id_, agent="watcher" if id_ == "imf-news" else WATCHER)
    assert answer.status_code == 200
    entries, truth = items(answer), world.listed(id_, NOON)
    assert len(entries) == len(truth) > 0
    if id_ != "eurostat-updates":
        assert [plain(e.link) for e in entries] == [p.link for p in truth]
        assert all(p.title in e.title for e, p in zip(entries, truth, strict=True))


@pytest.mark.parametrize("id_", EMPTY)
def test_feeds_that_are_valid_and_always_empty(visitor, id_):
    answer = visitor.read(id_)
    assert answer.status_code == 200
    assert items(answer) == []


def test_press_corner_ignores_page_and_codes_and_heeds_pagesize(visitor):
    base = "https://ec.europa.eu/commission/presscorner/api/rss?language=en"
    first, second = (items(visitor.ask(f"{base}&page={n}")) for n in (0, 1))
    assert [e.link for e in first] == [e.link for e in second]
    filtered = items(visitor.ask(f"{base}&policyAreaCodes=ESAI"))
    assert {e.tags[0].term for e in filtered} - {"POLICY_AREA=ESAI", "POLICY_AREA=ESAI,EQUALITY"}
    assert len(items(visitor.ask(f"{base}&pagesize=100"))) == 101
    assert len(items(visitor.ask(f"{base}&pagesize=1000"))) == 101


def test_press_corner_says_some_days_as_midnight_of_brussels_in_gmt(visitor):
    entries = items(visitor.read("ec-press-corner"))
    at_midnight = [e for e in entries if e.published.endswith("22:00:00 GMT")]
    assert 20 < len(at_midnight) < 60
    assert any(e.title.startswith("Daily News ") and e.tags[0].term == "POLICY_AREA=GENINFO" for e in entries)
    assert entries[-1].published_parsed[:3] < (2026, 1, 1)  # a factsheet of old comes again


def test_a_wrong_path_of_the_commission_is_a_shell_with_200(visitor):
    answer = visitor.ask("https://ec.europa.eu/commission/presscorner/api/feed")
    assert answer.status_code == 200
    assert "<title>Have your say</title>" in answer.text
    assert 3_000 < len(answer.content) < 8_000


def test_the_economic_department_s_feed_stands_still(visitor):
    dates = [e.published_parsed[:3] for e in items(visitor.read("ec-ecfin"))]
    assert len(dates) == 30
    assert max(dates) <= (2025, 10, 23)


def test_an_older_name_of_a_department_redirects(visitor):
    answer = visitor.ask("https://neighbourhood-enlargement.ec.europa.eu/node/2/rss_en")
    assert answer.status_code == 301
    assert answer.headers["location"] == "https://enlargement.ec.europa.eu/node/2/rss_en"


@pytest.mark.parametrize("id_", ["ep-press-nl", "ep-plenary-nl", "ep-press-committees", "eprs-think-tank"])
def test_the_parliament_s_wall_is_an_empty_202(visitor, id_):
    answer = visitor.read(id_, agent="servwatch/1.0")
    assert (answer.status_code, answer.content) == (202, b"")
    assert answer.headers["x-amzn-waf-action"] == "challenge"
    assert visitor.read(id_).status_code == 200


def test_plenary_papers_name_type_and_body_and_are_half_english(world, visitor):
    entries = items(visitor.read("ep-plenary-nl"))
    assert {tag.scheme for e in entries for tag in e.tags} == {"type", "body"}
    assert all(e.id.startswith("RR_A-10-") for e in entries)
    languages = [p.language for p in world.listed("ep-plenary-nl", NOON)]
    assert {languages.count("nl") > 15, languages.count("en") > 15} == {True}


def test_council_meetings_have_no_date_but_in_their_link(visitor):
    entries = items(visitor.read("council-meetings-epsco"))
    assert len(entries) == 50
    assert all("published" not in e for e in entries)
    assert all(e.id.isdigit() for e in entries)
    assert any(re.search(r"/en/meetings/epsco/\d{4}/\d\d/\d\d-\d\d/", e.link) for e in entries)
    first = re.search(r"/(\d{4})/(\d\d)/(\d\d)", entries[0].link)
    assert "-".join(first.groups()) > str(NOON.date())


def test_council_feeds_need_their_category_and_a_name_and_pages_are_refused(visitor):
    base = "https://www.consilium.europa.eu/en"
    assert visitor.ask(f"{base}/rss/meetings.ashx").status_code == 404
    assert visitor.ask(f"{base}/rss/meetings.ashx?cat=epsco", agent="curl/8").status_code == 403
    assert visitor.ask(f"{base}/meetings/calendar/").status_code == 403


def test_eur_lex_links_are_odd_and_proposals_have_no_dates(visitor):
    acts, proposals = (visitor.read(id_) for id_ in ("eurlex-acts", "eurlex-proposals"))
    assert "https://eur-lex.europa.eu/./legal-content/AUTO/?uri=CELEX:3" in acts.text
    assert "?uri=CELLAR:" in acts.text
    assert "00:00:00 +0200" in acts.text
    assert "pubDate" not in proposals.text
    answer = visitor.ask("https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32025R2441")
    assert (answer.status_code, answer.content) == (202, b"")


def test_some_titles_of_eur_lex_are_a_bare_number(world):
    found = world.published("eurlex-acts", NOON - timedelta(days=90), NOON)
    assert any(re.fullmatch(r"CELEX:\S+R\(01\)", p.title) for p in found)


def test_cedefop_challenges_who_asks_often_and_forgives_after_minutes(world, visitor):
    for _ in range(6):
        assert visitor.read("cedefop-news").status_code == 200
    answer = visitor.read("cedefop-news")
    assert answer.status_code == 302
    assert "/challenge" in answer.headers["location"]
    assert "mathematical challenge" in visitor.ask(answer.headers["location"]).text
    world.now = NOON + timedelta(minutes=11)
    assert visitor.read("cedefop-news").status_code == 200
    assert visitor.ask("https://www.cedefop.europa.eu/en/news?page=2").text.count("<!-- -->") > 100


def test_the_statistics_catalogue_serves_only_any_type_and_repeats_itself(visitor):
    assert visitor.read("eurostat-updates", accept="application/rss+xml").status_code == 406
    entries = items(visitor.read("eurostat-updates"))
    assert len({e.link for e in entries}) < len(entries) / 3


def test_central_bank_links_have_two_slashes_and_no_text(visitor):
    answer = visitor.read("ecb-press")
    assert answer.headers["content-type"] == "text/html"
    assert "<title> " in answer.text
    assert "https://www.ecb.europa.eu//press/" in answer.text
    assert answer.text.count("<description>") == 1


@pytest.mark.parametrize("path", ["rss", "rss.xml", "rss/news.xml"])
def test_the_labour_organization_has_no_feed(visitor, path):
    assert visitor.ask(f"https://www.ilo.org/{path}").status_code == 404


def test_the_embargo_calendar_lies_ahead_and_renames_everything_at_each_build(world, visitor):
    before = items(visitor.read("oecd-upcoming"))
    assert all(e.published_parsed[:3] >= (2026, 10, 8) for e in before)
    world.now = NOON + timedelta(days=1)
    after = items(visitor.read("oecd-upcoming"))
    assert {e.link for e in before} & {e.link for e in after}
    assert not {e.id for e in before} & {e.id for e in after}


def test_press_corner_is_compressed_and_hangs_up_without_a_word(visitor):
    answer = visitor.read("ec-press-corner", headers={"Accept-Encoding": "gzip"})
    assert (answer.headers["content-encoding"], answer.headers["connection"]) == ("gzip", "close")


def test_other_pages_of_the_press_in_new_york_are_not_acceptable(visitor):
    assert visitor.ask("https://press.un.org/en/content/all").status_code == 406
    assert "_Incapsula_Resource" in visitor.ask("https://unfccc.int/news").text


def test_trade_news_have_a_day_only_and_word_markup(visitor):
    answer = visitor.read("wto-news")
    assert len(re.findall("00:00:00 GMT", answer.text)) == 10
    assert '<p class="MsoNormal">' in answer.text
    assert "Disallow: /" in visitor.ask("https://www.wto.org/robots.txt").text


def test_blogs_have_guids_that_are_no_links(visitor):
    entries = items(visitor.read("social-europe"))
    assert all(re.fullmatch(r"https://www\.socialeurope\.eu/\?p=\d+", e.id) for e in entries)
    assert visitor.read("euractiv", agent="curl/8").status_code == 403
