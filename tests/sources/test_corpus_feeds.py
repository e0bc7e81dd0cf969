"""Every item that plain feedparser finds in a captured feed is found here too: title, address and day.

Where something differs it is explained by a class of `plain_feedparser`, checked and not only claimed, and
listed in tests/data/corpus/feed_differences.tsv: one line for each file, field and class, with the items.
"""

import pytest

from servwatch.model import Verdict
from servwatch.sources.feed import sentences
from tests.sources.corpus import compare, files, needs_corpus
from tests.sources.plain_feedparser import hollow, of_one_item, plainly, spans
from tests.sources.reading import read


def differences(path, entries, parsed):
    """Rows of (file, field, class, index) where we differ from feedparser."""
    if parsed.verdict is Verdict.BLOCKED and parsed.rule == sentences.HTML:
        yield path, "items", "a feed within an HTML page: blocked", "*"
        return
    kept = [(index, entry) for index, entry in enumerate(entries) if not hollow(entry)]
    for index in sorted(set(range(len(entries))) - {index for index, _ in kept}):
        yield path, "items", "an entry that holds nothing: left out", str(index)
    if any("within an item that is left out" in note for note in parsed.notes):
        yield path, "items", "the item within which the document breaks off: left out", str(kept.pop()[0])
    if len(kept) != len(parsed.items):
        yield path, "items", "?", f"{len(kept)} and {len(parsed.items)}"
        return
    for (index, entry), item in zip(kept, parsed.items, strict=True):
        yield from ((path, field, why, str(index)) for field, why in of_one_item(entry, item))


@needs_corpus
def test_every_item_of_every_captured_feed_is_found_with_its_title_address_and_day():
    rows, compared = {}, 0
    for file, path in files("feeds"):
        body = file.read_bytes()
        if entries := plainly(body):
            compared += len(entries)
            for *key, index in differences(path, entries, read(body)):
                rows.setdefault(tuple(key), []).append(index)
    assert compared > 2_900
    found = [
        {"file": path, "field": field, "why": why, "items": spans(indexes)}
        for (path, field, why), indexes in sorted(rows.items())
    ]
    assert [row for row in found if row["why"] == "?"] == []
    compare("feed_differences.tsv", found)


@needs_corpus
@pytest.mark.parametrize("replay", ["replay/oecd-embargoes-daily-2026", "replay/eci-petitions-history"])
def test_every_poll_of_a_replay_is_read_whole(replay):
    polls = [file.read_bytes() for file, _ in files(replay) if file.suffix == ".rss"]
    assert polls
    for body in polls:
        parsed = read(body)
        assert parsed.verdict is Verdict.OK
        assert all(item.url and item.title and item.published for item in parsed.items)
        assert len(parsed.items) == len({(i.identifier, i.url, i.title) for i in parsed.items})
