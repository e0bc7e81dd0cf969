"""How many items each of many proposed terms would hit, and how many of them lack the theme. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from servwatch.insight.terms import TermFault, parse_term
from servwatch.insight.themes import ThemeMatcher, compile_themes
from servwatch.model import Term, Theme


@dataclass(frozen=True, slots=True)
class Proposed:
    """A term that some theme might have in a language."""

    theme: str
    language: str
    term: str


@dataclass(slots=True)
class Hits:
    """Of the items looked at."""

    items: int = 0
    new: int = 0  # those without the theme


class TermHits:
    """Counts, item by item. Terms of a language are sought in items of that language, and of an unknown one."""

    def __init__(self, proposed: Sequence[Proposed]) -> None:
        usable = [one for one in proposed if not isinstance(parse_term(one.term, one.language), TermFault)]
        self.of: dict[Proposed, Hits] = {one: Hits() for one in usable}
        self._matchers = {code: _matcher(usable, code) for code in sorted({one.language for one in usable})}
        self._named = {str(number): one for number, one in enumerate(usable)}

    def add(self, title: str, summary: str, language: str, themes: Collection[str]) -> None:
        """Count what stands in an item that has these themes already."""
        codes = [language] if language in self._matchers else [] if language else list(self._matchers)
        for code in codes:
            for score in self._matchers[code].match(title, summary, code):
                one = self._named[score.theme]
                self.of[one].items += 1
                self.of[one].new += one.theme not in themes


def _matcher(proposed: Sequence[Proposed], language: str) -> ThemeMatcher:
    """One theme for each term of a language, named by its number."""
    themes = [
        Theme(str(number), {}, {language: (Term(one.term),)}, threshold=0.0)
        for number, one in enumerate(proposed)
        if one.language == language
    ]
    return compile_themes(themes, languages=[language])
