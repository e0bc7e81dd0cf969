"""What a body is judged to be, and what is said of it."""

import gzip

import pytest

from servwatch.model import Verdict
from servwatch.sources.feed import sentences
from tests.sources.reading import FEEDS, atom, read, rss

ITEM = "<title>One</title><link>https://site.example/1</link>"


def test_a_feed_with_items_is_ok():
    parsed = read(rss(ITEM))
    assert (parsed.verdict, parsed.rule, parsed.notes) == (Verdict.OK, sentences.OK, ())


@pytest.mark.parametrize(
    "body",
    [
        rss(),
        atom(),
        "<rss version='2.0'><channel/></rss>",
        "<rss/>",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/></rdf:RDF>',
        '{"version": "https://jsonfeed.org/version/1.1", "items": []}',
    ],
)
def test_a_good_feed_without_items_is_empty(body):
    parsed = read(body)
    assert (parsed.verdict, parsed.rule) == (Verdict.EMPTY, sentences.EMPTY)


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE html><html><body>Have your say</body></html>",
        "<html><head><title>Just a moment...</title></head></html>",
        "<HTML><BODY>Access denied</BODY></HTML>",
        "<head><title>Document moved</title></head><body>here</body>",
        "<script>location.reload()</script>",
        "<div>Error 403</div>",
        "<!-- a comment --><html></html>",
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html xmlns="http://www.w3.org/1999/xhtml"/>',
        "<!DOCTYPE html><unknown>",
        "\ufeff \n<html>",
        '<html><script>var s = "<rss version=2>"</script></html>',
        '<html><body><feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed></body></html>',
    ],
)
def test_html_is_blocked_and_never_empty(body):
    parsed = read(body)
    assert (parsed.verdict, parsed.rule) == (Verdict.BLOCKED, sentences.HTML)


@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\x00\x00"])
def test_nothing_at_all_is_blocked_and_never_empty(body):
    parsed = read(body)
    assert (parsed.verdict, parsed.rule) == (Verdict.BLOCKED, sentences.NOTHING)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("Service unavailable", sentences.NEITHER),
        (b"\x89PNG\r\n\x1a\n\x00\x00", sentences.NEITHER),
        ("%PDF-1.7", sentences.NEITHER),
        ("a < b", sentences.OTHER_XML),
        ("<urlset><url><loc>x</loc></url></urlset>", sentences.OTHER_XML),
        ("<opml version='2.0'><body><outline text='x'/></body></opml>", sentences.OTHER_XML),
        ('<rdf:RDF xmlns:rdf="x"><foaf:Person/></rdf:RDF>', sentences.OTHER_XML),
        ("<error>no such feed</error>", sentences.OTHER_XML),
        ("<!-- only a comment -->", sentences.OTHER_XML),
        ('{"error": "no such feed"}', sentences.OTHER_JSON),
        ('{"version": "1.0", "items": []}', sentences.OTHER_JSON),
        ('{"version": "https://jsonfeed.org/version/1.1"}', sentences.OTHER_JSON),
        ("[]", sentences.OTHER_JSON),
        ('{"version": ', sentences.BROKEN_JSON),
        ("[" * 100_000, sentences.BROKEN_JSON),
        ("<rss><channel><title>cut", sentences.CUT_SHORT),
        ("<rss><channel><item><title>cut", sentences.CUT_SHORT),
        # Prefixes nobody declared on everything, and no quotes: items stand there, and none can be read.
        (
            "<rss a=1><rss:channel><rss:item><rss:title>T</rss:title></rss:item></rss:channel></rss>",
            sentences.BROKEN_XML,
        ),
        # feedparser raises KeyError on a text input within an image within an item.
        (
            rss("<title>T</title><image><textinput><link>x</link></textinput></image>"),
            sentences.PARSER_FAILED,
        ),
        (rss("", "<pubDate>Tue, 15 Sep 2026 05:00:00 GMT</pubDate>"), sentences.HOLLOW),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": [{}, 1, null]}', sentences.HOLLOW),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_feed_is_broken_with_its_reason(body, rule):
    parsed = read(body)
    assert (parsed.verdict, parsed.rule, parsed.items) == (Verdict.BROKEN, rule, ())


def test_a_transfer_that_broke_off_keeps_the_whole_items_only():
    parsed = read((FEEDS / "truncated.xml").read_bytes())
    assert [item.title for item in parsed.items] == ["Whole one", "Whole two"]
    assert parsed.notes == ("The document breaks off, within an item that is left out.",)


