"""The test files of eleven other parsers, some 4,400, down the whole road: no crash, no hang.

And no verdict unexplained: tests/data/corpus/suite_verdicts.tsv says how often each rule was applied
to each suite, and the rules are explained here.
"""

import asyncio
from collections import Counter

from servwatch.model import Verdict
from servwatch.sources.feed import sentences
from servwatch.sources.parser_pool import ParserPool
from tests.sources.corpus import compare, files, needs_corpus
from tests.sources.reading import context

WHY = {
    sentences.HOLLOW: "tests of one field: the only entry has an author, a date or a category, no more",
    sentences.OTHER_JSON: "what another parser should give, written beside its test file",
    sentences.BROKEN_JSON: "files that are to be refused: JSON that breaks off",
    sentences.OTHER_XML: "OPML, settings of programs, documents to be refused, RDF without a channel",
    sentences.NEITHER: "settings and lists of newsboat: plain text",
    sentences.NOTHING: "empty files, stand-ins for audio and settings among them",
    sentences.HTML: "an HTML page kept under the name of a feed",
    sentences.CUT_SHORT: "files that break off on purpose, within the channel or the first item",
}


async def verdicts():
    async with ParserPool(workers=2) as pool:

        async def verdict(file, path):
            parsed = await pool.parse("feed", file.read_bytes(), context())
            return path.split("/")[1], parsed

        return await asyncio.gather(*(verdict(file, path) for file, path in files("suites")))


@needs_corpus
def test_every_file_of_every_suite_gets_a_verdict_that_is_explained():
    found = asyncio.run(verdicts())
    assert len(found) > 4_000
    counted = Counter((suite, parsed.verdict.value, parsed.rule) for suite, parsed in found)
    assert {rule for _, verdict, rule in counted if verdict not in (Verdict.OK, Verdict.EMPTY)} == set(WHY)
    compare(
        "suite_verdicts.tsv",
        [{"suite": s, "verdict": v, "files": str(n), "rule": r} for (s, v, r), n in sorted(counted.items())],
    )
