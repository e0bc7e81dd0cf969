"""Proposed terms, as lines of TOML to paste, and for machines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from servwatch.cli.printing import plural, say
from servwatch.cycle.suggesting import LEAST_JUDGED, ThemeSuggestions
from servwatch.insight.eurovoc import NearLabel
from servwatch.insight.suggestions import Suggestion

MOST_LABELS = 20
"""Labels printed for one language of a theme, those that would hit most new items."""


def proposals_json(found: list[ThemeSuggestions], since: date | None) -> dict[str, Any]:
    """The whole of it; keys are added, never changed. Labels that hit nothing are left out."""
    return {
        "since": since,
        "themes": [
            {
                "id": one.theme,
                "from": "judgements" if one.judged else "archive",
                "fitting": one.fitting,
                "other": one.other,
                "words": [_word_json(one, word) for word in one.words],
                "labels": [_label_json(one, label) for label in _useful(one, one.labels)],
            }
            for one in found
        ],
    }


def _word_json(one: ThemeSuggestions, word: Suggestion) -> dict[str, Any]:
    hits = one.hit(word.language, word.term)
    return {
        "language": word.language,
        "term": word.term,
        "z": word.z,
        "fitting": word.fitting,
        "other": word.other,
        "hits": hits.items,
        "new": hits.new,
    }


def _label_json(one: ThemeSuggestions, label: NearLabel) -> dict[str, Any]:
    hits = one.hit(label.language, label.term)
    return {
        "language": label.language,
        "term": label.term,
        "concept": label.concept,
        "why": label.why,
        "beside": label.beside,
        "hits": hits.items,
        "new": hits.new,
    }


def _useful(one: ThemeSuggestions, labels: Iterable[NearLabel]) -> list[NearLabel]:
    """The labels that would hit something, each once, those that would hit most new items first."""
    distinct = {(label.language, label.term): label for label in reversed(list(labels))}.values()
    useful = [label for label in distinct if one.hit(label.language, label.term).items]
    return sorted(useful, key=lambda label: (-one.hit(label.language, label.term).new, label.term))


def tell_proposals(found: list[ThemeSuggestions], since: date | None) -> None:
    """Print lines for the lists of terms; all but those lines are comments of TOML."""
    say(
        "# Nothing was added. Paste the lines you want into the terms of the theme and language they stand under."
    )
    say(f"# Hits are those of the archive{f' since {since}' if since is not None else ''}.")
    for one in found:
        languages = dict.fromkeys([*(w.language for w in one.words), *(la.language for la in one.labels)])
        lines = [line for language in languages for line in _lines(one, language)]
        say()
        say(f"# {one.theme}: {_basis(one)}", style="bold")
        for line in lines or ["# Nothing to propose."]:
            say(line)


def _basis(one: ThemeSuggestions) -> str:
    if one.judged:
        return f"from {plural(one.fitting, 'item')} judged to fit and {one.other} judged not to"
    return (
        f"from {plural(one.fitting, 'item')} that have the theme and {one.other} that have not, "
        f"since fewer than {LEAST_JUDGED} were judged to fit, or not to"
    )


def _lines(one: ThemeSuggestions, language: str) -> Iterator[str]:
    words = [word for word in one.words if word.language == language]
    labels = [label for label in _useful(one, one.labels) if label.language == language][:MOST_LABELS]
    if not words and not labels:
        return
    yield f"# terms.{language} of {one.theme}"
    for word in words:
        share = f"in {word.fitting} that fit and {word.other} that do not (z {word.z:g})"
        yield _line(word.term, f"{_hit(one, language, word.term)}; {share}")
    for label in labels:
        near = f"EuroVoc, {'like' if label.why == 'term' else 'in'} {label.beside}"
        yield _line(label.term, f"{_hit(one, language, label.term)}; {near}")


def _line(term: str, comment: str) -> str:
    quoted = json.dumps(term, ensure_ascii=False)  # a basic string of TOML, for what is printable
    return f"  {quoted + ',':<32} # {comment}"


def _hit(one: ThemeSuggestions, language: str, term: str) -> str:
    hits = one.hit(language, term)
    return f"{plural(hits.items, 'item')}, {hits.new} new"
