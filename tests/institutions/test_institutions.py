"""Each quirk of the institutions is on the wire, and what is listed is the truth."""

import json
import re
from datetime import timedelta
from urllib.parse import quote

import feedparser
import pytest
from lxml import html

from tests.institutions import everything
from tests.institutions.conftest import NOON, WATCHER
from tests.institutions.listings import relative
from tests.institutions.stream import BRUSSELS

FEEDS = [
    c.id for i in everything() for c in i.channels
    if re.search(r"rss|/feed|atom|\.ashx|current_news|press\.html|blog\.html", c.address)
    and c.id not in ("ceps-feed", "business-europe-feed", "unfccc", "statbel", "ep-adopted-texts")
]  # fmt: skip
EMPTY = ["business-europe-feed", "unfccc", "statbel"]


def items(answer):
    parsed = feedparser.parse(answer.content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed.entries


@pytest.mark.parametrize("id_", FEEDS)
def test_every_feed_parses_and_lists_the_truth(world, visitor, id_):
    answer = visitor.read(id_, agent="watcher" if id_ == "imf-news" else WATCHER)
    assert answer.status_code == 200
    entries, truth = items(answer), world.listed(id_, NOON)
    assert len(entries) == len(truth) > 0
    if id_ != "eurostat-updates":
        assert [plain(e.link) for e in entries] == [p.link for p in truth]
        assert all(p.title in e.title for e, p in zip(entries, truth, strict=True))


def plain(link):
    return link.replace("/./", "/").replace(".eu//", ".eu/")


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
    assert min(e.published_parsed.tm_year for e in entries) < 2026 or entries[-1].published_parsed.tm_mon < 3


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


def test_the_open_data_of_the_parliament_is_not_behind_the_wall_and_says_nothing_with_204(world, visitor):
    world.now = NOON.replace(day=9)
    answer = visitor.read("ep-adopted-texts", agent="servwatch/1.0")
    assert answer.status_code == 200
    assert {d["type"] for d in answer.json()["data"]} == {"Work"}
    assert "title" not in answer.json()["data"][0]
    world.now = NOON.replace(month=1, day=3)
    assert visitor.read("ep-adopted-texts").status_code == 204


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


def sparql(visitor, world, **how):
    query = 'SELECT ?celex WHERE { FILTER(?date >= "2026-10-05"^^xsd:date) }'
    how.setdefault("accept", "application/sparql-results+json")
    return visitor.ask(f"https://publications.europa.eu/webapi/rdf/sparql?query={quote(query)}", **how)


def test_the_sparql_endpoint_heeds_the_date_window(world, visitor):
    bindings = sparql(visitor, world).json()["results"]["bindings"]
    truth = [p for p in world.channels["cellar"].stream.until(NOON) if str(p.day) >= "2026-10-05"]
    assert sorted(b["celex"]["value"] for b in bindings) == sorted(p.reference for p in truth)
    assert bindings[0]["celex"]["datatype"] == "xsd:string"


def test_the_sparql_endpoint_is_html_without_accept_400_without_sense_and_moody(world, visitor):
    assert "<title>SPARQL" in sparql(visitor, world, accept="text/html").text
    assert visitor.ask("https://publications.europa.eu/webapi/rdf/sparql?query=x").status_code == 400
    world.now = next(
        NOON + timedelta(days=n) for n in range(10) if not (NOON + timedelta(days=n)).toordinal() % 10
    )
    assert [sparql(visitor, world).status_code for _ in range(4)] == [503, 200, 200, 503]


def test_a_sparql_query_may_be_posted(visitor):
    answer = visitor.ask(
        "https://publications.europa.eu/webapi/rdf/sparql", method="POST", accept="application/json",
        data={"query": 'SELECT * { FILTER(?date >= "2026-10-08"^^xsd:date) }'},
    )  # fmt: skip
    assert {b["date"]["value"] for b in answer.json()["results"]["bindings"]} <= {"2026-10-08"}


def test_content_of_cellar_wants_accept_and_language(visitor):
    place = "https://publications.europa.eu/resource/celex/32025R2441"
    assert visitor.ask(place, accept="application/xhtml+xml").status_code == 400
    both = {"accept": "application/xhtml+xml", "headers": {"Accept-Language": "eng"}}
    assert visitor.ask(place, **both).status_code == 200
    assert visitor.ask(f"{place}.ENG", **both).status_code == 404


def test_have_your_say_honours_one_status_and_ignores_the_other(visitor):
    base = "https://ec.europa.eu/info/law/better-regulation/brpapi/searchInitiatives?language=EN"
    only_open = visitor.ask(f"{base}&size=100&feedbackStatus=OPEN").json()["initiativeResultDtoPage"]
    ignored = visitor.ask(f"{base}&size=1000&initiativeStatus=OPEN").json()["initiativeResultDtoPage"]
    assert only_open["totalElements"] < ignored["totalElements"]
    assert (len(ignored["content"]), ignored["size"]) == (100, 100)
    assert len(visitor.ask(base).json()["initiativeResultDtoPage"]["content"]) == 10
    assert visitor.ask(f"{base}&sort=startDate,DESC").status_code == 406


def test_have_your_say_lists_what_is_open_with_odd_ids_and_dates(world, visitor):
    content = visitor.read("have-your-say").json()["initiativeResultDtoPage"]["content"]
    truth = world.channels["have-your-say"].stream.open_at(NOON)
    assert [c["shortTitle"] for c in content] == [p.title for p in truth]
    assert all(isinstance(c["id"], float) for c in content)
    periods = [c["currentStatuses"] for c in content]
    assert {len(p) for p in periods} == {1, 2}
    ends = [next(x for x in p if x["isCurrent"])["feedbackEndDate"] for p in periods]
    assert ends == [f"{p.closes.astimezone(BRUSSELS):%Y/%m/%d} 23:59:59" for p in truth]


def ted(visitor, **body):
    return visitor.read("ted", method="POST", json=body)


def test_ted_pages_sorts_only_in_the_query_and_refuses_what_it_does_not_know(visitor):
    query = "PD>=20261001 SORT BY PD DESC"
    first = ted(visitor, query=query, fields=["publication-number", "links"], limit=5, page=1).json()
    second = ted(visitor, query=query, fields=["publication-number"], limit=5, page=2).json()
    numbers = [n["publication-number"] for n in (*first["notices"], *second["notices"])]
    assert len(set(numbers)) == 10
    dates = [n["publication-date"] for n in first["notices"]]
    assert dates == sorted(dates, reverse=True)
    assert dates[0].endswith("+02:00")
    assert ted(visitor, query="PD>=20261001 SORT BY PD ASC").status_code == 400
    assert "Unknown field" in ted(visitor, query=query, fields=["deadline-receipt-tenders"]).json()["message"]
    assert ted(visitor, query=query, limit=251).status_code == 400
    assert visitor.ask("https://api.ted.europa.eu/v3/notices/search").status_code == 405


def test_the_funding_portal_filters_only_multipart_and_repeats_calls_by_language(world, visitor):
    query = {"bool": {"must": [{"terms": {"status": ["31094502"]}}]}}
    parts = {"query": ("blob", json.dumps(query), "application/json")}
    rightly = visitor.read("funding-tenders", method="POST", files=parts).json()["results"]
    wrongly = visitor.read("funding-tenders", method="POST", json={"query": query}).json()["results"]
    now_open = {p.reference for p in world.channels["funding-tenders"].stream.open_at(NOON)}
    assert {r["metadata"]["identifier"][0] for r in rightly} <= now_open
    assert len(wrongly) == 100
    assert {r["metadata"]["identifier"][0] for r in wrongly} - now_open
    assert len(rightly) == 2 * len({r["metadata"]["identifier"][0] for r in rightly})
    assert rightly[0]["metadata"]["deadlineDate"][0].endswith("+0000")
    assert visitor.ask(world.channels["funding-tenders"].address).status_code == 405


def test_the_committee_of_the_regions_has_cards_in_iso(world, visitor):
    page = html.fromstring(visitor.read("cor-news").text)
    cards = page.cssselect("article.c-card")
    truth = world.listed("cor-news", NOON)
    assert [c.cssselect(".c-card__title a.overlay-link")[0].text for c in cards] == [p.title for p in truth]
    stamps = [c.cssselect(".c-card__date time")[0].get("datetime") for c in cards]
    assert stamps == [f"{p.published:%Y-%m-%dT%H:%M:%SZ}" for p in truth]
    assert page.cssselect("a[href='/en/news/all-stories']")


def test_opinions_are_ongoing_or_adopted_and_sloppy(world, visitor):
    text = visitor.read("eesc-opinions").text
    assert "Ongoing (updated on" in text
    assert "(Slovakia<" in text
    linger = re.findall(r"Ongoing \(updated on \d\d/\d\d/(\d{4})\)|Adopted on \d\d/\d\d/(\d{4})", text)[-1]
    assert int(linger[0] or linger[1]) < 2026
    base = "https://www.eesc.europa.eu/en/our-work/opinions-information-reports/opinions"
    adopted = visitor.ask(f"{base}?opinion_status=39&page=1").text
    assert "Adopted on" in adopted
    assert "Ongoing" not in adopted
    assert "Displaying 11 - 20 of" in adopted


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


def test_agencies_refuse_or_mix_as_they_do(visitor):
    assert visitor.ask("https://www.eurofound.europa.eu/robots.txt").status_code == 429
    assert visitor.ask("https://www.eurofound.europa.eu/en/rss.xml").status_code == 429
    paths = {e.link.split("/en/")[1].rpartition("/")[0] for e in items(visitor.read("ela"))}
    assert {"news", "publications"} <= paths
    page = html.fromstring(visitor.read("eu-osha-news").text)
    anchors = page.cssselect("main .image a")
    assert all(not a.text_content().strip() and a.get("aria-label") for a in anchors)
    link = f"https://osha.europa.eu{anchors[0].get('href')}"
    assert re.search(r'<time datetime="\S+Z" class="datetime">\d\d/\d\d/\d{4}</time>', visitor.ask(link).text)


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


def test_the_fund_dislikes_browsers_and_the_bank_mixes_facets_in(visitor):
    assert visitor.read("imf-news", agent="Mozilla/5.0 (X11)").status_code == 403
    assert visitor.read("imf-news", agent="servwatch/1").status_code == 200
    documents = visitor.read("world-bank-news").json()["documents"]
    assert documents["facets"] == {}
    assert len(documents) == 41


@pytest.mark.parametrize("path", ["rss", "rss.xml", "rss/news.xml"])
def test_the_labour_organization_has_no_feed(visitor, path):
    assert visitor.ask(f"https://www.ilo.org/{path}").status_code == 404


def test_its_listing_links_itself_and_dates_its_items_in_words(world, visitor):
    page = html.fromstring(visitor.read("ilo-news").text)
    links = [a.get("href") for a in page.cssselect(".views-row a")]
    assert "/resource/news/all-news-recent" in links
    truth = world.listed("ilo-news", NOON)
    assert links[:-1] == [p.link.removeprefix("https://www.ilo.org") for p in truth]
    assert page.cssselect(".views-row .date")[0].text == f"{truth[0].day.day} October 2026"
    detail = visitor.ask(truth[0].link).text
    assert f'"datePublished":"{truth[0].published:%Y-%m-%dT%H:%M:%SZ}"' in detail


def test_its_listing_stumbles_once_in_nine(visitor):
    assert [visitor.read("ilo-news").status_code for _ in range(9)].count(502) == 1


def test_its_cards_have_no_dates_and_lead_elsewhere_too(visitor):
    page = html.fromstring(visitor.read("ilo-newsroom").text)
    links = [a.get("href") for a in page.cssselect("a.ilo--card--link")]
    assert sum("ilo.org/resource/news/" in link for link in links) == 9
    assert any("adestra.ilo.org" in link for link in links)
    assert not page.cssselect("main time")


def test_its_sitemap_is_an_index_with_the_newest_at_the_end(world, visitor):
    index = re.findall(r"<loc>(.*?)</loc>", visitor.ask("https://www.ilo.org/sitemap.xml").text)
    last = re.findall(r"<loc>(.*?)</loc>", visitor.ask(index[-1]).text)
    assert last[-1] == world.channels["ilo-news"].stream.newest(NOON, 1)[0].link
    changed = re.findall(r"<lastmod>(.*?)</lastmod>", visitor.ask(index[-2]).text)
    assert changed != sorted(changed)


def test_the_oecd_hides_its_site_and_not_its_search(visitor):
    assert visitor.ask("https://www.oecd.org/en/about/newsroom.html").status_code == 403
    stamps = [e.published for e in items(visitor.read("oecd-publications"))]
    assert all(s.endswith(("22:00:00 GMT", "23:00:00 GMT")) for s in stamps)
    results = visitor.read("oecd-search").json()["results"]
    assert {r["url"].startswith("/") for r in results} == {True, False}


def test_the_embargo_calendar_lies_ahead_and_renames_everything_at_each_build(world, visitor):
    before = items(visitor.read("oecd-upcoming"))
    assert all(e.published_parsed[:3] >= (2026, 10, 8) for e in before)
    world.now = NOON + timedelta(days=1)
    after = items(visitor.read("oecd-upcoming"))
    assert {e.link for e in before} & {e.link for e in after}
    assert not {e.id for e in before} & {e.id for e in after}


def test_trade_news_have_a_day_only_and_word_markup(visitor):
    answer = visitor.read("wto-news")
    assert len(re.findall("00:00:00 GMT", answer.text)) == 10
    assert '<p class="MsoNormal">' in answer.text
    assert "Disallow: /" in visitor.ask("https://www.wto.org/robots.txt").text


def test_the_social_charter_s_links_carry_a_portlet_and_some_years_are_wrong(world, visitor):
    page = html.fromstring(visitor.read("coe-social-charter").text)
    links = [a.get("href") for a in page.cssselect("h3 a")]
    assert all("?p_p_id=" in link and "/content/" in link for link in links)
    assert any(p.number % 37 == 0 for p in world.channels["coe-social-charter"].stream.until(NOON))


def test_partners_pages_are_dated_in_dots_or_only_inside(world, visitor):
    page = html.fromstring(visitor.read("etuc-news").text)
    assert re.fullmatch(r"\d\d\.\d\d\.2026 Press release", page.cssselect(".views-row .info")[0].text)
    listing = visitor.read("business-europe").text
    assert not re.search(r"\d\d\.\d\d\.\d{4}", listing)
    truth = world.listed("business-europe", NOON)
    assert f"{truth[0].day:%d.%m.%Y}" in visitor.ask(truth[0].link).text
    second = visitor.ask("https://www.businesseurope.eu/publications/?sf_paged=2").text
    assert world.channels["business-europe"].stream.newest(NOON, 1, 12)[0].link in second
    assert visitor.read("ceps-feed").status_code == 500
    paper = world.listed("ceps", NOON)[0]
    visitor.read("ceps")
    assert f'content="{paper.published:%Y-%m-%dT%H:%M:%SZ}"' in visitor.ask(paper.link).text


def test_blogs_have_guids_that_are_no_links(visitor):
    entries = items(visitor.read("social-europe"))
    assert all(re.fullmatch(r"https://www\.socialeurope\.eu/\?p=\d+", e.id) for e in entries)
    assert visitor.read("euractiv", agent="curl/8").status_code == 403


def test_flemish_decisions_come_on_fridays_without_pages_of_their_own(world, visitor):
    truth = world.channels["flemish-government"].stream.newest(NOON, 100)
    assert {p.day.weekday() for p in truth} == {4}
    week = "filter[:gte,lte:meetingDate]=2026-10-01T00:00:00.000Z,2026-10-07T00:00:00.000Z"
    base = "https://beslissingenvlaamseregering.vlaanderen.be/news-items/search?page[size]=100"
    found = visitor.ask(f"{base}&{week}").json()["data"]
    assert {d["attributes"]["meetingDate"][:10] for d in found} == {"2026-10-02"}
    assert {type(d["attributes"]["themeId"]) for d in found} == {str, list}
    assert "/?search=" in truth[0].link


def test_the_flemish_parliament_speaks_json_only_when_asked(visitor):
    assert visitor.read("flemish-parliament").headers["content-type"] == "application/xml"
    answer = visitor.read("flemish-parliament", accept="application/json").json()
    assert isinstance(answer["count"], str)
    assert len(answer["result"]) == 100


def test_the_catalan_bulletin_is_one_address_overwritten_monthly(world, visitor):
    october = visitor.read("ctesc-bulletin").text
    world.now = NOON + timedelta(days=30)
    november = visitor.read("ctesc-bulletin").text
    assert "núm. 47<" in october.replace(" </h1>", "<") or "núm." in october
    titles = {t.text for t in html.fromstring(october).cssselect(".bloc h3")}
    assert titles
    assert not titles & {t.text for t in html.fromstring(november).cssselect(".bloc h3")}


def test_other_pages_of_councils_list_what_they_should(world, visitor):
    for id_, selector in (("cese", "article h3 a"), ("ceser-ara", "article h3 a"), ("ces-vasco", "tr.row a")):
        found = [a.text for a in html.fromstring(visitor.read(id_).text).cssselect(selector)]
        assert found == [p.title for p in world.listed(id_, NOON)]
    assert "docid=" in visitor.read("ces-vasco").text
    serv = html.fromstring(visitor.read("serv-press").text).cssselect("li.views-row .date")[0].text
    assert re.fullmatch(r"\d\d/\d\d/2026 - \d\d:\d\d", serv)


def test_the_planning_bureau_has_a_sitemap_of_pages(world, visitor):
    index = re.findall(r"<loc>(.*?)</loc>", visitor.read("planbureau").text)
    links = [x for place in index for x in re.findall(r"<loc>(.*?)</loc>", visitor.ask(place).text)]
    assert links == [p.link for p in world.channels["planbureau"].stream.until(NOON)]
    newest = world.channels["planbureau"].stream.newest(NOON, 1)[0]
    assert f"{newest.day:%d/%m/%Y}" in visitor.ask(newest.link).text


@pytest.mark.parametrize(
    "id_", ["ec-ecfin-news", "ec-empl-publications", "ec-empl-events", "eesc-news-page", "ela-news-page"]
)
def test_newsroom_pages_list_titles_links_and_times(world, visitor, id_):
    page = html.fromstring(visitor.read(id_).text)
    truth = world.listed(id_, NOON)
    text = page.text_content()
    assert all(p.title in text for p in truth)
    assert len(page.cssselect("main time[datetime]")) == len(truth)
    links = [a.get("href") for a in page.cssselect("main a")]
    assert all(relative(p.link) in links for p in truth)
