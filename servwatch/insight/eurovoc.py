"""Labels of EuroVoc near the terms of a theme, from a file that the user points at. Pure.

EuroVoc (op.europa.eu/en/web/eu-vocabularies) sorts its concepts into microthesauri. A concept is near a
theme where one of its labels has a term of the theme, or where it shares a microthesaurus with several
concepts that do. Labels added in bulk make a theme worse, so they are proposed with what they would hit.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from servwatch.insight.language import KNOWN
from servwatch.insight.normalise import spans
from servwatch.insight.suggestions import Existing, term_of
from servwatch.insight.terms import TermFault, parse_term

LONGEST = 4
"""Words of a label; a longer one hardly ever stands in a text."""

LEAST_MATCHING = 3
LEAST_SHARE = 0.2
"""A microthesaurus is that of a theme where at least so many of its concepts match, and this part of them."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept with its labels, the preferred one first, by language."""

    id: str
    microthesaurus: str
    labels: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class NearLabel:
    """A label that a theme lacks. `why` is "term" or "microthesaurus"."""

    concept: str
    language: str
    term: str  # the label, as a term
    why: str
    beside: str  # the label that has a term of the theme, or the name of the microthesaurus


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """The concepts, and the names of the microthesauri as far as they are known."""

    concepts: tuple[Concept, ...]
    names: Mapping[str, str] = field(default_factory=dict)


def read_thesaurus(files: Sequence[Iterable[str]]) -> Thesaurus:
    """Read the lines of tab-separated files with a heading.

    One with the columns `id` and `mt` has concepts, their labels in columns named after languages (and
    `alt_en` and the like, several parted by |); one with `mt` and no `id` has names of microthesauri.

    Raises ValueError, with a plain sentence, where a file is neither, or none has concepts.
    """
    concepts: list[Concept] = []
    names: dict[str, str] = {}
    for lines in files:
        try:
            _read(lines, concepts, names)
        except csv.Error as error:
            raise ValueError(f"it is no table: {error}") from error
    if not concepts:
        raise ValueError("no concepts were found: the file of the labels has a column id")
    return Thesaurus(tuple(concepts), names)


def _read(lines: Iterable[str], concepts: list[Concept], names: dict[str, str]) -> None:
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
    columns = set(rows.fieldnames or ())
    languages = [code for code in KNOWN if code in columns]
    if "mt" not in columns or not languages:
        raise ValueError("it has no columns mt and nl, en or fr, separated by tabs")
    if "id" in columns:
        concepts += [_concept(row, languages) for row in rows]
    else:
        shown = "en" if "en" in languages else languages[0]
        names.update((row["mt"], _printable(row[shown])) for row in rows)


def _concept(row: Mapping[str, str], languages: Sequence[str]) -> Concept:
    labels = {}
    for code in languages:
        written = [row[code], *(row.get(f"alt_{code}") or "").split("|")]
        labels[code] = tuple(dict.fromkeys(label for label in map(_printable, written) if label))
    return Concept(row["id"], row["mt"], labels)


def _printable(text: str) -> str:
    """A label on one line, without what would move the cursor of a terminal."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def near_labels(thesaurus: Thesaurus, existing: Existing, languages: Sequence[str]) -> Iterator[NearLabel]:
    """The labels that a theme lacks and might want, in the order of the file."""
    matched: dict[str, str] = {}
    for concept in thesaurus.concepts:
        label = _matching(concept, existing, languages)
        if label:
            matched[concept.id] = label
    sizes = Counter(concept.microthesaurus for concept in thesaurus.concepts)
    hits = Counter(c.microthesaurus for c in thesaurus.concepts if c.id in matched)
    own = {mt for mt, count in hits.items() if count >= max(LEAST_MATCHING, LEAST_SHARE * sizes[mt])}
    for concept in thesaurus.concepts:
        if concept.id in matched:
            why, beside = "term", matched[concept.id]
        elif concept.microthesaurus in own:
            why = "microthesaurus"
            beside = thesaurus.names.get(concept.microthesaurus, concept.microthesaurus)
        else:
            continue
        for language in languages:
            for label in concept.labels.get(language, ()):
                if usable(label, language) and not existing.finds(label, language):
                    yield NearLabel(concept.id, language, term_of(label), why, beside)


def _matching(concept: Concept, existing: Existing, languages: Sequence[str]) -> str:
    """The first label with a term of the theme, "" where none has."""
    return next(
        (
            label
            for code in languages
            for label in concept.labels.get(code, ())
            if existing.finds(label, code)
        ),
        "",
    )


def usable(label: str, language: str) -> bool:
    """Whether a label could stand in a text and be a term: short, and without a qualifier in brackets."""
    words = len(spans(label))
    return (
        0 < words <= LONGEST and "(" not in label and not isinstance(parse_term(label, language), TermFault)
    )
