"""`items covered`: hold a list made by hand against the archive."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli.invocation import Invocation, command
from servwatch.cli.why_command import DigestOption, LanguageOption, explaining

if TYPE_CHECKING:
    from servwatch.cycle.why import Answer, Asked
    from servwatch.locale import Words

MOST_LINES = 10_000


def register(group: typer.Typer) -> None:
    """Add the command."""
    command(
        group,
        epilog="Examples: `servwatch items covered links.txt`; `servwatch items covered links.txt --digest dagelijks-bestuur --language nl`; `servwatch items covered - --json`.",
    )(covered)


def covered(
    here: Invocation,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A list with one link, reference or title a line; a day such as 2026-11-20 beside it says when it was published. - is standard input.",
        ),
    ],
    digest: DigestOption = "",
    language: LanguageOption = "",
    missed: Annotated[bool, typer.Option("--missed", help="Only what did not reach a reader.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Hold a list against the archive: what became of each line.

    Caught, merged, left out, or never seen, and why. Over all digests the best outcome counts; with --digest that of the one.
    """
    from servwatch.cli.known_names import require_digest
    from servwatch.cli.printing import say, say_json
    from servwatch.cli.progress import bar
    from servwatch.cycle.why import COVERAGE_NAMES, Covering

    here.start_log()
    asked = _read(file)
    with explaining(here, language) as (settings, explainer, speech):
        digests = [require_digest(settings, digest)] if digest else settings.digests
        covering = Covering(explainer, digests)
        answers = []
        with bar("Looking up", quiet=here.quiet) as progress:
            progress.begin(len(asked))
            for one in asked:
                answers.append(covering.answer(one))
                progress.advance(one.text[:60])
    for answer in answers:
        if missed and answer.caught:
            continue
        if json:
            say_json(_answer_json(answer))
        else:
            say(answer.asked.text, style="bold")
            say(f"    {speech._(COVERAGE_NAMES[answer.coverage])}. {answer.step.sentence}")
    if not json:
        _sum_up(answers, speech)


def _sum_up(answers: Sequence[Answer], speech: Words) -> None:
    """How many reached a reader, and what became of the others."""
    from servwatch.cli.printing import say
    from servwatch.cycle.why import COVERAGE_NAMES
    from servwatch.model import Coverage

    counts = Counter(answer.coverage for answer in answers)
    caught = sum(answer.caught for answer in answers)
    parts = ", ".join(
        f"{count} {speech._(COVERAGE_NAMES[coverage])}" for coverage, count in counts.most_common()
    )
    underway = counts[Coverage.WAITING] + counts[Coverage.HELD]
    told = (
        speech._("{caught} of {n} reached a reader, or wait for their mail.", caught=caught, n=len(answers))
        if underway
        else speech._("{caught} of {n} reached a reader.", caught=caught, n=len(answers))
    )
    say(
        f"{told} {parts}".rstrip() + ("." if parts else ""),
        style="good" if caught == len(answers) else "doubt",
    )


def _read(file: Path) -> list[Asked]:
    from itertools import islice

    from servwatch.cycle.why import asked_in

    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8-sig", errors="replace")
    except OSError as error:
        raise typer.BadParameter(f"cannot be read: {error.strerror}", param_hint="FILE") from error
    asked = list(islice(asked_in(text.splitlines()), MOST_LINES))
    if not asked:
        raise typer.BadParameter("holds no link, reference or title", param_hint="FILE")
    return asked


def _answer_json(answer: Answer) -> dict[str, Any]:
    """An answer as `--json` prints it; keys are added, never changed."""
    return {
        "line": answer.asked.line,
        "asked": answer.asked.text,
        "day": answer.asked.day,
        "coverage": answer.coverage,
        "caught": answer.caught,
        "digest": answer.step.data.get("digest"),
        "edition": answer.step.data.get("edition"),
        "item": answer.item.id if answer.item is not None else None,
        "text": answer.step.sentence,
    }
