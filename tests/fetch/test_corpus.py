"""Captured feeds, pages and parsers' test suites: nothing that can be read is called blocked."""

import os
from pathlib import Path

import feedparser
import pytest

from servwatch.fetch.sniff import Shape, sniff
from servwatch.fetch.verdict import HEAD_BYTES, Answer, judge
from servwatch.model import Verdict

CORPUS = Path(os.environ.get("SERVWATCH_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the captured feeds are not at {CORPUS}"),
]


def verdict(file: Path, expects: str) -> Verdict:
    body = file.read_bytes()
    return judge(Answer(200, head=body[:HEAD_BYTES], length=len(body), expects=expects)).verdict


def files(*folders: str) -> list[Path]:
    found = (file for folder in folders for file in (CORPUS / folder).rglob("*"))
    return sorted(file for file in found if file.is_file())


def holds_entries(file: Path) -> bool:
    """Whether feedparser finds items; it takes some pages for feeds, so pages are left out."""
    body = file.read_bytes()
    if sniff(body[:HEAD_BYTES]).shape is Shape.HTML or file.suffix in (".json", ".py", ".go", ".md"):
        return False
    return bool(feedparser.parse(body).entries)


def test_every_version_of_the_replayed_feeds_is_good():
    versions = files("replay/oecd-embargoes-daily-2026", "replay/eci-petitions-history")
    assert len(versions) >= 390
    assert [
        f for f in versions if f.suffix in (".xml", ".rss") and verdict(f, "feed") is not Verdict.OK
    ] == []


def test_every_captured_page_is_a_page_and_every_answer_in_json_is_json():
    assert [f for f in files("pages") if f.suffix == ".html" and verdict(f, "page") is not Verdict.OK] == []
    assert [f for f in files("json") if f.suffix == ".json" and verdict(f, "json") is not Verdict.OK] == []


def test_no_captured_page_passes_for_a_feed():
    assert [
        f for f in files("pages") if f.suffix == ".html" and verdict(f, "feed") is not Verdict.BLOCKED
    ] == []


@pytest.mark.slow
def test_every_captured_feed_in_which_items_are_found_is_good():
    feeds = [file for file in files("feeds") if holds_entries(file)]
    assert len(feeds) > 150
    assert [file for file in feeds if verdict(file, "feed") is not Verdict.OK] == []


@pytest.mark.slow
def test_every_file_of_the_suites_in_which_items_are_found_is_good():
    feeds = [file for file in files("suites") if holds_entries(file)]
    assert len(feeds) > 1_500
    assert [file for file in feeds if verdict(file, "feed") is not Verdict.OK] == []
