"""What a probe found: candidates in their order, or why there are none and what to do. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from servwatch.insight.address import canonical_address
from servwatch.model import Parsed, Proposal, RawItem, Verdict
from servwatch.sources.feed import sentences

BY_SCRIPT = (
    "Nothing repeats on the page: its list is made by script. Look for the interface that the script asks (in a"
    " browser: developer tools, network, XHR) and probe that address; else take the newsletter, with the kind mailbox."
)
WALLED = (
    "Something stands before the site and lets no program in. Look in a browser for a feed on another host, or take"
    " the newsletter. The site may open for the User-Agent of an institution that gives its address (`contact`)."
)
NO_ITEMS = "It is a feed, but it holds nothing now. Look whether the publisher has another one, or probe it again later."
NOT_THERE = "Look for the new address on the publisher's site, and probe that."
NOT_REACHED = (
    "Look whether the address is right, and whether this machine reaches the internet: a proxy may have to be named in"
    " [fetch]."
)
NOT_ALLOWED = (
    "Its robots.txt asks programs to stay away from this page. Look for a feed, or ask the publisher."
)
NO_ROBOTS = (
    "While its robots.txt cannot be read, the pages of a site are left alone. Look whether the address is right and whether"
    " this machine reaches it, and probe it again later."
)
NO_ADDRESS = "Give the whole address as a browser shows it, without a name or password in it."
_UNUSABLE = (
    "address that can be fetched",
    "scheme",
    "names no host",
    "name of a host",
    "no port",
    "name or password",
)
"""Words of the rules by which an address is refused for its form."""
PRIVATE = "servwatch asks no private addresses, unless [fetch] allow_private says so."
SAVED = "Save the page in a browser after its list has appeared, and probe the file."


@dataclass(frozen=True, slots=True)
class Tried:
    """One request, and what became of it."""

    url: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A way to read an address. `note` says what a person should know before taking it."""

    url: str
    proposal: Proposal
    note: str = ""
    include: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Probed:
    """What a probe found: the best candidate, or None with the reason and what to do."""

    url: str
    best: Candidate | None
    alternatives: tuple[Candidate, ...] = ()
    tried: tuple[Tried, ...] = ()
    verdict: Verdict = Verdict.OK
    rule: str = ""
    remedy: str = ""


def remedy_for(verdict: Verdict, rule: str) -> str:
    """What a person can do where a probe found nothing."""
    if verdict is Verdict.REFUSED:
        if any(words in rule for words in _UNUSABLE):
            return NO_ADDRESS
        if "robots" not in rule:
            return PRIVATE
        return NO_ROBOTS if "cannot be read" in rule else NOT_ALLOWED
    if verdict is Verdict.BLOCKED and "scripts" not in rule:
        return WALLED
    if verdict in (Verdict.GONE, Verdict.MOVED):
        return NOT_THERE
    if verdict in (Verdict.UNREACHABLE, Verdict.TIMEOUT):
        return NOT_REACHED
    if rule == sentences.EMPTY:
        return NO_ITEMS
    return BY_SCRIPT if verdict in (Verdict.EMPTY, Verdict.BLOCKED, Verdict.OK) else ""


def candidates(url: str, parsed: Parsed | None) -> list[Candidate]:
    """The proposals of an answer that take items; a sitemap may only name its parts."""
    if parsed is None or not parsed.verdict.good:
        return []
    return [Candidate(url, p) for p in parsed.proposals if p.items or p.kind == "sitemap"]


def ranked(feeds: list[Candidate], pages: list[Candidate]) -> list[Candidate]:
    """Feeds before pages; but a feed that was guessed and has none of the page's items is another one."""
    items = pages[0].proposal.items if pages else ()
    own = [feed for feed in feeds if shared(feed.proposal.items, items)]
    others = [feed for feed in feeds if feed not in own]
    guessed = [feed for feed in others if feed.note == "guess"] if items else []
    named = [feed for feed in others if feed not in guessed]
    elsewhere = "none of its items is on the page: it may be of the whole site" if items else ""
    usual = "found where sites usually have one: it may be of the whole site"
    return [
        *(replace(feed, note="") for feed in own),
        *(replace(feed, note=elsewhere or (usual if feed.note else "")) for feed in named),
        *pages,
        *(replace(feed, note=elsewhere) for feed in guessed),
    ]


def shared(ours: Iterable[RawItem], theirs: Iterable[RawItem]) -> int:
    """How many items two lists share, by address or title."""
    urls, titles = ({canonical_address(i.url) for i in ours if i.url}, {i.title.casefold() for i in ours})
    return sum(canonical_address(item.url) in urls or item.title.casefold() in titles for item in theirs)


def below(candidate: Candidate, path: str) -> Candidate:
    """A sitemap holds all of a site: only what stands below the page asked for, where something does."""
    folder = path.rstrip("/") + "/"
    below = tuple(item for item in candidate.proposal.items if folder in urlsplit(item.url).path)
    if folder == "/" or not below:
        return replace(candidate, note="it holds all pages of the site: choose some with include")
    return replace(candidate, proposal=replace(candidate.proposal, items=below), include=(folder,))
