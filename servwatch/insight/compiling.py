"""The themes of the configuration, made ready for matching: one phrasebook for each language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from servwatch.errors import ConfigError
from servwatch.insight.phrases import Phrase, Phrasebook
from servwatch.insight.terms import CompiledTerm, TermFault, parse_term
from servwatch.model import Term, Theme


class Keyword(NamedTuple):
    """A term as a theme uses it. Numbers are those of phrases in the book of its language."""

    theme: int
    text: str
    weight: float
    exclude: tuple[int, ...] = ()
    requires: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LanguageThemes:
    """All that the themes say in one language."""

    book: Phrasebook
    keywords: dict[int, list[Keyword]]  # by phrase
    excluded: dict[int, list[Keyword]]  # by phrase: words of which any refuses the theme


class _Compiler:
    """Collects the distinct phrases of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.numbers: dict[Phrase, int] = {}
        self.keywords: dict[int, list[Keyword]] = {}
        self.excluded: dict[int, list[Keyword]] = {}

    def add(self, number: int, theme: Theme) -> None:
        for term in theme.terms.get(self.language, ()):
            compiled = self._parse(term, theme)
            keyword = Keyword(
                number,
                term.text,
                term.weight,
                tuple(self._number(inner) for inner in compiled.exclude),
                tuple(self._number(inner) for inner in compiled.requires),
            )
            self.keywords.setdefault(self._number(compiled), []).append(keyword)
        for key in dict.fromkeys(("", self.language)):
            for text in theme.exclude.get(key, ()):
                compiled = self._parse(Term(text), theme)
                self.excluded.setdefault(self._number(compiled), []).append(Keyword(number, text, 1.0))

    def _parse(self, term: Term, theme: Theme) -> CompiledTerm:
        compiled = parse_term(term, self.language)
        if isinstance(compiled, TermFault):
            raise ConfigError(
                "The theme {theme} has a term that cannot be used, {text!r}: {fault}",
                remedy="Correct the term; `servwatch check` gives its line.",
                theme=theme.id,
                text=compiled.text,
                fault=compiled.message,
            )
        return compiled

    def _number(self, term: CompiledTerm) -> int:
        phrase = Phrase(term.words, term.source.gap, term.source.near)
        return self.numbers.setdefault(phrase, len(self.numbers))


def compile_language(themes: Sequence[Theme], language: str, compound_length: int) -> LanguageThemes:
    """What `themes` say in `language`. Raises ConfigError for a term with a fault."""
    compiler = _Compiler(language)
    for number, theme in enumerate(themes):
        compiler.add(number, theme)
    book = Phrasebook(language, tuple(compiler.numbers), compound_length=compound_length)
    return LanguageThemes(book, compiler.keywords, compiler.excluded)
