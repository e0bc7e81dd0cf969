"""What a source, or the categories of its publisher, say about the themes of an item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from servwatch.model import Source


class Hint(NamedTuple):
    """What speaks for a theme beside the words: the source of an item, or one of its categories."""

    theme: str
    field: str  # "source" | "category"
    text: str


def hints_for(source: Source, categories: Sequence[str]) -> tuple[Hint, ...]:
    """The hints of an item of `source` with these `categories`, each once.

    A category is compared without regard to case. One that lists several values, as Press Corner's
    ``POLICY_AREA=EMPL,AGRI`` does, is ``POLICY_AREA=EMPL`` and ``POLICY_AREA=AGRI``.
    """
    hints = [Hint(theme, "source", source.name) for theme in source.themes]
    meant = {name.casefold(): themes for name, themes in source.category_themes.items()}
    for category in categories:
        for name in _names(category):
            hints += [Hint(theme, "category", name) for theme in meant.get(name.casefold(), ())]
    return tuple(dict.fromkeys(hints))


def _names(category: str) -> Iterator[str]:
    yield category.strip()
    key, equals, values = category.partition("=")
    if equals and "," in values:
        for value in values.split(","):
            yield f"{key.strip()}={value.strip()}"
