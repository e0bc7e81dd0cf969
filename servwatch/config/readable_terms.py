"""The terms of the themes as far as they can be read, so that their faults are told beside all others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from servwatch.config.conversion import to_term
from servwatch.config.crosscheck import entries
from servwatch.config.layering import identity
from servwatch.config.shapes import TextOrTable
from servwatch.config.syntax.tree import Node
from servwatch.config.tables import TermTable
from servwatch.model import Term

_TERM: TypeAdapter[TermTable] = TypeAdapter(Annotated[TermTable, *TextOrTable])


@dataclass(frozen=True, slots=True)
class WrittenTerm:
    """A term with the theme and language it stands in, and its node."""

    theme: str
    language: str
    term: Term
    node: Node

    @property
    def place(self) -> tuple[str, int, int]:
        """File, line and column."""
        return self.node.file, *self.node.at


def readable_terms(root: Node) -> Iterator[WrittenTerm]:
    """Every term of the tree whose own keys are right, whatever else has faults."""
    for theme in entries(root, "theme"):
        languages = theme.child("terms")
        for language, listed in _pairs(languages):
            for node in listed.value if isinstance(listed.value, list) else ():
                try:
                    term = term_of(node.plain())
                except ValidationError:
                    continue  # told by the tables
                yield WrittenTerm(identity(theme), language, term, node)


def term_of(written: Any) -> Term:
    """A term as TOML gives it: a text, or a table. Raises ValueError where its keys are not right."""
    return to_term(_TERM.validate_python(written))


def _pairs(node: Node | None) -> Iterator[tuple[str, Node]]:
    if node is not None and isinstance(node.value, dict):
        yield from node.value.items()
