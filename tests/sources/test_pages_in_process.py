"""The new kinds in the parser process: they are known there, and a page made to cost time costs one document."""

import subprocess
import sys

from servwatch.model import Verdict
from servwatch.sources.parser_pool import TOO_SLOW, ParserPool
from tests.sources.samples import context, folder
from tests.sources.test_parser_pool import looped


@looped
async def test_every_reader_works_in_the_process():
    page = folder("page") / "cor-news.html"
    article = folder("article") / "text.html"
    async with ParserPool() as pool:
        listing = await pool.parse("page", page.read_bytes(), context(page))
        detail = await pool.parse("article", article.read_bytes(), context())
    assert [item.title for item in listing.items][1] == "Cohesion after 2027: what cities expect"
    assert [request.url for request in listing.follow] == ["https://publisher.example/feeds/all?page=1"]
    assert detail.items[0].summary.startswith("The new edition looks at")


@looped
async def test_a_page_of_nested_items_is_given_up_and_the_next_one_is_read():
    nested = b'<article><a href="/x">y</a>' * 100_000
    page = folder("page") / "cor-news.html"
    async with ParserPool(limit=5) as pool:
        given_up = await pool.parse("page", nested, context(options={"item": "article"}))
        assert (given_up.verdict, given_up.rule) == (Verdict.TIMEOUT, TOO_SLOW)
        assert (await pool.parse("page", page.read_bytes(), context(page))).verdict is Verdict.OK


def test_the_main_process_never_carries_what_reads_documents():
    seen = "import sys, servwatch.cycle.poll, servwatch.config; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", seen], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"lxml", "jmespath", "cssselect", "trafilatura", "feedparser"} & set(loaded)
