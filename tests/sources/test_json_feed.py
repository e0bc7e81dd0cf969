import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.model import Verdict
from tests.sources.reading import read


def feed(*items, **keys):
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items} | keys)


def only(*items, **keys):
    (item,) = read(feed(*items, **keys)).items
    return item


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ({"url": "https://a.example/1", "external_url": "https://b.example/"}, "https://a.example/1"),
        ({"external_url": "https://b.example/"}, "https://b.example/"),
        ({"id": "https://a.example/i"}, "https://a.example/i"),
        ({"id": "12"}, ""),
        ({"url": "javascript:alert(1)"}, ""),
        ({"url": "/1"}, "https://publisher.example/1"),
        ({"url": ["https://a.example/1"]}, ""),
        ({"attachments": [{"url": "https://a.example/x.pdf"}]}, "https://a.example/x.pdf"),
        ({"attachments": "x"}, ""),
    ],
)
def test_the_address(entry, url):
    assert only({"title": "T"} | entry).url == url


def test_the_summary_is_the_summary_else_the_text_else_the_html():
    entry = {"title": "T", "summary": "s", "content_text": "t < u", "content_html": "<p>h &amp; i</p>"}
    assert only(entry).summary == "s"
    assert only({**entry, "summary": ""}).summary == "t < u"
    assert only({**entry, "summary": None, "content_text": 5.5}).summary == "5.5"
    assert only({**entry, "summary": "", "content_text": ""}).summary == "h & i"


def test_identifiers_dates_languages_and_tags():
    item = only(
        {
            "id": 7,
            "title": "T",
            "date_modified": "2026-07-31T10:00:00Z",
            "language": "fr",
            "tags": ["a", 1, "a", "b"],
        },
        language="nl-BE",
    )
    assert (item.identifier, item.language, item.categories) == ("7", "fr", ("a", "b"))
    assert item.published == item.updated
    assert only({"title": "T"}, language="nl-BE").language == "nl"


def test_a_lone_surrogate_does_not_reach_the_archive():
    assert only({"title": "a \ud800 b"}).title == "a b"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)
KEYS = [
    "id",
    "url",
    "external_url",
    "title",
    "summary",
    "content_html",
    "content_text",
    "date_published",
    "date_modified",
    "tags",
    "language",
    "attachments",
]


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=12) | JSON, max_size=4), JSON, JSON)
def test_any_json_within_a_feed_gives_a_verdict(items, language, title):
    parsed = read(feed(*items, language=language, title=title))
    assert parsed.verdict in (Verdict.OK, Verdict.EMPTY, Verdict.BROKEN)
    assert (parsed.verdict is Verdict.OK) == bool(parsed.items)
