"""`why`: the decision on an item, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli.invocation import Invocation, command, one_of

if TYPE_CHECKING:
    from servwatch.cycle.why import Explainer, Step
    from servwatch.locale import Words
    from servwatch.model import Digest, Settings

LanguageOption = Annotated[
    str,
    typer.Option("--language", metavar="nl|en|fr", help="Of the answer; else that of the configuration."),
]
DigestOption = Annotated[str, typer.Option("--digest", metavar="D", help="Only for this digest.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(
        app,
        epilog="Examples: `servwatch why 12`; `servwatch why https://www.example.org/a --digest dagelijks-bestuur`; `servwatch why platform work`.",
    )(why)


@contextmanager
def explaining(here: Invocation, language: str) -> Iterator[tuple[Settings, Explainer, Words]]:
    """The settings in force, what explains under them, and the words of the language asked for, else the council's."""
    from servwatch.cycle.configuration import understanding_of
    from servwatch.cycle.why import Explainer
    from servwatch.cycle.why.asking import settings_then
    from servwatch.locale import LANGUAGES, words

    one_of(language, LANGUAGES, "--language")
    current = here.in_force()
    settings = current.settings
    speech = words(language or settings.language, settings.timezone)
    with here.open(current) as archive:
        understanding = understanding_of(settings)
        then = settings_then(settings, archive, understanding, here.environ, here.db)
        yield (
            settings,
            Explainer(settings, archive, understanding, speech, datetime.now(UTC), then),
            speech,
        )


def why(
    here: Invocation,
    asked: Annotated[
        list[str],
        typer.Argument(
            metavar="ITEM|URL|REF|WORDS", help="The number of an item, an address, a reference, or words."
        ),
    ],
    digest: DigestOption = "",
    language: LanguageOption = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Tell why an item is in a digest, or is not.

    Step by step, from its source to the decision of each digest; also for what was never stored.
    """
    from servwatch.cli.known_names import require_digest
    from servwatch.cli.printing import say, say_json
    from servwatch.cycle.why import paragraphs

    here.start_log()
    question = " ".join(asked).strip()
    if not question:
        raise typer.BadParameter("must be a number, an address, a reference or words", param_hint="ITEM")
    with explaining(here, language) as (settings, explainer, speech):
        one = require_digest(settings, digest) if digest else None
        steps = _answer(explainer, speech, question, one)
    if json:
        say_json([step_json(step) for step in steps])
        return
    for step in paragraphs(steps, speech):
        say(step.sentence, style="bold" if step.fact == "item" else "")


def step_json(step: Step) -> dict[str, Any]:
    """A step as `--json` prints it; keys are added, never changed."""
    return {name: value for name, value in asdict(step).items() if name != "colon"}


def _answer(explainer: Explainer, speech: Words, question: str, digest: Digest | None) -> list[Step]:
    """The steps for what was asked; where words mean several items, one step that lists them."""
    from servwatch.cli.shown_item import item_line
    from servwatch.cycle.why import Step

    found = explainer.find(question)
    if not found:
        return explainer.unknown(question)
    if len(found) > 1 and not question.startswith(("http://", "https://")):
        width = max(len(item.source) for item in found)
        text = speech._("Several items have these words; ask for one by its number:")
        listed = [item_line(item, None, width) for item in found]
        return [Step("several", "\n".join([text, *listed]), {"items": [item.id for item in found]})]
    return [step for item in found for step in explainer.explain(item, digest)]
