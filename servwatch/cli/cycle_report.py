"""Tell what a cycle did."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from servwatch.cli.printing import plural, say, table
from servwatch.cycle.poll import PollResult
from servwatch.cycle.reporting import CycleReport


def tell(report: CycleReport, *, quiet: bool) -> None:
    """Print a report for people; `quiet` leaves only what needs attention."""
    if report.held_by:
        say(report.held_by, style="doubt")
        return
    for problem in report.problems:
        say(str(problem), style="bad")
    polls = sorted(report.polls, key=lambda p: (p.verdict.good, p.source))
    shown = [p for p in polls if not p.verdict.good] if quiet else polls
    if shown:
        table(
            [_line(p) for p in shown],
            () if quiet else ("source", "verdict", "items", "new", "changed", "seconds", "why"),
        )
    if not quiet:
        _tell_outcome(report)
    for attention in report.attention:
        since = f" since {attention.since:%Y-%m-%d %H:%M}Z" if attention.since else ""
        say(f"attention: {attention.what} {attention.id}{since}: {attention.remedy}", style="doubt")


def _line(poll: PollResult) -> list[str]:
    return [
        poll.source,
        poll.verdict.value,
        str(poll.seen),
        str(poll.new),
        str(poll.changed),
        f"{poll.seconds:.1f}",
        poll.rule,
    ]


def _tell_outcome(report: CycleReport) -> None:
    good = sum(p.verdict.good for p in report.polls)
    new = sum(p.new for p in report.polls)
    say(f"{plural(len(report.polls), 'source')} polled, {good} well; {plural(new, 'new item')}.")
    for edition in report.editions:
        name = f"{edition.digest} no. {edition.number}" if edition.number else edition.digest
        told = (
            f"{plural(edition.entries, 'entry', 'entries')}, {edition.cut} cut, {edition.rejected} not chosen"
        )
        if edition.state == "skipped":
            say(f"{name}: nothing to tell, nothing sent ({edition.rejected} not chosen).")
        else:
            say(f"{name}: {told}; to {plural(edition.recipients, 'recipient')}.")
    if report.messages:
        counts = ", ".join(f"{count} {state}" for state, count in sorted(report.messages.items()))
        say(f"Messages: {counts}.")
        folder = Path(report.where) / "html"
        if report.messages.get("accepted") and folder.is_dir():
            newest = max(folder.glob("*.html"), key=lambda p: p.stat().st_mtime, default=None)
            say(f"The mail lies in {report.where}/new, and as pages to look at in {folder}.")
            if newest is not None:
                say(f"Look at: {newest}", style="bold")
    if report.duplicates:
        say(
            f"{plural(len(report.duplicates), 'message')} may have arrived twice: {', '.join(report.duplicates)}",
            style="doubt",
        )


def as_json(report: CycleReport) -> dict[str, Any]:
    """The report for machines."""
    return {
        "exit_code": report.exit_code,
        "held_by": report.held_by,
        "sources": [asdict(poll) for poll in report.polls],
        "editions": [asdict(edition) for edition in report.editions],
        "messages": report.messages,
        "duplicates": report.duplicates,
        "attention": [asdict(attention) for attention in report.attention],
        "problems": [asdict(problem) for problem in report.problems],
        "where": report.where,
    }
