"""How discovery looks at a page: which names last, what belongs to the frame, where feeds may be."""

import pytest

from servwatch.model import Verdict
from servwatch.sources import READERS
from servwatch.sources.discovery.classes import is_lasting, made_prefixes
from servwatch.sources.discovery.places import looks_like_feed, pages_above, robots_sitemaps, usual_places
from servwatch.sources.parser_pool import ParserPool
from tests.sources.samples import context
from tests.sources.test_parser_pool import looped

TITLES = [
    f"A title of an entry, long enough to be one: {word}" for word in ("first", "second", "third", "fourth")
]


def listing(
    row="<li><a href='/news/{n}'>{title}</a></li>", *, around="<ul>{rows}</ul>", titles=TITLES, head=""
):
    rows = "".join(row.format(n=n, title=title, day=20 - n) for n, title in enumerate(titles))
    return (
        f"<html lang='en'><head><title>T</title>{head}</head><body>{around.format(rows=rows)}</body></html>"
    )


def discovered(page, **around):
    return READERS["discovery"].parse(
        page.encode(), context(url="https://site.example/en/news", content_type="", **around)
    )


def best(page):
    """The keys of the first proposal, and its items."""
    proposal = discovered(page).proposals[0]
    return proposal.options, proposal.items


@pytest.mark.parametrize(
    "name", ["card", "c-card__title", "views-row", "newsItem", "node--type-news", "card__title", "section6"]
)
def test_names_that_people_chose_last(name):
    assert is_lasting(name)


@pytest.mark.parametrize(
    "name",
    [
        "css-1x2y3z4",
        "Card_title__Zz81x",
        "Card_title__kQxZb",
        "sc-bdVaJa",
        "post-9100",
        "node-40",
        "jsx-123",
        "active",
        "md:flex",
    ],
)
def test_names_that_builders_and_numbers_make_do_not(name):
    assert not is_lasting(name)


def test_of_a_made_name_the_chosen_part_lasts():
    from lxml import html

    assert made_prefixes(html.fromstring("<p class='Card_title__Zz81x x1'>")) == ("Card_title__",)


@pytest.mark.parametrize("frame", ["nav", "aside", "footer", "header"])
def test_what_every_page_has_is_no_list(frame):
    page = listing(around=f"<{frame}><ul>{{rows}}</ul></{frame}><main><p>Nothing here</p></main>")
    assert discovered(page).verdict is Verdict.EMPTY


@pytest.mark.parametrize("name", ["main-menu", "breadcrumbs", "c-pager", "cookie-banner"])
def test_what_is_called_a_part_of_the_frame_is_no_list(name):
    more = "".join(f"<p><a href='/x/{n}'>x</a></p>" for n in range(9))
    page = listing(around=f"<div class='{name}'>{{rows}}</div><main>{more}</main>")
    assert not any(proposal.items for proposal in discovered(page).proposals)


def test_a_body_that_is_called_after_its_missing_sidebar_is_read():
    assert (
        len(best(listing().replace("<body>", "<body class='no-sidebar'><div class='page sidebar-none'>"))[1])
        == 4
    )


def test_a_read_more_beside_the_title_is_not_the_title():
    row = "<div class='teaser'><h3>{title}</h3><p>{day} November 2026</p><a href='/news/{n}'>Read more</a></div>"
    keys, items = best(listing(row))
    assert keys["item"] == "div.teaser"
    assert [item.title for item in items] == TITLES
    assert [item.published.day for item in items] == [19, 18, 17, 16]  # midnight in Brussels, in UTC


def test_an_overlay_link_without_text_takes_its_title_from_the_heading():
    row = "<article><a class='overlay' href='/news/{n}' aria-label='{title}'></a><h2>{title}</h2><time datetime='2026-11-{day}'>{day}</time></article>"
    keys, items = best(listing(row))
    assert [item.title for item in items] == TITLES
    assert (keys["item"], keys["date"]) == ("article", "time")


def test_of_two_dates_that_of_publication_is_taken_and_not_the_deadline():
    row = "<li><span class='until'>Open until 0{n}/01/2027</span> <a href='/n/{n}'>{title}</a> <span class='posted'>{day}/11/2026</span></li>"
    titles = TITLES[:3]
    page = listing(row.replace("0{n}", "1{n}"), titles=titles)
    assert best(page)[0]["date"] == ".posted"


def test_a_list_without_dates_leaves_them_to_the_pages_of_its_items():
    assert discovered(listing()).proposals[0].detail


