"""`sources probe`: what kind of source an address is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from servwatch.cli.invocation import Invocation, command

if TYPE_CHECKING:
    from servwatch.cycle.probed import Candidate, Probed, Tried
    from servwatch.model import RawItem, Settings

SHOWN = 10
"""Items that a probe shows a person."""
LARGEST = 20_000_000
"""Bytes of a saved page."""
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def register(group: typer.Typer) -> None:
    """Add the command to the group `sources`."""
    command(
        group,
        epilog="Examples: `servwatch sources probe https://www.example.org/news`;"
        " `servwatch sources probe saved.html --url https://www.example.org/news`.",
    )(probe)


def probe(
    here: Invocation,
    target: Annotated[
        str, typer.Argument(metavar="URL|FILE", help="A web address, or a page saved from one.")
    ],
    url: Annotated[
        str, typer.Option("--url", metavar="URL", help="Where a saved page came from: the base of its links.")
    ] = "",
    json: JsonOption = False,
) -> None:
    """Tell how an address can be read, as an entry to paste.

    Looks for a feed: at the address, named by the page, in the usual places. Else an interface in JSON, else
    selectors from what repeats on the page, else a sitemap. Asks at most some fifteen times, and stores nothing.
    Exit 0 with an entry, 3 where none was found.
    """
    from servwatch.cli.printing import interactive, say, say_json
    from servwatch.cycle.probing import probe as run_probe

    here.start_log()
    settings = here.in_force().settings
    address, body = _target(here, target, url)

    def told(tried: Tried) -> None:
        if here.verbose or (interactive() and not here.quiet and not json):
            say(f"{tried.url}: {tried.outcome}", style="dim", error=True)

    found = run_probe(
        settings.fetch, address, now=datetime.now(UTC), timezone=settings.timezone.key, body=body, told=told
    )
    if json:
        say_json(as_json(found, settings))
    else:
        _tell(found, settings)
    raise typer.Exit(0 if found.best else 3)


def _target(here: Invocation, target: str, url: str) -> tuple[str, bytes | None]:
    """The address, and the bytes of a saved page. Raises UsageError, NotFound."""
    from servwatch.errors import NotFound, UsageError

    if target.lower().startswith(("http://", "https://")):
        return target, None
    path = here.folder / target
    if not path.is_file():
        remedy = f"Write the whole address: https://{target}" if "." in target else ""
        raise NotFound("there is no such file, and it is no web address", place=target, remedy=remedy)
    if not url.lower().startswith(("http://", "https://")):
        raise UsageError(
            "the links of a saved page need the address it came from",
            place=str(path),
            remedy="Give it with --url https://...",
        )
    return url, _saved(path)


def _saved(path: Path) -> bytes:
    from servwatch.errors import UsageError

    with path.open("rb") as file:
        body = file.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise UsageError("the file is too large for a page", place=str(path))
    return body


def as_json(found: Probed, settings: Settings) -> dict[str, Any]:
    """What a probe found, for machines."""
    from servwatch.cycle.proposed_entry import entry_of

    best = found.best
    entry = entry_of(best, settings.sources, settings.day_of(datetime.now(UTC))) if best else None
    return {
        "url": found.url,
        "kind": best.proposal.kind if best else None,
        "entry": entry.keys if entry else None,
        "toml": entry.text if entry else None,
        "known_as": (entry.known_as or None) if entry else None,
        "note": best.note if best else "",
        "items": [_item(item, settings.timezone) for item in best.proposal.items] if best else [],
        "verdict": found.verdict,
        "rule": found.rule,
        "remedy": found.remedy,
        "tried": [{"url": tried.url, "outcome": tried.outcome} for tried in found.tried],
        "alternatives": [
            {
                "url": other.url,
                "kind": other.proposal.kind,
                "items": len(other.proposal.items),
                "note": other.note,
            }
            | {"toml": entry_of(other, settings.sources, settings.day_of(datetime.now(UTC))).text}
            for other in found.alternatives
        ],
    }


def _item(item: RawItem, zone: ZoneInfo) -> dict[str, Any]:
    return {"title": item.title, "day": _day(item, zone) or None, "url": item.url, "summary": item.summary}


def _day(item: RawItem, zone: ZoneInfo) -> str:
    return item.published.astimezone(zone).date().isoformat() if item.published else ""


def _tell(found: Probed, settings: Settings) -> None:
    """Print what a person sees; with an entry, all of it may stand in feeds.toml, the rest as comments."""
    from servwatch.cli.printing import plural, say

    if found.best is None:
        say(f"{found.url}: {found.verdict}: {found.rule}", style="bad", error=True)
        if found.remedy:
            say(found.remedy, error=True)
        for other in found.alternatives:
            say(f"To be probed: {other.url} ({other.note})", error=True)
        return
    _tell_items(found.best.proposal.items, settings.timezone)
    _tell_entry(found.best, settings)
    for other in found.alternatives:
        about = plural(len(other.proposal.items), "item")
        note = f"; {other.note}" if other.note else ""
        say(f"# Also: {other.proposal.kind}, {other.url}, {about}{note}", style="dim")


def _tell_items(items: Sequence[RawItem], zone: ZoneInfo) -> None:
    from servwatch.cli.printing import plural, say

    rows = [
        (_day(item, zone) or "no date", _short(item.title), item.url or "no address")
        for item in items[:SHOWN]
    ]
    widest = max((len(title) for _, title, _ in rows), default=0)
    for day, title, url in rows:
        say(f"# {day:10}  {title:{widest}}  {url}", style="dim")
    if len(items) > SHOWN:
        say(f"# ... and {plural(len(items) - SHOWN, 'more item', 'more items')}", style="dim")
    if not items:
        say("# It holds no item now.", style="dim")


def _tell_entry(best: Candidate, settings: Settings) -> None:
    from servwatch.cli.printing import say
    from servwatch.cycle.proposed_entry import entry_of

    entry = entry_of(best, settings.sources, settings.day_of(datetime.now(UTC)))
    if entry.known_as:
        say(f"# It is watched already, as {entry.known_as}.", style="doubt")
    say(entry.text)


def _short(title: str, longest: int = 70) -> str:
    return title if len(title) <= longest else f"{title[: longest - 1].rstrip()}…"