def test_a_transfer_that_broke_off_between_items_keeps_them_all():
    parsed = read(rss(ITEM).removesuffix("</channel></rss>"))
    assert len(parsed.items) == 1
    assert parsed.notes == ("The document breaks off.",)


@pytest.mark.parametrize("cut", range(60, 400, 17))
def test_wherever_a_transfer_breaks_off_no_half_item_comes_in(cut):
    whole = rss(*(f"<title>Title {n}</title><link>https://site.example/{n}</link>" for n in range(5)))
    parsed = read(whole[:cut])
    assert {item.title for item in parsed.items} <= {f"Title {n}" for n in range(5)}
    assert {item.url for item in parsed.items} <= {f"https://site.example/{n}" for n in range(5)}


def test_broken_xml_is_read_all_the_same_and_its_line_is_named():
    parsed = read(
        "\n\n"
        + rss(
            "<title>One<br>two</title><link>https://site.example/?a=1&b=2</link>",
            prolog="<?xml version='1.0'?>\n",
        )
    )
    assert [(i.title, i.url) for i in parsed.items] == [("One two", "https://site.example/?a=1&b=2")]
    assert parsed.notes == (
        "The XML is not well-formed (line 4: mismatched tag); read by the tolerant parser.",
    )


@pytest.mark.parametrize(
    "title",
    [
        "R&D",
        "a & b",
        "AT&T &amp; co",
        "&nbsp;&eacute;&hellip;&amp;",
        "&#0;&#x1F;&#xD800;&#99999999999;x",
        "a\x0bb\x00",
        "&undefined;",
    ],
)
def test_the_commonest_faults_are_mended_before_the_strict_parser_sees_them(title):
    parsed = read(rss(f"<title>{title} end</title>"))
    assert parsed.items[0].title.endswith("end")
    assert not any("tolerant" in note for note in parsed.notes)


def test_mending_leaves_cdata_alone():
    parsed = read(
        rss(
            "<title><![CDATA[R&D &amp; <b>x</b>]]></title><link><![CDATA[https://site.example/?a=1&b=2&amp;c]]></link>"
        )
    )
    assert parsed.items[0].title == "R&D & x"
    assert parsed.items[0].url == "https://site.example/?a=1&b=2&c"


def test_what_stands_before_the_feed_is_skipped():
    noise = "<br />\n<b>Warning</b>: something in <b>/srv/feed.php</b> on line <b>3</b><br />\n"
    parsed = read(noise + rss(ITEM, prolog='<?xml version="1.0"?>'))
    assert len(parsed.items) == 1
    assert "Something else stood before the feed, and was skipped." in parsed.notes


@pytest.mark.parametrize("space", ["\n", " \t\r\n", "\ufeff", "\x00", "junk "])
def test_space_and_junk_before_the_prolog_do_no_harm(space):
    assert len(read(space + rss(ITEM, prolog='<?xml version="1.0"?>')).items) == 1


def test_an_undeclared_prefix_costs_no_item():
    parsed = read(rss(f"{ITEM}<media:thumbnail url='x'/>"))
    assert [i.title for i in parsed.items] == ["One"]
    assert "tolerant parser" in parsed.notes[0]


def test_a_feed_that_is_a_gzip_file_is_read():
    parsed = read(gzip.compress(rss(ITEM).encode()))
    assert len(parsed.items) == 1
    assert "gzip" in parsed.notes[0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp037"])
def test_a_feed_in_any_encoding_is_read(encoding):
    body = rss("<title>Coördinatie één</title>", prolog=f'<?xml version="1.0" encoding="{encoding}"?>')
    assert read(body.encode(encoding)).items[0].title == "Coördinatie één"


def test_utf7_hides_no_markup():
    """Were it decoded, the item would be there and the root would not be where the scan saw it."""
    body = '<?xml version="1.0" encoding="utf-7"?>' + rss("<title>+ADw-b+AD4-bold</title>")
    assert read(body).items[0].title == "+ADw-b+AD4-bold"


def test_every_rule_is_a_sentence_of_its_own():
    rules = [value for name, value in vars(sentences).items() if name.isupper()]
    assert len(rules) == len(set(rules))
    assert all(rule.endswith(".") for rule in rules)
