"""`sources verify`: whether every entry of the watch list works, today and from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli.invocation import Invocation, command

if TYPE_CHECKING:
    from servwatch.cycle.verifying import Verified
    from servwatch.model import Settings, Source

_STYLES = {"works": "good", "empty": "doubt", "changed": "doubt"}


def register(group: typer.Typer) -> None:
    """Add the command to the group `sources`."""
    command(
        group,
        epilog="Examples: `servwatch sources verify`; `servwatch sources verify eesc-news --probe`;"
        " `servwatch sources verify --enable`.",
    )(verify)


def verify(
    here: Invocation,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID...", help="Ids of sources; none: all of them.")
    ] = None,
    probing: Annotated[
        bool, typer.Option("--probe", help="Look for a new address of what changed or is gone.")
    ] = False,
    enable: Annotated[
        bool, typer.Option("--enable", help="Enable what is off and works, without asking.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Ask every source once, and tell which work.

    Those that are off are asked too. Nothing is stored. On a terminal it then offers to enable those that are off and work: one line of the
    configuration is changed, all else in it stays. Exit 0 when all that are on work, else 3.
    """
    from servwatch.cli.known_names import require_sources
    from servwatch.cli.progress import bar
    from servwatch.cycle.clock import SystemClock
    from servwatch.cycle.verifying import verify as run_verify

    here.start_log()
    settings = here.in_force().settings
    require_sources(settings, ids or [])
    sources = [source for source in settings.sources if not ids or source.id in ids]
    with bar("Asking sources", quiet=here.quiet) as progress:
        progress.begin(len(sources))
        found = run_verify(
            settings,
            sources,
            SystemClock(),
            told=lambda one: progress.advance(one.source.id),
            probing=probing,
        )
    _tell(found, settings, here, json=json)
    _offer(
        here, [one.source for one in found if one.outcome == "works" and not one.source.enabled], enable, json
    )
    failing = [one for one in found if one.source.enabled and not one.outcome.well]
    raise typer.Exit(3 if failing else 0)


def _tell(found: Sequence[Verified], settings: Settings, here: Invocation, *, json: bool) -> None:
    from servwatch.cli.printing import plural, say, say_json, table

    if json:
        for one in found:
            say_json(as_json(one, settings))
        return
    shown = [one for one in found if not here.quiet or (one.source.enabled and not one.outcome.well)]
    table(
        [
            [
                one.source.id,
                "on" if one.source.enabled else "off",
                one.outcome.value,
                str(one.items),
                one.newest.isoformat() if one.newest else "-",
                _why(one),
            ]
            for one in shown
        ],
        ("source", "", "outcome", "items", "newest", "why"),
        empty="" if here.quiet else "No source is watched.",
    )
    for one in shown:
        if one.proposal is not None:
            say(f"\n# In place of {one.source.id}:", style="bold")
            say(_entry(one, settings).text)
    if not here.quiet:
        counts = Counter(one.outcome.value for one in found)
        said = ", ".join(f"{count} {outcome}" for outcome, count in counts.most_common())
        say(f"{plural(len(found), 'source')} asked: {said}." if found else "")


def _why(one: Verified) -> str:
    return f"moved to {one.moved_to}; {one.rule}" if one.moved_to else one.rule


def as_json(one: Verified, settings: Settings) -> dict[str, Any]:
    """One line for machines."""
    proposal = _entry(one, settings) if one.proposal is not None else None
    return {
        "id": one.source.id,
        "outcome": one.outcome,
        "verdict": one.verdict,
        "rule": one.rule,
        "items": one.items,
        "newest": one.newest,
        "enabled": one.source.enabled,
        "moved_to": one.moved_to or None,
        "proposal": {"entry": proposal.keys, "toml": proposal.text} if proposal else None,
    }


def _entry(one: Verified, settings: Settings) -> Any:
    from servwatch.cycle.proposed_entry import entry_of

    assert one.proposal is not None  # noqa: S101 - the callers have looked
    today = settings.day_of(datetime.now(UTC))
    return entry_of(one.proposal, settings.sources, today, instead_of=one.source)


def _offer(here: Invocation, working: Sequence[Source], enable: bool, json: bool) -> None:
    """Enable what is off and works: unasked with `enable`, else those that a person at a terminal says yes to."""
    import sys

    from servwatch.cli.printing import say, watched

    if not working:
        return
    asking = not enable and watched(sys.stdin) and watched(sys.stderr) and not json and not here.quiet
    wanted = [source.id for source in working if enable or (asking and _asked(source))]
    if not wanted:
        if not json and not here.quiet and not asking:
            say(f"Off, and working: {', '.join(source.id for source in working)}. Enable them with --enable.")
        return
    from servwatch.config import enable_sources

    edited = enable_sources(here.config_path(), wanted, here.environ)
    files = ", ".join(map(str, edited.files))
    say(f"Enabled in {files}: {', '.join(wanted)}.", error=json)


def _asked(source: Source) -> bool:
    about = f" ({source.origin})" if source.origin else ""
    return typer.confirm(f"{source.id}: {source.name}{about} works. Enable it?", default=False, err=True)
