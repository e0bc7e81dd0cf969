"""Which terms an item owes its themes to: without one of them it would not have the theme. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from servwatch.insight.findings import Finding, weigh
from servwatch.insight.hints import Hint
from servwatch.insight.themes import ThemeMatcher
from servwatch.model import Theme


def sole_terms(
    matcher: ThemeMatcher, title: str, summary: str, language: str, *, hints: Sequence[Hint] = ()
) -> dict[str, frozenset[str]]:
    """By theme the terms without any one of which the item would lose it; themes without such a term are left out.

    A term that a longer one hides ("dialogue" in "social dialogue") counts again when that one is away.
    """
    sole: dict[str, frozenset[str]] = {}
    for theme, found in matcher.found(title, summary, language, hints=hints):
        terms = {one.keyword.text for one in found}
        needed = frozenset(term for term in terms if _needed(term, found, theme))
        if needed:
            sole[theme.id] = needed
    return sole


def _needed(term: str, found: Sequence[Finding], theme: Theme) -> bool:
    others = [one for one in found if one.keyword.text != term]
    return not others or weigh(others)[0] < theme.threshold
