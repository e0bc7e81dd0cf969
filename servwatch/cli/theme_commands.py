"""`themes`: how well the themes find what they are meant to find; further commands have modules of their own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli import theme_tuning_commands
from servwatch.cli.invocation import Invocation, command

if TYPE_CHECKING:
    from servwatch.cycle.theme_evaluation import Evaluation
    from servwatch.insight.evaluation import Quality, Score
    from servwatch.model import Settings

_LABELS_SHOWN = 8


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help="What the themes find, and how well.",
        add_completion=False,
    )
    command(
        group,
        epilog="Examples: `servwatch themes evaluate labelled.jsonl`; `servwatch themes evaluate labelled.jsonl --map map.toml --json`.",
    )(evaluate)
    theme_tuning_commands.register(group)
    app.add_typer(group, name="themes")


def evaluate(
    here: Invocation,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A JSON object a line: id, language, title, summary, and the labels people gave in themes or labels.",
        ),
    ],
    labels: Annotated[
        Path | None,
        typer.Option(
            "--map",
            metavar="MAP",
            help='What each label means, in TOML or JSON, such as health = ["welfare-health"]; the ids of our themes need none.',
        ),
    ] = None,
    samples: Annotated[
        int,
        typer.Option("--samples", metavar="N", min=0, help="Samples drawn for the intervals; 0 for none."),
    ] = 1000,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Hold the themes against a labelled file.

    Tells precision, recall and F1 of each label and over all, by language, with 95 % intervals. A
    theme found in an item that has no such label is found wrongly; labels that mean none of our themes
    are left out, and named. Without a configuration the shipped themes are evaluated. Exits 3 when a
    line of the file cannot be read.
    """
    from servwatch.cli.known_names import require_theme
    from servwatch.cli.printing import say, say_json
    from servwatch.cli.progress import bar
    from servwatch.cycle.configuration import understanding_of
    from servwatch.cycle.theme_evaluation import evaluate_file, read_map

    here.start_log()
    settings = _settings(here)
    known = [theme.id for theme in settings.themes]
    label_map = read_map(labels) if labels else None
    if label_map and (unknown := label_map.unknown(known)):
        require_theme(settings, unknown)
    matcher = understanding_of(settings).matcher
    with bar("Evaluating", quiet=here.quiet) as progress:
        found = evaluate_file(
            file,
            matcher,
            known,
            label_map,
            samples=samples,
            begin=progress.begin,
            progress=progress.advance,
        )
    for fault in found.faults:
        say(f"{file}:{fault.line}: {fault.message}", style="bad", error=True)
    if json:
        say_json(_json(found))
    else:
        _report(found)
    if found.faults:
        raise typer.Exit(3)


def _settings(here: Invocation) -> Settings:
    """Those of the configuration; the shipped ones where there is none and none was named."""
    from servwatch.cli.printing import say
    from servwatch.config import load, shipped
    from servwatch.errors import ConfigMissing

    try:
        return here.in_force().settings
    except ConfigMissing:
        if here.config or here.environ.get("SERVWATCH_CONFIG"):
            raise
    say("There is no feeds.toml here: the shipped themes are evaluated.", style="dim", error=True)
    return load(shipped("feeds.toml"), environ={}).require()


def _json(found: Evaluation) -> dict[str, Any]:
    return {
        **_quality_json(found, found.overall),
        "languages": {code: _quality_json(found, quality) for code, quality in found.languages.items()},
        "left_out": found.left_out,
        "absent": found.absent,
        "faults": [{"line": fault.line, "message": fault.message} for fault in found.faults],
    }


def _quality_json(found: Evaluation, quality: Quality) -> dict[str, Any]:
    intervals = iter(quality.intervals or [None] * (2 + len(found.categories)))
    micro, macro = (
        {**score._asdict(), "interval": next(intervals)} for score in (quality.micro, quality.macro)
    )
    themes = {
        category.name: {
            **count.score._asdict(),
            "support": count.support,
            "interval": interval,
            "labels": sorted(category.labels),
            "themes": category.themes,
        }
        for category, count, interval in zip(found.categories, quality.counts, intervals, strict=True)
    }
    return {"items": quality.items, "micro": micro, "macro": macro, "themes": themes}


def _report(found: Evaluation) -> None:
    from servwatch.cli.printing import plural, say, table

    several = len(found.languages) > 1
    say(f"{plural(found.overall.items, 'item')}, {plural(len(found.categories), 'label')} counted.")
    table(_rows(found, found.overall), ("", "items", "precision", "recall", "F1", "95 %"))
    for code, quality in found.languages.items() if several else ():
        say()
        say(f"{code or 'language unknown'}: {plural(quality.items, 'item')}", style="bold")
        table(_rows(found, quality), ("", "items", "precision", "recall", "F1", "95 %"))
    say()
    if found.left_out:
        shown = [f"{label} {count}" for label, count in list(found.left_out.items())[:_LABELS_SHOWN]]
        more = len(found.left_out) - len(shown)
        rest = f" and {more} more" if more else ""
        say(f"Left out, since the map gives them no theme: {', '.join(shown)}{rest}.")
    if found.absent:
        say(f"In the map, but on no item: {', '.join(found.absent)}.")
    if found.faults:
        say(f"{plural(len(found.faults), 'line')} not read.", style="doubt")


def _rows(found: Evaluation, quality: Quality) -> Iterable[tuple[str, ...]]:
    intervals = [
        f"{one.low:.3f} to {one.high:.3f}" if one else ""
        for one in quality.intervals or [None] * (2 + len(found.categories))
    ]
    lines: list[tuple[str, str, Score]] = [
        ("micro", str(sum(count.support for count in quality.counts)), quality.micro),
        ("macro", "", quality.macro),
    ]
    lines += [
        (category.name, str(count.support), count.score)
        for category, count in zip(found.categories, quality.counts, strict=True)
    ]
    for (name, items, score), interval in zip(lines, intervals, strict=True):
        yield (name, items, *(f"{value:.3f}" for value in score), interval)
