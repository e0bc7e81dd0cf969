"""Lists of subscriptions out of the watch list and into it (OPML)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from servwatch.config import body_of, entry_text, id_of, known_body, usable_languages
from servwatch.cycle.proposed_entry import LONGEST_NAME, Entry, known_at
from servwatch.insight.address import canonical_address
from servwatch.model import Parsed, RawItem, Source
from servwatch.sources import ParseContext
from servwatch.sources.opml.writing import outlines
from servwatch.sources.parser_pool import ParserPool

_BODY = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_ANYWHERE = "https://subscriptions.invalid/"


@dataclass(frozen=True, slots=True)
class Exported:
    """A document, how many feeds it names, and how many sources were left out by why."""

    document: str
    feeds: int
    left_out: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What a list gives: entries for what is not watched yet; and what is, by address and id.

    Where the list could not be read, `rule` says why.
    """

    entries: tuple[Entry, ...] = ()
    known: tuple[tuple[str, str], ...] = ()
    rule: str = ""


def export(sources: Sequence[Source], now: datetime, *, everything: bool = False) -> Exported:
    """The feeds among the sources, as OPML; disabled ones only with `everything`. `now` is aware."""
    feeds = [source for source in sources if source.kind == "feed" and "{" not in source.url]
    taken = [source for source in feeds if source.enabled or everything]
    reasons = {
        "of a kind that other readers do not know": len(sources) - len(feeds),
        "disabled": len(feeds) - len(taken),
    }
    left_out = tuple((why, count) for why, count in reasons.items() if count)
    return Exported(outlines(taken, now), len(taken), left_out)


def read_list(body: bytes, sources: Sequence[Source], today: date) -> Imported:
    """What a list of subscriptions (foreign bytes, read in the parser process) gives beside the sources."""
    parsed = asyncio.run(_parsed(body))
    if not parsed.items:
        return Imported(rule=parsed.rule)
    taken = {source.id for source in sources}
    known: list[tuple[str, str]] = []
    entries: list[Entry] = []
    seen: set[str] = set()
    for item in parsed.items:
        canonical = canonical_address(item.url)
        watched = known_at(item.url, sources)
        if watched:
            known.append((item.url, watched))
        elif canonical not in seen:
            entry = _entry(item, sources, taken, today)
            taken.add(entry.keys["id"])
            entries.append(entry)
        seen.add(canonical)
    return Imported(tuple(entries), tuple(known))


async def _parsed(body: bytes) -> Parsed:
    async with ParserPool() as parser:
        context = ParseContext(source_id="opml", url=_ANYWHERE, now=datetime.now(UTC))
        return await parser.parse("opml", body, context)


def _entry(item: RawItem, sources: Sequence[Source], taken: set[str], today: date) -> Entry:
    """A feed of a list. A group is its institution where it is called as one is, as in our own lists; all are noted."""
    url = item.url.replace("{", "%7B").replace("}", "%7D")
    own = next((name for name in reversed(item.categories) if _BODY.fullmatch(name)), "")
    body = known_body(url, sources) or own or body_of(url)
    groups = " / ".join(item.categories)
    keys: dict[str, Any] = {
        "id": id_of(url, body, taken),
        "name": body if item.made_title else item.title[:LONGEST_NAME],
        "body": body,
        "url": url,
    }
    if languages := usable_languages([item.language] if item.language else []):
        keys["languages"] = languages
    keys["origin"] = f"from a list of subscriptions, {today:%d %b %Y}"
    return Entry(keys, entry_text(keys, [groups] if groups else []), "")
