"""XML made to harm: what it costs, and that it reaches neither network nor files."""

from contextlib import suppress

import pytest

from servwatch.model import Verdict
from servwatch.sources.feed import sentences
from servwatch.sources.feed.xml_document import MAX_DEPTH, prepare
from servwatch.sources.source_kind import Unreadable
from tests.sources.reading import context, read, rss
from tests.sources.watching import WATCH

ITEM = "<title>{} end</title>"


@pytest.fixture
def watch():
    read(rss("<title>warm up</title>"))
    assert context().zone  # the time zone is read from its file once
    with WATCH.watching():
        yield WATCH


def bomb(levels):
    lines = ['<!ENTITY lol0 "lol">']
    lines += [f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, levels)]
    return f'<?xml version="1.0"?>\n<!DOCTYPE rss [\n{chr(10).join(lines)}\n]>\n' + rss(
        ITEM.format(f"&lol{levels - 1};")
    )


@pytest.mark.parametrize(
    "body", [bomb(10), bomb(10).replace("\n", " "), bomb(10).replace('"', "'").replace("'1.0'", '"1.0"')]
)
def test_a_billion_laughs_are_refused(body):
    parsed = read(body)
    assert (parsed.verdict, parsed.rule) == (Verdict.BROKEN, sentences.NESTED_ENTITIES)


def test_a_billion_laughs_behind_a_comment_that_hides_the_document_type_are_refused_too():
    """feedparser looks for "<" and a letter to find the end of the prolog; such a comment misleads it."""
    body = bomb(10).replace("<!DOCTYPE", "<!-- <a --><!DOCTYPE")
    assert read(body).rule == sentences.NESTED_ENTITIES


def test_a_quadratic_blow_up_is_refused():
    body = f'<!DOCTYPE rss [<!ENTITY a "{"a" * 10_000}">]>' + rss(ITEM.format("&a;" * 10_000))
    parsed = read(body)
    assert (parsed.verdict, parsed.rule) == (Verdict.BROKEN, sentences.GROWING_ENTITIES)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE rss [<!ENTITY x PUBLIC "-//X" "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">',
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss-0.91.dtd">',
        '<!DOCTYPE rss [<!ENTITY x "y"><!ENTITY % p "<!ENTITY z SYSTEM \'file:///etc/passwd\'>">%p;]>',
        '<?xml-stylesheet href="http://127.0.0.1:9/x.xsl" type="text/xsl"?>',
    ],
)
def test_nothing_outside_the_document_is_ever_looked_for(watch, declaration):
    parsed = read(
        declaration
        + rss(
            ITEM.format("&x;&z;") + "<link>http://127.0.0.1:9/</link>",
            channel="<xi:include href='file:///etc/passwd'/>",
        )
    )
    assert watch.seen == []
    assert parsed.items[0].title.endswith("end")
    assert "root:" not in repr(parsed)


def test_the_watch_sees_an_opened_file_and_a_socket(watch, tmp_path):
    """Else the test above would prove nothing."""
    import socket

    (tmp_path / "x").write_text("x")
    socket.socket().close()
    assert {event for event, _ in watch.seen} >= {"open", "socket.__new__"}


def test_a_body_that_is_an_address_or_a_file_name_is_not_opened(watch):
    for body in ("http://127.0.0.1:9/<rss>", "/etc/passwd", "file:///etc/passwd", "<rss>/etc/passwd"):
        read(body)
    assert watch.seen == []


def test_honest_entities_of_a_feed_are_resolved():
    declared = (
        '<!DOCTYPE rss [\n<!ENTITY council "Council &#38; partners">\n<!ENTITY copy "&#169; &eacute;">\n]>'
    )
    assert (
        read(declared + rss(ITEM.format("&council; &copy; &ndash;"))).items[0].title
        == "Council & partners © é – end"
    )


def test_the_entities_html_declares_by_parameter_entities_are_known_without_them():
    latin = '<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "http://x/lat1.ent">'
    declared = f"<!DOCTYPE rss [{latin} %HTMLlat1;]>"
    assert read(declared + rss(ITEM.format("caf&eacute;"))).items[0].title == "café end"


@pytest.mark.parametrize(
    "body",
    [
        '<!DOCTYPE rss [<!ENTITY x "]><rss><channel><item><title>fake</title></item></channel></rss>">]>'
        + rss(ITEM.format("&x;")),
        "<!DOCTYPE rss [" + rss(ITEM.format("")),
        "<!DOCTYPE" + rss(ITEM.format("")),
        '<!DOCTYPE rss "x>y" [<!ENTITY a "b">]>' + rss(ITEM.format("&a;")),
    ],
)
def test_no_document_type_reaches_the_parser_however_it_is_twisted(body):
    assert "<!DOCTYPE" not in prepare(body).text
    read(body)


def test_deep_nesting_is_refused_at_once():
    """200,000 nested elements, 1.4 MB, cost feedparser 2.5 seconds."""
    parsed = read(rss("<a>" * 200_000 + "</a>" * 200_000))
    assert (parsed.verdict, parsed.rule) == (Verdict.BROKEN, sentences.TOO_DEEP)
    assert read(rss("<a>" * 200_000)).rule == sentences.TOO_DEEP


@pytest.mark.parametrize(
    "inner",
    [
        "<x>" * (MAX_DEPTH - 10) + "</x>" * (MAX_DEPTH - 10),
        "<x/>" * 10_000,
        "<description><![CDATA[" + "<br><p><li>" * 10_000 + "]]></description>",
        "<!-- " + "<a>" * 10_000 + " -->",
        "<x></x>" * 10_000,
    ],
    ids=["nearly too deep", "side by side", "HTML in CDATA", "in a comment", "closed"],
)
def test_what_is_only_long_is_not_deep(inner):
    assert [i.title for i in read(rss("<title>T</title>" + inner)).items] == ["T"]


@pytest.mark.parametrize(
    "evil",
    [
        "<![CDATA[" * 100_000,
        "<!--" * 100_000,
        "<?" * 100_000,
        "<!" * 100_000,
        "<!DOCTYPE " * 50_000,
        "<!DOCTYPE rss [" * 100_000,
        "<!ENTITY " * 100_000,
        "&" * 500_000,
        "&a" * 300_000,
        "&#" * 300_000,
        "<a " * 200_000,
        "<" * 500_000,
        "]]>" * 200_000,
        "<item>" * 100_000,
        "&nbsp;" * 100_000,
        "<item " * 100_000,
    ],
    ids=lambda text: text[:16].strip(),
)
@pytest.mark.parametrize(
    "around", ["{}", "<rss>{}", '<rss version="2.0"><channel><item><title>{}</title></item></channel></rss>']
)
@pytest.mark.timeout(30)  # a quarter of a second when linear, minutes when quadratic
def test_scanning_costs_no_more_than_the_length(evil, around):
    with suppress(Unreadable):
        assert prepare(around.format(evil)).text


@pytest.mark.parametrize("size", [1_000_000, 10_000_000])
def test_a_large_feed_is_read(size):
    text = "<p>word</p> " * (size // 100 // 12)
    body = rss(*(f"<title>{n}</title><description><![CDATA[{text}]]></description>" for n in range(100)))
    parsed = read(body)
    assert len(parsed.items) == 100
    assert max(len(i.summary) for i in parsed.items) <= 4_000
