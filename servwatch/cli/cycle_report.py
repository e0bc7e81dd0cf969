"""Tell what a cycle did."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from servwatch.cli.printing import plural, say, table
from servwatch.cycle.poll import PollResult
from servwatch.cycle.reporting import BuiltEdition, CycleReport


def tell(report: CycleReport, *, quiet: bool) -> None:
    """Print a report for people; `quiet` leaves only what needs attention, and what stands since is told once a day."""
    if report.held_by:
        say(report.held_by, style="doubt")
    for problem in report.problems:
        say(str(problem), style="bad")
    if not quiet and not report.held_by:
        _tell_polls(report.polls)
        if report.unreached:
            say(
                f"{plural(report.unreached, 'source')} not reached: the time was up. What is left stays due.",
                style="doubt",
            )
        _tell_heard(report)
        _tell_editions(report)
        _tell_messages(report)
    told = report.standing if quiet else ()
    _tell_attention(
        report, told, shown=() if quiet else [p.source for p in report.polls if not p.verdict.good]
    )


def _tell_polls(polls: Sequence[PollResult]) -> None:
    """What each source gave, the bad ones last; why is said only of those, and of what is not usual."""
    rows = [_row(p) for p in sorted(polls, key=lambda p: (not p.verdict.good, p.source))]
    table(rows, ("source", "verdict", "items", "new", "changed", "seconds", "why"))
    good = sum(p.verdict.good for p in polls)
    new = sum(p.new for p in polls)
    if polls:
        say(f"{plural(len(polls), 'source')} polled, {good} well; {plural(new, 'new item')}.")
    else:
        say("No source is due.")


def _row(poll: PollResult) -> list[str]:
    held = f"{plural(poll.quarantined, 'item')} held back" if poll.quarantined else ""
    return [
        poll.source,
        poll.verdict.value,
        str(poll.seen),
        str(poll.new),
        str(poll.changed),
        f"{poll.seconds:.1f}",
        held if poll.verdict.good else poll.rule,
    ]


def _tell_heard(report: CycleReport) -> None:
    """What came back, where something did."""
    heard = report.heard
    told = [f"{plural(heard.returned, 'mail')} came back"] if heard.returned else []
    told += [f"{plural(heard.late, 'mail')} late elsewhere"] if heard.late else []
    told += [f"{plural(heard.left, 'reader')} left by mail"] if heard.left else []
    told += [f"{plural(heard.others, 'other letter')} left unread in the folder"] if heard.others else []
    if told:
        say(
            f"{', '.join(told)}: see `servwatch members bounces`."
            if heard.returned
            else f"{', '.join(told)}."
        )


def _tell_editions(report: CycleReport) -> None:
    for edition in report.editions:
        say(told_of(edition))
        for passed in edition.passed:
            say(f"  not mailed: {passed}")


def told_of(edition: BuiltEdition) -> str:
    """One line on an edition."""
    if edition.state == "skipped" and edition.recipients:
        recipients = plural(edition.recipients, "recipient")
        return f"{edition.digest}: nothing new to tell; to {recipients} what they were owed; {edition.rejected} not chosen."
    if edition.state == "skipped":
        return f"{edition.digest}: nothing to tell, nothing sent; {edition.rejected} not chosen."
    told = [plural(edition.entries, "entry", "entries")]
    told += [f"{edition.cut} cut"] if edition.cut else []
    told += [f"{edition.rejected} not chosen"] if edition.rejected else []
    recipients = plural(edition.recipients, "recipient")
    later = f", {edition.waiting} later" if edition.waiting else ""
    return f"{edition.digest} no. {edition.number}: {', '.join(told)}; to {recipients}{later}."


def _tell_messages(report: CycleReport) -> None:
    if report.messages:
        counts = ", ".join(f"{count} {state}" for state, count in sorted(report.messages.items()))
        say(f"Messages: {counts}; by way of {report.where}.")
    if report.pages:
        say("The digests, as pages to look at:")
        for digest, page in report.pages.items():
            say(f"  {digest}  {page}", style="bold")
    if report.duplicates:
        ids = ", ".join(report.duplicates)
        say(f"{plural(len(report.duplicates), 'message')} may have arrived twice: {ids}", style="doubt")


def _tell_attention(report: CycleReport, told: Collection[str], shown: Collection[str]) -> None:
    """What a person must look at and was not told; sources of the table above are counted, not told again."""
    above = [a for a in report.attention if a.what == "source" and a.id in shown]
    for attention in report.attention:
        if attention not in above and attention.name not in told:
            since = f" since {attention.since.astimezone():%d %b %Y %H:%M}" if attention.since else ""
            say(f"attention: {attention.shown}{since}: {attention.remedy}", style="doubt")
    if above:
        say(f"attention: {plural(len(above), 'source')} of the table above could not be read.", style="doubt")


def as_json(report: CycleReport) -> dict[str, Any]:
    """The report for machines."""
    return {
        "exit_code": report.exit_code,
        "held_by": report.held_by,
        "sources": [asdict(poll) for poll in report.polls],
        "unreached": report.unreached,
        "editions": [asdict(edition) for edition in report.editions],
        "messages": report.messages,
        "duplicates": report.duplicates,
        "heard": asdict(report.heard),
        "attention": [asdict(attention) for attention in report.attention],
        "problems": [asdict(problem) for problem in report.problems],
        "where": report.where,
        "pages": report.pages,
    }
