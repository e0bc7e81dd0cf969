"""Which of an entry's many fields is the one meant."""

from datetime import UTC, datetime

import pytest

from tests.sources.reading import NOW, atom, read, rss

CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
ITUNES = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
FEEDBURNER = 'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'


def only(body, **changes):
    (item,) = read(body, **changes).items
    return item


# Title


def test_a_title_is_text_however_it_was_escaped():
    assert only(rss("<title>Work &amp;amp; Skills</title>")).title == "Work & Skills"
    assert only(rss("<title>&lt;b&gt;Work&lt;/b&gt; &amp;#8217;n rest</title>")).title == "Work ’n rest"
    assert only(rss("<title>Wages &lt; 60 %</title>")).title == "Wages < 60 %"
    assert (
        only(atom('<title type="html">Work &amp;amp; &lt;i&gt;Skills&lt;/i&gt;</title>')).title
        == "Work & Skills"
    )
    assert only(atom('<title type="text">The &lt;Title&gt; tag</title>')).title == "The <Title> tag"
    xhtml = '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>bold</b> one</div></title>'
    assert only(atom(xhtml)).title == "A bold one"


def test_an_entry_without_a_title_is_called_by_its_first_words_or_its_address():
    words = "word " * 40
    assert only(rss(f"<description>{words}</description>")).title == "word " * 19 + "word…"
    assert only(rss("<link>https://site.example/1</link>")).title == "https://site.example/1"
    assert only(rss("<guid isPermaLink='false'>abc-1</guid>")).title == "abc-1"


def test_lengths_are_capped_at_a_word():
    item = only(rss(f"<title>{'word ' * 200}</title><description>{'word ' * 2000}</description>"))
    assert 480 < len(item.title) <= 500
    assert 3_980 < len(item.summary) <= 4_000
    assert item.title.endswith("word…")


# Summary


@pytest.mark.parametrize(
    "inner",
    [
        "<description>Short</description><content:encoded>Long text</content:encoded>",
        "<content:encoded>Long text</content:encoded><description>Short</description>",
        "<description/><content:encoded>&lt;p&gt;Short&lt;/p&gt;</content:encoded>",
        "<content:encoded><![CDATA[<p>Short</p>]]></content:encoded>",
        "<content><![CDATA[<p>Short</p>]]></content>",
        "<media:description>Short</media:description>",
        "<itunes:summary>Short</itunes:summary>",
        "<itunes:subtitle>Short</itunes:subtitle>",
        "<dc:description>Short</dc:description>",
        "<description>T</description><content:encoded>Short</content:encoded>",
    ],
)
def test_the_summary_is_the_short_description_else_the_content(inner):
    spaces = f"{CONTENT} {MEDIA} {ITUNES} {DC}"
    assert only(rss(f"<title>T</title>{inner}", spaces=spaces)).summary == "Short"


def test_content_of_atom_is_the_summary_where_there_is_no_other():
    assert only(atom("<title>T</title><summary>Short</summary><content>Long</content>")).summary == "Short"
    assert (
        only(
            atom('<title>T</title><content type="html">&lt;p&gt;a&lt;/p&gt;&lt;p&gt;b&lt;/p&gt;</content>')
        ).summary
        == "a b"
    )
    div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>a &amp; b</p><p>c</p></div>'
    assert only(atom(f'<title>T</title><content type="xhtml">{div}</content>')).summary == "a & b c"


# Address


