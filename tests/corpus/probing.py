"""What probe makes of captured pages and feeds, as a table: `python -m tests.corpus.probing [FILE]`.

Right is, for a feed, the kind, and the items that a poll takes. For a list, on a page or in JSON: the first
proposal, as it is, takes at least 95 % of the entries that a person counts, with right title, link and day,
and at most 5 % else. Where a page shows no day, the proposal must leave it to the pages of its items.

Lists are of three origins: captured ones (tests/data/corpus/listings.json, counted by hand); the fixtures of
the kind `page`, in the markup of the publisher they name; the simulated institutions, whose truth is known.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from servwatch.model import Parsed
from servwatch.sources import READERS
from tests.corpus.captured import all_captured
from tests.institutions import World, everything
from tests.internet import Asked, Internet
from tests.sources.corpus import CORPUS, TABLES
from tests.sources.samples import context, samples

ENOUGH = 0.95
NOON = datetime(2026, 10, 8, 12, tzinfo=UTC)
ZONE = context().zone
Row = tuple[str, str, str | None]
HEAD = """# What `sources probe` proposes, held against what a person counts

{date}. `python -m tests.corpus.probing` makes this page anew. A proposal is *right* where it can be pasted as it is:
for a feed, the kind, with the items that a poll takes; for a list, 95 % of the entries that a person counts, with right title, link
and day, and no more than 5 % else. Where a page shows no day, the proposal must leave it to the pages of its items.

| what | right | of |
|---|---|---|
| captured feeds | {feeds} | {all_feeds} |
| captured listing pages | {captured} | {all_captured} |
| listing pages in the markup of publishers (fixtures) | {fixtures} | {all_fixtures} |
| listing pages of the simulated institutions | {institutions} | {all_institutions} |
| **listing pages, together** | **{pages}** | **{all_pages}** |
| captured answers in JSON | {answers} | {all_answers} |

The captured answers in JSON hold no addresses of their entries, or are one document each: a person must write the pattern
of the link. Feeds that are not right: {wrong}.

