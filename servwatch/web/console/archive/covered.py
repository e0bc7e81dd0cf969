"""Was it covered? A list made by hand, held against the archive."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from starlette.responses import Response

from servwatch.cycle.why import COVERAGE_NAMES, Covering, asked_in
from servwatch.model import Coverage
from servwatch.web.console.archive.explaining import explainer
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Visit

MOST = 100
"""Lines that one request answers."""


def ask(visit: Visit) -> Response:
    """Show the form."""
    return visit.page("covered.html.j2", text="", chosen="", answers=[], counts=[], caught=0, cut=False, digests=_digests(visit))  # fmt: skip


def answer(visit: Visit) -> Response:
    """Show what became of each line; nothing is changed by it."""
    text, chosen = visit.form.get("list"), visit.form.get("digest")
    one = visit.settings.digest(chosen)
    asked = list(islice(asked_in(text.splitlines()), MOST + 1))
    covering = Covering(explainer(visit), [one] if one is not None else visit.settings.digests)
    answers = [covering.answer(line) for line in asked[:MOST]]
    counts = Counter(answer.coverage for answer in answers)
    return visit.page(
        "covered.html.j2",
        text=text,
        chosen=chosen if one is not None else "",
        answers=[(a, visit.words._(COVERAGE_NAMES[a.coverage])) for a in answers],
        counts=[(visit.words._(COVERAGE_NAMES[c]), n) for c, n in sorted(counts.items(), key=_best_first)],
        caught=sum(a.caught for a in answers),
        cut=len(asked) > MOST,
        digests=_digests(visit),
    )


def _best_first(pair: tuple[Coverage, int]) -> int:
    return list(Coverage).index(pair[0])


def _digests(visit: Visit) -> list[tuple[str, str]]:
    named = [(d.id, d.title.get(visit.words.language) or d.id) for d in visit.settings.digests]
    return [("", visit.words._("All digests: the best outcome counts")), *named]


PAGES = (
    Page("/covered", "covered", ask),
    Page("/covered", "covered.answer", answer, method="POST", kept=False, most_bytes=300_000),
)