def test_two_lists_of_one_shape_are_told_apart_by_where_their_links_lead():
    rows = "".join(
        f"<li class='entry'><a href='/en/news/{n}'>{t}</a> {20 - n} November 2026</li>"
        for n, t in enumerate(TITLES)
    )
    people = "".join(
        f"<li class='entry'><a href='/en/people/{n}'>Name of a person {n}</a></li>" for n in range(4)
    )
    keys, items = best(listing(around=f"<main><ul>{rows}{people}</ul></main>"))
    assert {item.url.split("/")[4] for item in items} == {"news"}
    assert "/en/news/" in keys["item"]


def test_words_of_a_text_that_are_linked_are_no_entries():
    text = "".join(
        f"<p>A sentence of many words about <a href='/x/{n}'>something else {n}</a> and on it goes.</p>"
        for n in range(5)
    )
    assert all(p.score < 1 for p in discovered(listing(around=text)).proposals)


def test_declared_feeds_come_first_the_nearest_before_others_and_never_those_of_comments():
    head = (
        "<link rel='alternate' type='application/rss+xml' title='All' href='/rss.xml'>"
        "<link rel='alternate' type='application/rss+xml' title='Comments' href='/en/news/comments.xml'>"
        "<link rel='alternate' type='application/atom+xml' href='/en/news/atom.xml'>"
        "<link rel='alternate' type='text/html' hreflang='fr' href='/fr/news'>"
        "<link rel='stylesheet' href='/feed.css'>"
    )
    page = listing(around="{rows}<a href='/podcast/rss'>RSS</a><a href='/en/feeds'>RSS</a>", head=head)
    assert [request.url for request in discovered(page).follow] == [
        "https://site.example/en/news/atom.xml",
        "https://site.example/rss.xml",
        "https://site.example/en/feeds",
    ]


def test_a_script_or_file_address_is_never_followed():
    head = "<link rel='alternate' type='application/rss+xml' href='javascript:alert(1)'><link rel='feed' href='file:///etc/passwd'>"
    assert discovered(listing(head=head)).follow == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://x.example/rss.xml",
        "https://x.example/feed/",
        "https://x.example/?feed=rss2",
        "https://x.example/node/2/rss_en",
        "https://x.example/a/atom.xml",
    ],
)
def test_an_address_called_as_feeds_are_is_known(url):
    assert looks_like_feed(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://x.example/news",
        "https://x.example/feedback",
        "https://x.example/grass",
        "https://x.example/transatomic",
    ],
)
def test_other_addresses_are_not_taken_for_feeds(url):
    assert not looks_like_feed(url)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://x.example/category/work/", "https://x.example/category/work/feed/"),
        ("https://x.example/taxonomy/term/12", "https://x.example/taxonomy/term/12/feed"),
        ("https://x.example/news_en", "https://x.example/node/2/rss_en"),
        ("https://x.example/node/77_fr", "https://x.example/node/77_fr/rss_fr"),
        ("https://x.example/en/news", "https://x.example/en/rss.xml"),
        ("https://x.example/", "https://x.example/?feed=rss2"),
        ("https://x.example/index.php", "https://x.example/rss.xml"),
    ],
)
def test_the_usual_places_of_engines_are_tried(url, place):
    assert place in usual_places(url)
    assert len(usual_places(url)) <= 12


def test_the_pages_above_an_address_are_its_folder_and_the_front_pages():
    site = "https://x.example"
    assert pages_above(f"{site}/en/news/old/rss.xml") == [f"{site}/en/news/old", f"{site}/en", f"{site}/"]
    assert pages_above(f"{site}/rss.xml") == [f"{site}/"]
    assert pages_above(f"{site}/") == []


def test_sitemaps_are_those_that_robots_txt_names():
    body = b"User-agent: *\nsitemap: https://x.example/a.xml\n Sitemap : https://x.example/b.xml\nSitemap: file:///x\nSitemap: /relative\n"
    assert robots_sitemaps(body) == ["https://x.example/a.xml", "https://x.example/b.xml"]


def test_json_without_addresses_gives_an_entry_that_lacks_them():
    (proposal,) = discovered(
        '{"hits": [{"name": "First of the entries", "when": 1}, {"name": "Second of the entries"}]}'
    ).proposals
    assert proposal.options == {"list": "hits", "fields": {"title": "name"}}


def test_other_json_gives_nothing():
    assert discovered('{"a": [1, 2], "b": {"c": "d"}}').verdict is Verdict.EMPTY
    assert discovered("[" * 5_000).verdict is Verdict.BROKEN


@looped
async def test_a_page_made_to_cost_time_is_given_up():
    page = b"".join(
        b'<div class="i"><h3><a href="/%d">A title that is long enough %d</a></h3>12 June 2026' % (n, n)
        for n in range(3_000)
    )
    async with ParserPool(limit=0.3) as pool:
        parsed = await pool.parse("discovery", page, context())
    assert parsed.verdict is Verdict.TIMEOUT
