"""How much of what was captured, and of what the simulated institutions show, probe reads with no hand work."""

import pytest

from tests.corpus.probing import captured_listings, feeds, fixture_listings, institution_listings
from tests.sources.corpus import needs_corpus

LEAST = 0.85
"""Of the listing pages; docs/proofs/probe.md tells each."""


@needs_corpus
def test_every_captured_feed_is_found_to_be_one_with_its_items():
    found = feeds()
    assert len(found) > 190
    assert [path for path, right in found.items() if not right] == []


@needs_corpus
def test_most_listing_pages_give_a_right_entry():
    pages = [
        x
        for x in (*captured_listings(), *fixture_listings(), *institution_listings())
        if x.origin != "answer"
    ]
    assert len(pages) >= 40
    wrong = [page.name for page in pages if not page.right]
    assert len(wrong) <= (1 - LEAST) * len(pages), wrong


@pytest.mark.parametrize("least", [0.9])
def test_listing_pages_in_the_markup_of_publishers_give_a_right_entry(least):
    pages = [*fixture_listings(), *institution_listings()]
    wrong = [page.name for page in pages if not page.right]
    assert len(wrong) <= (1 - least) * len(pages), wrong