| list | origin | counted | right | taken | proposal |
|---|---|---|---|---|---|
{lines}
"""


@dataclass(frozen=True)
class Listing:
    """A list, what a person counts on it, and what was proposed."""

    name: str
    origin: str  # "captured" | "fixture" | "institution" | "answer"
    counted: list[Row]
    parsed: Parsed

    @property
    def proposed(self) -> list[Row]:
        """What the first proposal takes."""
        items = self.parsed.proposals[0].items if self.parsed.proposals else ()
        return [(i.title, i.url, _day(i.published)) for i in items]

    @property
    def hits(self) -> int:
        """How many of the counted entries it takes as they are."""
        found = self.proposed
        undated = (
            bool(self.parsed.proposals)
            and self.parsed.proposals[0].detail
            and not any(day for *_, day in found)
        )
        return sum(row in found or bool(undated and (*row[:2], None) in found) for row in self.counted)

    @property
    def right(self) -> bool:
        """Whether a person need change nothing."""
        enough = self.hits >= ENOUGH * len(self.counted)
        return bool(self.hits) and enough and len(self.proposed) <= len(self.counted) / ENOUGH


def _day(time: datetime | None) -> str | None:
    return time.astimezone(ZONE).date().isoformat() if time is not None else None


def discovered(body: bytes, url: str, now: datetime | None = None) -> Parsed:
    """What discovery makes of bytes that came from an address."""
    around = context(url=url, content_type="", **({"now": now} if now else {}))
    return READERS["discovery"].parse(body, around)


def captured_listings() -> Iterator[Listing]:
    """Those of the corpus."""
    for listing in json.loads((TABLES / "listings.json").read_text(encoding="utf-8")):
        file, url = listing["file"], listing["url"]
        origin = "captured" if listing["kind"] == "page" else "answer"
        counted = [(title, link, day) for title, link, day in listing["items"]]
        yield Listing(file.rpartition("/")[2], origin, counted, discovered((CORPUS / file).read_bytes(), url))


def fixture_listings() -> Iterator[Listing]:
    """Those of tests/data/page that hold items."""
    for sample in samples("page"):
        expected = json.loads(sample.with_name(f"{sample.name}.expected.json").read_text(encoding="utf-8"))
        if expected["verdict"] != "ok":
            continue
        times = (
            datetime.fromisoformat(i["published"]) if i["published"] else None for i in expected["items"]
        )
        counted = [(i["title"], i["url"], _day(t)) for i, t in zip(expected["items"], times, strict=True)]
        yield Listing(sample.name, "fixture", counted, discovered(sample.read_bytes(), context(sample).url))


def institution_listings() -> Iterator[Listing]:
    """The pages of the simulated institutions at one moment; those behind a wall are none."""
    with Internet() as internet:
        world = World(internet, everything())
        world.now = NOON
        for channel in world.channels.values():
            parts = urlsplit(channel.address)
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            agent = {"user-agent": "Mozilla/5.0 (compatible; watcher)", "accept": "*/*"}
            asked = Asked(time=0, host=channel.host, path=target, headers=agent)
            replies = (internet.reply_to(asked) for _ in range(3))  # one stumbles now and then
            reply = next((r for r in replies if r.status == 200), None)
            if channel.method != "GET" or reply is None or b"<html" not in reply.body[:300].lower():
                continue
            truth = world.listed(channel.id, NOON)
            counted = [(p.title, p.link, _day(p.published)) for p in truth]
            if counted:
                yield Listing(
                    channel.id, "institution", counted, discovered(reply.body, channel.address, NOON)
                )


def feeds() -> dict[str, bool]:
    """Each captured file that a poll of the kind `feed` reads, and whether it was found to be one, with its items."""
    found = {}
    for captured in all_captured():
        polled = READERS["feed"].parse(captured.body, context(url=captured.url, content_type=""))
        if polled.items:
            parsed = discovered(captured.body, captured.url)
            kind = parsed.proposals[0].kind if parsed.proposals else ""
            found[captured.path] = (kind, parsed.items) == ("feed", polled.items)
    return found


def page(today: date) -> str:
    """The whole page, in Markdown."""
    listings = [*captured_listings(), *fixture_listings(), *institution_listings()]
    found = feeds()
    by_origin = {
        o: [x for x in listings if x.origin == o] for o in ("captured", "fixture", "institution", "answer")
    }
    right = {origin: sum(x.right for x in those) for origin, those in by_origin.items()}
    pages = [x for x in listings if x.origin != "answer"]
    wrong = [path.removeprefix("feeds/") for path, is_right in found.items() if not is_right]
    return HEAD.format(
        date=today.strftime("%-d %B %Y"),
        feeds=sum(found.values()),
        all_feeds=len(found),
        captured=right["captured"],
        all_captured=len(by_origin["captured"]),
        fixtures=right["fixture"],
        all_fixtures=len(by_origin["fixture"]),
        institutions=right["institution"],
        all_institutions=len(by_origin["institution"]),
        pages=sum(x.right for x in pages),
        all_pages=len(pages),
        answers=right["answer"],
        all_answers=len(by_origin["answer"]),
        wrong="; ".join(wrong) or "none",
        lines="\n".join(map(_line, listings)),
    )


def _line(listing: Listing) -> str:
    proposal = listing.parsed.proposals[0] if listing.parsed.proposals else None
    keys = ", ".join(f"{k} = {v}" for k, v in proposal.options.items()) if proposal else ""
    shown = f"`{keys}`".replace("|", "\\|") if keys else "nothing"
    mark = "yes" if listing.right else f"**no** ({listing.hits})"
    counts = f"{len(listing.counted)} | {mark} | {len(listing.proposed)}"
    return f"| {listing.name} | {listing.origin} | {counts} | {shown} |"


if __name__ == "__main__":
    text = page(date.today())  # noqa: DTZ011
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, encoding="utf-8")
    else:
        print(text)