@pytest.mark.parametrize(
    ("inner", "url"),
    [
        ("<link>https://a.example/1</link><guid>https://a.example/g</guid>", "https://a.example/1"),
        ("<guid>https://a.example/g</guid>", "https://a.example/g"),
        ("<guid isPermaLink='true'>https://a.example/g</guid>", "https://a.example/g"),
        ("<guid isPermaLink='false'>https://a.example/g</guid>", ""),
        ("<guid>12345</guid>", ""),
        ("<guid>urn:uuid:1</guid>", ""),
        ("<link>javascript:alert(1)</link><guid>https://a.example/g</guid>", "https://a.example/g"),
        ("<link>mailto:x@a.example</link>", ""),
        (
            "<link></link><enclosure url='https://a.example/x.pdf' type='application/pdf'/>",
            "https://a.example/x.pdf",
        ),
        ("<link>https://a.example/1</link><enclosure url='https://a.example/x.pdf'/>", "https://a.example/1"),
        ("<link> https://a.example/1\n</link>", "https://a.example/1"),
        ("<link>/1</link>", "https://site.example/1"),
        ("<link>https://a.example//b//c</link>", "https://a.example//b//c"),
        (
            "<link>https://feeds.a.example/~r/1</link><feedburner:origLink>https://a.example/1</feedburner:origLink>",
            "https://a.example/1",
        ),
        ("", ""),
    ],
)
def test_the_address_of_an_rss_item(inner, url):
    assert only(rss(f"<title>T</title>{inner}", spaces=FEEDBURNER)).url == url


@pytest.mark.parametrize(
    ("links", "url"),
    [
        ('<link href="https://a.example/1"/>', "https://a.example/1"),
        (
            '<link rel="self" href="https://a.example/s"/><link rel="alternate" href="https://a.example/1"/>',
            "https://a.example/1",
        ),
        (
            '<link rel="enclosure" href="https://a.example/e"/><link href="https://a.example/1"/>',
            "https://a.example/1",
        ),
        (
            '<link type="application/pdf" href="https://a.example/p"/><link type="text/html" href="https://a.example/1"/>',
            "https://a.example/1",
        ),
        ('<link rel="alternate" type="application/pdf" href="https://a.example/p"/>', "https://a.example/p"),
        ('<link rel="enclosure" href="https://a.example/e"/>', "https://a.example/e"),
        ('<link rel="edit" href="https://a.example/e"/>', ""),
        ("<id>https://a.example/i</id>", "https://a.example/i"),
        ("<id>tag:a.example,2026:1</id>", ""),
        ('<link href="1.html"/>', "https://publisher.example/rss/1.html"),
        ('<link href="1.html" xml:base="https://b.example/x/"/>', "https://b.example/x/1.html"),
    ],
)
def test_the_address_of_an_atom_entry(links, url):
    assert only(atom(f"<title>T</title>{links}")).url == url


def test_relative_addresses_are_relative_to_the_site_in_rss_and_to_the_document_in_atom():
    assert (
        only(rss("<link>1.html</link>", channel="<link>https://s.example/a/</link>")).url
        == "https://s.example/a/1.html"
    )
    assert only(rss("<link>1.html</link>", channel="")).url == "https://publisher.example/rss/1.html"
    assert (
        only(rss("<link>1.html</link>", channel="<link>javascript:x</link>")).url
        == "https://publisher.example/rss/1.html"
    )
    feed = '<link href="https://s.example/a/"/>'
    assert only(atom('<link href="1.html"/>', feed=feed)).url == "https://publisher.example/rss/1.html"
    based = atom('<link href="1.html"/>', attributes='xml:base="https://b.example/x/"')
    assert only(based).url == "https://b.example/x/1.html"


def test_an_identifier_is_kept_as_it_is():
    assert only(rss("<title>T</title><guid isPermaLink='false'> 90001 </guid>")).identifier == "90001"
    assert only(rss("<title>T</title><guid>90001</guid>")).identifier == "90001"
    assert only(atom("<title>T</title><id>tag:a.example,2026:1</id>")).identifier == "tag:a.example,2026:1"
    assert len(only(rss(f"<title>T</title><guid>{'x' * 5000}</guid>")).identifier) == 2_000


def test_the_strict_and_the_tolerant_parser_give_one_identifier():
    inner = "<title>T</title><guid>https://a.example/?a=1&amp;b=2</guid>"
    strict, tolerant = only(rss(inner)), only(rss(inner + "<x:y/>"))
    assert strict.identifier == tolerant.identifier == "https://a.example/?a=1&b=2"
    assert strict.url == tolerant.url


# Dates


