"""What the terms do, told for people and for machines."""

from __future__ import annotations

from datetime import date
from typing import Any

from servwatch.cli.printing import plural, say, table
from servwatch.insight.theme_report import TermTally, ThemeReport

_MOST_SOURCES = 10


def report_json(report: ThemeReport, since: date | None) -> dict[str, Any]:
    """The whole of it; keys are added, never changed."""
    return {
        "since": since,
        "items": report.items,
        "themes": [
            {
                "id": theme,
                "items": items,
                "terms": [_tally_json(t) for t in report.tallies if t.theme == theme],
            }
            for theme, items in report.themes.items()
        ],
        "untagged": {
            "items": report.untagged.items,
            "sources": [
                {"source": source, "untagged": count, "items": report.by_source[source]}
                for source, count in report.untagged.by_source.most_common()
            ],
            "examples": [
                {"item": i.id, "title": i.title, "url": i.url, "source": i.source, "day": i.day}
                for i in reversed(report.untagged.examples)
            ],
        },
    }


def _tally_json(one: TermTally) -> dict[str, Any]:
    return {
        "term": one.term,
        "languages": list(one.languages),
        "hint": one.hint,
        "hits": one.hits,
        "sole": one.sole,
        "kept": one.kept,
        "dropped": one.dropped,
        "chosen": one.chosen,
    }


def tell_report(report: ThemeReport, since: date | None, *, untagged: bool) -> None:
    """Print it for people; with the items that have no theme where they are wanted."""
    say(
        f"{plural(report.items, 'item')}{f' since {since}' if since is not None else ''}. "
        "sole: items that would lose the theme without the term.",
        style="bold",
    )
    for theme, items in report.themes.items():
        tallies = [tally for tally in report.tallies if tally.theme == theme]
        _tell_theme(theme, items, tallies, every=not untagged)
    if untagged:
        _tell_untagged(report)


def _tell_theme(theme: str, items: int, tallies: list[TermTally], *, every: bool) -> None:
    never = [tally for tally in tallies if not tally.hits]
    say()
    say(f"{theme}: {plural(items, 'item')}", style="bold")
    hit = sorted((tally for tally in tallies if tally.hits), key=lambda t: (-t.hits, t.term))
    table(
        [
            [
                str(t.hits),
                str(t.sole),
                str(t.kept or "-"),
                str(t.dropped or "-"),
                str(t.chosen or "-"),
                _named(t),
            ]
            for t in hit
        ],
        ("hits", "sole", "kept", "dropped", "chosen", "term"),
        empty="No term of it was found.",
    )
    if never:
        listed = f": {', '.join(t.term for t in never)}" if every else f"; --theme {theme} lists them"
        say(f"{plural(len(never), 'term')} never found{listed}", style="dim")


def _named(tally: TermTally) -> str:
    where = "source or category" if tally.hint else ", ".join(tally.languages)
    return f"{tally.term}  ({where})"


def _tell_untagged(report: ThemeReport) -> None:
    none = report.untagged
    share = f" ({none.items / report.items:.0%})" if report.items else ""
    say()
    say(f"Without any theme: {plural(none.items, 'item')}{share}", style="bold")
    rows = [
        [source, str(count), f"{count / report.by_source[source]:.0%} of its {report.by_source[source]}"]
        for source, count in none.by_source.most_common(_MOST_SOURCES)
    ]
    table(rows, ("source", "items", "share"))
    for item in reversed(none.examples):
        say(f"  {item.id:>7}  {item.day}  {item.source}  {item.title}")
