"""What a poll of a mailbox does besides: one bad message stops no other, and links are asked where they lead.

Only links to the hosts that the source names in `resolve` are asked, and of those only what became an item: what
unsubscribes never did. The host's redirect is looked at and not followed: the page it leads to is not asked for.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from servwatch.cycle.harvesting import Answer
from servwatch.fetch.folder_memory import Seen
from servwatch.model import Fetched, Parsed, RawItem, Request, Source, Verdict
from servwatch.model.mailbox import MailRead, packed, unpacked
from servwatch.sources.links import http_link
from servwatch.sources.mailbox.sentences import EMPTY, NONE_READABLE, OK, UNREADABLE
from servwatch.sources.mailbox.unwanted import Refused, leads_to_unwanted
from servwatch.sources.mailbox.wrapped import impersonal, unwrapped
from servwatch.sources.parser_pool import NOT_STARTED

if TYPE_CHECKING:
    from servwatch.cycle.reading_on import ReadingOn

MOST_RESOLVED = 60
"""Links of one poll that are asked where they lead."""
HOPS = 4
"""Redirects within the named hosts, one after another."""

KnownLinks = Callable[[Source, Sequence[str]], Awaitable[Mapping[str, str]]]
"""From links to the addresses of the items that are known by them."""


async def no_links(_source: Source, _links: Sequence[str]) -> Mapping[str, str]:
    """Nothing is known."""
    return {}


def is_to_mark(answer: Answer) -> bool:
    """Whether messages are to be marked, now that the answer is stored: what failed is read again."""
    good = answer.parsed is None or answer.parsed.verdict.good
    return bool(answer.fetched.taken) and answer.fetched.verdict.good and good


async def whole_mail(
    reader: ReadingOn, source: Source, asked: Request, fetched: Fetched, parsed: Parsed
) -> Parsed:
    """What the messages hold; where they cannot be read together, each is read alone, and the bad ones are left out."""
    if parsed.verdict.good or parsed.rule == NOT_STARTED:
        return parsed
    items: list[RawItem] = []
    notes: list[str] = []
    mail, bad = MailRead(), 0
    for letter in unpacked(fetched.body):
        one = await reader.parse(source, asked, replace(fetched, body=packed([letter])))
        if one.rule == NOT_STARTED:
            return one
        items += one.items
        notes += one.notes
        bad += not one.verdict.good
        uid = (letter.uid,)
        mail += (one.mail or MailRead(read=uid)) if one.verdict.good else MailRead(unread=uid)
    told = (*dict.fromkeys(notes), UNREADABLE.format(count=bad))
    if not items:
        rule = EMPTY if mail.read else NONE_READABLE
        return Parsed(Verdict.EMPTY, rule, notes=told, mail=mail)
    return Parsed(Verdict.OK, OK, tuple(items), notes=told, mail=mail)


def remembered(fetched: Fetched, parsed: Parsed) -> tuple[Fetched, Parsed]:
    """What is to be remembered and marked, now that the messages were read: what was not is tried again, unmarked."""
    seen, mail = Seen.of(fetched.etag), parsed.mail
    if seen is None or mail is None or not parsed.verdict.good:
        return fetched, parsed
    seen = seen.after(mail.read, mail.unread, mail.left)
    taken = tuple(uid for uid in fetched.taken if uid not in seen.unmarked)
    after = replace(mail, waiting=bool(seen.unread))
    return replace(fetched, etag=str(seen), taken=taken), replace(parsed, mail=after)


def resolves(source: Source) -> bool:
    """Whether the source has hosts whose links are asked where they lead."""
    return bool(source.options.get("resolve"))


async def resolve(reader: ReadingOn, source: Source, parsed: Parsed, known: KnownLinks) -> Parsed:
    """The items with the addresses their links lead to. A link that tells nothing stays, and is not asked again."""
    hosts = frozenset(str(host).lower() for host in source.options["resolve"])
    links = list(dict.fromkeys(item.url for item in parsed.items if _host(item.url) in hosts))
    if not links:
        return parsed
    found = dict(await known(source, links))
    asked = 0
    refused = Refused(*(parsed.mail.refused if parsed.mail is not None else ()))

    def is_unwanted(url: str) -> bool:
        return leads_to_unwanted(url) or refused.covers(url)

    for link in links:
        if link in found or asked >= MOST_RESOLVED or reader.is_over():
            continue
        asked += 1
        found[link] = await _target(reader, source, link, hosts, is_unwanted)
    items = tuple(_led(item, found.get(item.url, "")) for item in parsed.items)
    kept = tuple(item for item in items if not is_unwanted(item.url))
    return replace(parsed, items=kept) if kept else replace(parsed, verdict=Verdict.EMPTY, items=())


def _led(item: RawItem, target: str) -> RawItem:
    return replace(item, url=target, aliases=(item.url,)) if target and target != item.url else item


async def _target(
    reader: ReadingOn,
    source: Source,
    link: str,
    hosts: frozenset[str],
    is_unwanted: Callable[[str], bool],
) -> str:
    """Where a link leads, "" where it does not say. Its own host is asked, and no other; what is unwanted never is."""
    at = link
    for _ in range(HOPS):
        if is_unwanted(at):
            return at
        request = Request(at, expects="page", user_agent=source.user_agent, max_bytes=100_000, follow=False)
        fetched = await reader.fetch(request)
        if fetched is None:
            return ""
        location = fetched.headers.get("location", "") if 300 <= (fetched.status or 0) < 400 else ""
        target = http_link(urljoin(at, location)) if location else ""
        if not target:
            return ""
        chain = unwrapped(target)
        at = next(filter(is_unwanted, chain), chain[-1])
        if _host(at) not in hosts:
            return impersonal(at)
    return ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
