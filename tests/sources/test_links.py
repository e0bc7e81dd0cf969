from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.sources.links import http_link

BASE = "https://site.example/news/list.html"


@pytest.mark.parametrize(
    ("value", "link"),
    [
        ("https://www.ecb.europa.eu//press/x.html", "https://www.ecb.europa.eu//press/x.html"),
        (
            "https://eur-lex.europa.eu/./legal-content/?uri=CELEX:1",
            "https://eur-lex.europa.eu/./legal-content/?uri=CELEX:1",
        ),
        ("HTTPS://Site.example/A", "HTTPS://Site.example/A"),
        ("/english/news.htm", "https://site.example/english/news.htm"),
        ("item.html?id=1#top", "https://site.example/news/item.html?id=1#top"),
        ("?p=5", "https://site.example/news/list.html?p=5"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("www.site.example/x", "https://www.site.example/x"),
        ("  https://site.example/a\n ", "https://site.example/a"),
        ("https://site.example/a\n    b", "https://site.example/ab"),
        ("https://site.example/a b", "https://site.example/a%20b"),
        ('https://site.example/"><script>', "https://site.example/%22%3E%3Cscript%3E"),
        ("https:\\\\site.example\\a", "https://site.example/a"),
        ("https://site.example/é?x=ü", "https://site.example/é?x=ü"),
        ("https://münchen.example/", "https://münchen.example/"),
        ("https://site.example/\u200bx", "https://site.example/x"),
        ("https://site.example/a\u00a0b", "https://site.example/a%C2%A0b"),
        ("http://127.0.0.1:8765/a/1.html", "http://127.0.0.1:8765/a/1.html"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
    ],
)
def test_an_address_becomes_absolute_and_stays_itself(value, link):
    assert http_link(value, BASE) == link


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<p>",
        "mailto:press@site.example",
        "tag:site.example,2026:1",
        "urn:uuid:1",
        "ftp://site.example/x",
        "file:///etc/passwd",
        "feed://site.example/x",
        "http://",
        "https:///x",
        "https://[::1/x",
        "http://site.example:99999/",
        "http://site.example:port/",
        "https://www.ilo.org@evil.example/",
        "https://user:secret@site.example/",
        "https://exa mple/",
        "https://site.example/\x00x",
        "https://site.example/" + "x" * 5_000,
        "https://%00/",
    ],
    ids=lambda value: repr(value[:30]),
)
def test_what_no_browser_should_open_is_no_link(value):
    assert http_link(value, BASE) == ""


def test_without_a_base_a_relative_address_is_none():
    assert http_link("item.html") == ""


@given(st.text(max_size=60), st.sampled_from([BASE, "", "not a base", "https://[bad"]))
def test_the_result_is_always_http_or_nothing(value, base):
    link = http_link(value, base)
    assert link == "" or (urlsplit(link).scheme in ("http", "https") and urlsplit(link).hostname)
    assert not set(link) & set(' "<>\\')
    assert link.isprintable()
