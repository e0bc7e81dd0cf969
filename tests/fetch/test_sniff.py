"""What a body is, by its first bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.fetch.sniff import Shape, sniff, title
from tests.fetch.samples import ATOM, FEED, JSON


@pytest.mark.parametrize(
    ("body", "shape"),
    [
        (FEED, Shape.FEED),
        (ATOM, Shape.FEED),
        (b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="x"/>', Shape.FEED),
        (b"\xef\xbb\xbf\n\n <rss/>", Shape.FEED),
        (b"<!-- a --><!-- b --><?xml-stylesheet href='x'?><RSS version='0.91'>", Shape.FEED),
        (b'<!DOCTYPE rss [<!ENTITY a "b>"> <!ELEMENT c ANY>]><rss>', Shape.FEED),
        (b'<?xml version="1.0"?><!DOCTYPE html><feed xmlns="x">', Shape.FEED),
        (b"<atom:feed xmlns:atom='x'>", Shape.FEED),
        (FEED.decode().encode("utf-16"), Shape.FEED),
        (FEED.decode().encode("utf-16-be"), Shape.FEED),
        (FEED.decode().encode("utf-32"), Shape.FEED),
        (FEED.decode().encode("utf-32-le"), Shape.FEED),
        (FEED.decode().encode("cp037"), Shape.FEED),
        (b"Warning: mysql_connect() in x.php\n" + FEED, Shape.FEED),
        (b"<urlset><url/></urlset>", Shape.XML),
        (b"<?xml version='1.0'?>\n<!-- cut", Shape.XML),
        (b"<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'><html>", Shape.HTML),
        (
            b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'><html xmlns='x'>",
            Shape.HTML,
        ),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", Shape.HTML),
        (b"<head><title>Document Moved</title></head>", Shape.HTML),
        (b"  <script>location='/'</script>", Shape.HTML),
        (JSON, Shape.JSON),
        (b"\xef\xbb\xbf [1]", Shape.JSON),
        (b"hello", Shape.TEXT),
        (b"\x00\x01\x02\x03", Shape.BINARY),
        (b"\x1f\x8b\x08\x00", Shape.BINARY),
        (b"", Shape.TEXT),
    ],
)
def test_a_body_is_known_by_its_first_bytes(body, shape):
    assert sniff(body).shape is shape


@given(st.binary(max_size=400) | st.text(alphabet='<>!?-[]" rshtml&\0', max_size=200).map(str.encode))
def test_no_body_is_too_odd_to_be_sniffed(body):
    assert sniff(body).shape in Shape


@given(st.integers(0, len(FEED)))
def test_a_feed_is_never_taken_for_a_page_wherever_it_is_cut(size):
    assert sniff(FEED[:size]).shape in (Shape.FEED, Shape.XML, Shape.TEXT)


def test_a_title_is_one_printable_line():
    assert title("<title>\n  A &amp; B\x00\u202e </title>") == "A & B"
    assert title("<TITLE lang=en>" + "x" * 500) == "x" * 79 + "…"
    assert title("<h1>none</h1>") == ""
