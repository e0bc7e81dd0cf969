"""Captured listings and search answers: found is what a person counts on them.

The lists in tests/data/corpus were written from the pages themselves before the reading of them was.
"""

import json

import pytest

from servwatch.sources import READERS
from tests.sources.corpus import CORPUS, TABLES, needs_corpus
from tests.sources.samples import context

LISTINGS = json.loads((TABLES / "listings.json").read_text(encoding="utf-8"))
ARTICLES = json.loads((TABLES / "articles.json").read_text(encoding="utf-8"))
ENOUGH = 0.95


def day(item, zone):
    return item.published.astimezone(zone).date().isoformat() if item.published else None


def read(kind, file, url, keys):
    around = context(url=url, options=keys, content_type="text/html" if file.endswith("html") else "")
    return READERS[kind].parse((CORPUS / file).read_bytes(), around), around.zone


@needs_corpus
@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing["file"].rpartition("/")[2])
def test_a_captured_listing_gives_what_a_person_counts(listing):
    parsed, zone = read(listing["kind"], listing["file"], listing["url"], listing["keys"])
    found = [[item.title, item.url, day(item, zone)] for item in parsed.items]
    right = [row for row in listing["items"] if row in found]
    assert len(right) >= ENOUGH * len(listing["items"]), [r for r in listing["items"] if r not in found]
    assert len(found) <= len(listing["items"]) / ENOUGH


@needs_corpus
@pytest.mark.parametrize(("file", "title", "published"), ARTICLES, ids=lambda value: value.rpartition("/")[2])
def test_a_captured_page_gives_no_wrong_title_and_no_wrong_day(file, title, published):
    parsed, zone = read("article", file, "https://publisher.example/news/1", {})
    (item,) = parsed.items
    assert item.title == title
    assert day(item, zone) in (published, None)


@needs_corpus
def test_most_captured_pages_tell_their_day_and_something_of_what_they_say():
    items = [
        read("article", file, "https://publisher.example/news/1", {})[0].items[0] for file, *_ in ARTICLES
    ]
    assert sum(item.published is not None for item in items) >= 12
    assert sum(len(item.summary) >= 60 for item in items) == len(items)