def test_the_best_date_is_publication_then_creation_then_change():
    day = "2026-07-0{}T08:00:00Z"
    full = "<title>T</title>" + "".join(
        f"<{n}>{day.format(i)}</{n}>" for i, n in enumerate(("updated", "published"), 1)
    )
    item = only(atom(full))
    assert (item.published, item.updated) == (
        datetime(2026, 7, 2, 8, tzinfo=UTC),
        datetime(2026, 7, 1, 8, tzinfo=UTC),
    )
    item = only(atom(f"<title>T</title><updated>{day.format(3)}</updated>"))
    assert item.published == item.updated == datetime(2026, 7, 3, 8, tzinfo=UTC)
    assert only(rss(f"<title>T</title><dc:date>{day.format(4)}</dc:date>", spaces=DC)).published.day == 4
    assert (
        only(
            rss(f"<title>T</title><pubDate>rubbish</pubDate><dc:date>{day.format(5)}</dc:date>", spaces=DC)
        ).published.day
        == 5
    )


def test_no_date_and_a_senseless_date_are_none():
    assert only(rss("<title>T</title>")).published is None
    assert only(rss("<title>T</title><pubDate/>")).published is None
    assert only(rss("<title>T</title><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>")).published is None


def test_a_date_in_the_future_is_kept():
    assert only(rss("<title>T</title><pubDate>Tue, 15 Dec 2026 10:00:00 GMT</pubDate>")).published > NOW


# Language


@pytest.mark.parametrize(
    ("body", "language"),
    [
        (rss("<title>T</title>", channel="<language>nl-BE</language>"), "nl"),
        (rss("<title>T</title>", channel="<dc:language>fra</dc:language>", spaces=DC), "fr"),
        (
            rss(
                "<title>T</title><dc:language>fr</dc:language>", channel="<language>nl</language>", spaces=DC
            ),
            "fr",
        ),
        (atom("<title>T</title>", attributes='xml:lang="de-AT"'), "de"),
        (atom('<title xml:lang="es">T</title>', attributes='xml:lang="de"'), "es"),
        (rss("<title>T</title>", channel="<language>nonsense!</language>"), ""),
        (rss("<title>T</title>"), ""),
    ],
)
def test_the_language_is_that_of_the_entry_else_of_the_feed(body, language):
    assert only(body).language == language


# Categories


@pytest.mark.parametrize(
    ("inner", "categories"),
    [
        ("<category>POLICY_AREA=ESAI,REGIONAL</category>", ("POLICY_AREA=ESAI", "POLICY_AREA=REGIONAL")),
        ("<category>Employment, Social Affairs</category>", ("Employment, Social Affairs",)),
        ('<category domain="type">Verslag</category>', ("type=Verslag",)),
        ('<category domain="https://x.example/tags">Werk</category>', ("Werk",)),
        ('<category domain="KIND">KIND=A,B</category>', ("KIND=A", "KIND=B")),
        ("<category>Werk</category><category>werk</category><category> </category>", ("Werk",)),
        ("<category>Work &amp;amp; Skills</category>", ("Work & Skills",)),
        ("<dc:subject>Trade</dc:subject>", ("Trade",)),
        ("<media:keywords>trade, disputes</media:keywords>", ("trade", "disputes")),
        ("", ()),
    ],
)
def test_categories_are_plain_terms_each_once(inner, categories):
    assert only(rss(f"<title>T</title>{inner}", spaces=f"{DC} {MEDIA}")).categories == categories


def test_a_category_of_atom_gives_term_and_label():
    inner = '<title>T</title><category term="PER_POPSOC" label="Population"/><category term="x" label="x" scheme="https://s/"/>'
    assert only(atom(inner)).categories == ("PER_POPSOC", "Population", "x")


def test_categories_are_capped_in_number_and_length():
    many = "".join(f"<category>{n:03d}{'x' * 300}</category>" for n in range(50))
    found = only(rss(f"<title>T</title>{many}")).categories
    assert len(found) == 30
    assert max(map(len, found)) == 100
