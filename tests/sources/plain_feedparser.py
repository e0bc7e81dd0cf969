"""What plain feedparser says of a feed, and the classes of what is read otherwise here.

Each class is a test of what it claims, so that a difference is checked and not only named.
"""

import calendar
import warnings
from datetime import UTC, datetime

import feedparser

from servwatch.sources.plain_text import plain_text
from tests.sources.reading import context

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
        not title(e) and i.title in (i.url, raw(e, "id"))
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
