"""Do the user's own templates work? Each is rendered once with an edition that has everything in it."""

from __future__ import annotations

from datetime import UTC, datetime

from servwatch.cycle.cycle import renderer_of
from servwatch.digest.compose import compose
from servwatch.errors import Problem, TemplateError
from servwatch.locale import words
from servwatch.model import Annotation, Digest, Edition, Entry, Item, Settings, UnreadSource, Verdict

_WHEN = datetime(2026, 1, 2, 6, 0, tzinfo=UTC)


def template_problems(settings: Settings) -> list[Problem]:
    """What is wrong with the templates in the user's folder; nothing where there is none."""
    if settings.templates is None:
        return []
    renderer = renderer_of(settings)
    problems = []
    for layout in ("brief", "full"):
        digest = Digest("check", {"nl": "x"}, "0 7 * * fri", layout=layout)
        for edition in (_full_edition(), _empty_edition()):
            speech = words(settings.language, settings.timezone)
            try:
                renderer.digest(compose(edition, digest, settings, speech), speech)
                renderer.notice("x", ["x"], ["x"], speech)
            except TemplateError as error:
                file, _, line = error.place.rpartition(":")
                problems.append(
                    Problem(file, int(line or 0), 1, str(error.facts.get("cause", error)), path="templates")
                )
    return list(dict.fromkeys(problems))


def _full_edition() -> Edition:
    item = Item(
        1, "x", "https://example.org/", "Title", "A summary.", _WHEN, language="en", canonical="example.org"
    )
    entry = Entry(1, item, Annotation(1, "", "en"), "", 1.0, companions=(item,))
    unread = UnreadSource("x", "X", Verdict.BLOCKED, _WHEN)
    return Edition("check", 1, _WHEN, _WHEN, (entry,), (entry,), 1, (unread,), 1, _WHEN)


def _empty_edition() -> Edition:
    return Edition("check", 1, _WHEN, _WHEN, ())
