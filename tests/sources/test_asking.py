"""What search interfaces are asked: days, forms, pages. What a page's address becomes from page to page."""

import email
import json
from datetime import UTC, datetime, timedelta
from email import policy
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.model import Request, Source
from servwatch.sources import KINDS
from servwatch.sources.json_api.asking import following, multipart
from servwatch.sources.paging import next_number, with_parameter
from servwatch.sources.placeholders import filled, filled_within
from servwatch.sources.sitemap.slug import title_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def asked(kind="json_api", url="https://api.example.org/search?a=1", **options):
    source = Source(id="s", name="S", body="b", kind=kind, url=url, options=options)
    return KINDS[kind].request(source, NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from={since}&to={today}", "from=2026-11-15&to=2026-11-22"),
        ("from={since:%d%m%Y}", "from=15112026"),
        ("{ since } {tomorrow} {since:} {}", "{ since } {tomorrow} {since:} {}"),
        ("a{today}b{today}", "a2026-11-22b2026-11-22"),
    ],
)
def test_days_are_put_in_where_they_are_named_and_nowhere_else(text, expected):
    assert filled(text, NOW, timedelta(days=7)) == expected


def test_days_reach_into_tables_and_lists():
    value = {"q": ["{since}", {"d": "{today:%Y}"}], "n": 3}
    assert filled_within(value, NOW, timedelta(days=1)) == {"q": ["2026-11-21", {"d": "2026"}], "n": 3}


@pytest.mark.parametrize("kind", ["feed", "page", "sitemap", "json_api"])
def test_every_address_may_hold_days(kind):
    request = asked(kind, "https://api.example.org/rss?startDate={since:%d/%m/%Y}", window=timedelta(days=2))
    assert request.url == "https://api.example.org/rss?startDate=20/11/2026"


def test_a_search_without_a_body_is_a_get():
    request = asked()
    assert (request.method, request.url, request.content) == (
        "GET",
        "https://api.example.org/search?a=1",
        b"",
    )


def test_a_form_holds_texts_and_parts_of_json():
    request = asked(form={"query": {"bool": {"must": []}}, "languages": ["en"], "text": "é***"})
    message = email.message_from_bytes(
        f"Content-Type: {request.content_type}\r\n\r\n".encode() + request.content, policy=policy.HTTP
    )
    parts = {part.get_param("name", header="content-disposition"): part for part in message.iter_parts()}
    assert json.loads(parts["query"].get_payload()) == {"bool": {"must": []}}
    assert parts["query"].get_content_type() == "application/json"
    assert parts["text"].get_payload(decode=True).decode() == "é***"
    assert request == asked(form={"query": {"bool": {"must": []}}, "languages": ["en"], "text": "é***"})


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=20), min_size=1, max_size=3))
def test_no_value_of_a_form_can_be_its_boundary(form):
    content, kind = multipart(form)
    boundary = kind.partition("boundary=")[2].encode()
    assert content.count(b"--" + boundary) == len(form) + 1


@pytest.mark.parametrize(
    ("paging", "page", "number"),
    [({"page": "p"}, 1, 2), ({"page": "p", "first": 0}, 1, 1), ({"page": "p", "first": 0}, 3, 3), ({"offset": "o", "size": 50}, 2, 100)],
)  # fmt: skip
def test_the_number_of_the_next_page(paging, page, number):
    assert next_number(paging, page) == number


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example/a", "https://x.example/a?page=2"),
        ("https://x.example/a?page=0&q=b%20c", "https://x.example/a?q=b%20c&page=2"),
        ("https://x.example/a?f[0]=x&pages=9#top", "https://x.example/a?f[0]=x&pages=9&page=2"),
    ],
)
def test_one_parameter_changes_and_the_others_stay_as_they_are_written(url, expected):
    assert with_parameter(url, "page", "2") == expected


def test_the_next_page_of_a_posted_search_is_posted_with_its_number_within():
    first = asked(json={"pagination": {"size": 10}, "q": "x"})
    second = following(first, {"page": "pagination.number", "in_json": True}, 1)
    assert json.loads(second.content) == {"pagination": {"size": 10, "number": 2}, "q": "x"}
    assert (second.method, second.url) == ("POST", first.url)


def test_a_number_in_the_address_leaves_the_body_alone():
    first = asked(form={"q": "x"})
    second = following(first, {"page": "pageNumber"}, 1)
    assert second.url == "https://api.example.org/search?a=1&pageNumber=2"
    assert (second.content, second.content_type) == (first.content, first.content_type)


def test_a_query_is_sent_as_a_form_with_its_day():
    request = asked(
        "sparql", query='SELECT ?title { FILTER(?d >= "{since}"^^xsd:date) }', window=timedelta(days=7)
    )
    sent = parse_qs(request.content.decode())
    assert sent["query"] == ['SELECT ?title { FILTER(?d >= "2026-11-15"^^xsd:date) }']
    assert isinstance(request, Request)
    assert request.accept.startswith("application/sparql-results+json")


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://x.example/nl/nieuws/sociaal-akkoord-2026_nl", "Sociaal akkoord 2026"),
        ("https://x.example/a/b.html?x=1#y", "B"),
        ("https://x.example/publication/12345", "Publication 12345"),
        ("https://x.example/co%C3%B6p%C3%A9ratie/", "Coöpératie"),
        ("https://x.example/news/index.html", "News"),
        ("https://x.example/", "x.example"),
    ],
)
def test_a_title_is_made_of_the_words_of_an_address(url, title):
    assert title_of(url) == title
