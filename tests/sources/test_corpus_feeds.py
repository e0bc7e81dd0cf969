"""Every item that plain feedparser finds in a captured feed is found here too: title, address and day.

Where something differs it is explained by a class below, which is checked and not only claimed, and
listed in tests/data/corpus/feed_differences.tsv: one line for each file, field and class, with the items.
"""

import calendar
import warnings
from datetime import UTC, datetime

import feedparser
import pytest

from servwatch.model import Verdict
from servwatch.sources.feed import sentences
from servwatch.sources.plain_text import plain_text
from tests.sources.corpus import compare, files, needs_corpus
from tests.sources.reading import context, read

DATES = ("published", "created", "updated")
ZONE = context().zone


def raw(entry, name):
    return dict.get(entry, name) or ""


def title(entry):
    detail = raw(entry, "title_detail") or {}
    return plain_text(raw(entry, "title"), markup=dict.get(detail, "type") != "text/plain")


def day(entry):
    for name in DATES:
        if parsed := raw(entry, f"{name}_parsed"):
            return datetime.fromtimestamp(calendar.timegm(parsed), UTC).astimezone(ZONE).date()
    return None


def our_day(item):
    return item.published and item.published.astimezone(ZONE).date()


def hollow(entry):
    texts = [title(entry), raw(entry, "link"), raw(entry, "id"), plain_text(raw(entry, "summary"))]
    return not any(texts) and not raw(entry, "content")


# The classes, by field: each a test of what it claims.

TITLES = {
    "no title: the first words of the summary": lambda e, i: (
        not title(e) and i.summary and i.summary.startswith(i.title.removesuffix("…"))
    ),
    "no title, no summary: the address or identifier": lambda e, i: (
        not title(e) and i.title in (i.url, i.identifier)
    ),
}
LINKS = {
    "the address of the page, not of FeedBurner's counter": lambda e, i: (
        i.url and i.url == raw(e, "feedburner_origlink")
    ),
    "relative: made absolute": lambda e, i: (
        ":" not in raw(e, "link")
        and i.url.endswith(raw(e, "link").lstrip("/"))
        and i.url.startswith("https://")
    ),
    "an identifier that is no address: no link": lambda e, i: (
        raw(e, "link") == raw(e, "id") and not raw(e, "id").startswith("http") and i.url == ""
    ),
    "an identifier that is no address: the enclosure": lambda e, i: (
        raw(e, "link") == raw(e, "id") and i.url in [raw(link, "href") for link in raw(e, "links")]
    ),
}
DAYS = {
    "names of days and months that feedparser does not know": lambda e, i: (
        day(e) is None and i.published and any(c.isalpha() for c in stated(e))
    ),
    "month and day of one digit, which feedparser misreads": lambda e, i: (
        day(e)
        and "/" in stated(e)
        and our_day(i).isoformat().replace("-0", "-") == stated(e).split()[0].replace("/", "-")
    ),
    "an offset of 30 hours: the day as stated": lambda e, i: (
        stated(e).endswith("+3000") and our_day(i).strftime("%d %b %Y") in stated(e)
    ),
}


def stated(entry):
    return next((raw(entry, name) for name in DATES if raw(entry, name)), "")


def explain(classes, entry, item):
    return next((why for why, holds in classes.items() if holds(entry, item)), "?")


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


def of_one_item(entry, item):
    if title(entry) != item.title:
        yield "title", explain(TITLES, entry, item)
    if raw(entry, "link") != item.url:
        yield "link", explain(LINKS, entry, item)
    if day(entry) != our_day(item):
        yield "day", explain(DAYS, entry, item)


def plainly(body):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return feedparser.parse(body).entries


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


def spans(indexes):
    """["0", "1", "2", "7"] as "0-2 7"."""
    if not all(index.isdigit() for index in indexes):
        return " ".join(indexes)
    numbers, parts = [int(index) for index in indexes], []
    for number in numbers:
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)


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
