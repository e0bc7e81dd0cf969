"""Each listing page and sitemap lists the truth, in the markup of its publisher."""

import re
from datetime import timedelta

import pytest
from lxml import html

from tests.institutions.conftest import NOON, items
from tests.institutions.listings import relative


def test_the_committee_of_the_regions_has_cards_in_iso(world, visitor):
    page = html.fromstring(visitor.read("cor-news").text)
    cards = page.cssselect("article.c-card")
    truth = world.listed("cor-news", NOON)
    assert [c.cssselect(".c-card__title a.overlay-link")[0].text for c in cards] == [p.title for p in truth]
    stamps = [c.cssselect(".c-card__date time")[0].get("datetime") for c in cards]
    assert stamps == [f"{p.published:%Y-%m-%dT%H:%M:%SZ}" for p in truth]
    assert page.cssselect("a[href='/en/news/all-stories']")


def test_opinions_are_ongoing_or_adopted_and_sloppy(world, visitor):
    text = visitor.read("eesc-opinions-ongoing").text
    assert "Ongoing (updated on" in text
    assert "(Slovakia<" in text
    linger = re.findall(r"Ongoing \(updated on \d\d/\d\d/(\d{4})\)|Adopted on \d\d/\d\d/(\d{4})", text)[-1]
    assert int(linger[0] or linger[1]) < 2026
    base = "https://www.eesc.europa.eu/en/our-work/opinions-information-reports/opinions"
    adopted = visitor.ask(f"{base}?opinion_status=39&page=1").text
    assert "Adopted on" in adopted
    assert "Ongoing" not in adopted
    assert "Displaying 11 - 20 of" in adopted


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


def test_the_catalan_bulletin_is_one_address_overwritten_monthly(world, visitor):
    october = visitor.read("ctesc-bulletin").text
    world.now = NOON + timedelta(days=30)
    november = visitor.read("ctesc-bulletin").text
    assert "núm. 47" in october
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
