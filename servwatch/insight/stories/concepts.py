"""The concepts of socio-economic policy, found in a text whatever its language.

`concepts.tsv` gives each concept its forms in Dutch, English, French, German and Spanish, written as the
terms of a theme are (see `insight.terms`) and found by the same engine. A concept may be a topic, a body,
a place, the name of a plan or a law, or one of the general words that news is told with.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from servwatch.errors import ConfigError
from servwatch.insight.phrases import Phrase, Phrasebook
from servwatch.insight.reading import Place, Reading
from servwatch.insight.terms import TermFault, parse_term
from servwatch.insight.themes import COMPOUND_LENGTH

LANGUAGES = ("nl", "en", "fr", "de", "es")
"""The languages of the table, in the order of its columns."""

KINDS = ("topic", "name", "body", "place", "general")


@dataclass(frozen=True, slots=True)
class Concept:
    """A row of the table: forms by language."""

    id: str
    kind: str
    forms: Mapping[str, tuple[str, ...]]

    def name(self, language: str) -> str:
        """What to call it: its first form in that language, else in English."""
        forms = self.forms.get(language) or self.forms["en"]
        return forms[0].strip("=*")


class ConceptTable:
    """Concepts, ready to be found. Raises ConfigError for a form that is no term."""

    def __init__(self, concepts: tuple[Concept, ...]) -> None:
        self._concepts = {concept.id: concept for concept in concepts}
        self._books: dict[str, tuple[Phrasebook, tuple[tuple[str, ...], ...]]] = {}

    def __len__(self) -> int:
        return len(self._concepts)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._concepts.values())

    def __getitem__(self, concept: str) -> Concept:
        return self._concepts[concept]

    def get(self, concept: str) -> Concept | None:
        """The concept of that id, or None."""
        return self._concepts.get(concept)

    def find(self, reading: Reading, language: str) -> dict[str, list[Place]]:
        """The concepts of a text with their places; of an unknown language in all of them."""
        found: dict[str, list[Place]] = {}
        for code in (language,) if language in LANGUAGES else LANGUAGES:
            book, meant = self._book(code)
            for number, places in book.find(reading).items():
                for concept in meant[number]:
                    found.setdefault(concept, []).extend(places)
        return found

    def _book(self, language: str) -> tuple[Phrasebook, tuple[tuple[str, ...], ...]]:
        if language not in self._books:
            meant: dict[Phrase, list[str]] = {}
            for concept in self._concepts.values():
                for form in concept.forms[language]:
                    meant.setdefault(_phrase(concept.id, form, language), []).append(concept.id)
            book = Phrasebook(language, tuple(meant), compound_length=COMPOUND_LENGTH)
            self._books[language] = book, tuple(map(tuple, meant.values()))
        return self._books[language]


def _phrase(concept: str, form: str, language: str) -> Phrase:
    term = parse_term(form, language)
    if isinstance(term, TermFault):
        raise ConfigError(
            "The concept {concept} has a form that cannot be used, {form!r}: {fault}",
            remedy="Correct the form in the table of concepts.",
            concept=concept,
            form=form,
            fault=term.message,
        )
    return Phrase(term.words)


@lru_cache(maxsize=1)
def shipped_concepts() -> ConceptTable:
    """The table that travels with servwatch."""
    with files(__package__).joinpath("concepts.tsv").open(encoding="utf-8") as table:
        rows = csv.DictReader(table, dialect="excel-tab")
        return ConceptTable(tuple(_concept(row) for row in rows))


def _concept(row: Mapping[str, str]) -> Concept:
    return Concept(row["concept"], row["kind"], {code: tuple(row[code].split(", ")) for code in LANGUAGES})
