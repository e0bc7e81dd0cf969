"""What only several tables together can get wrong of a followed dossier: digests that are none.

Whether a reference is one, and whether two are one dossier, `cycle.configuration` says: the grammars are
not known here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from servwatch.config.layering import identity
from servwatch.config.syntax.tree import Node
from servwatch.errors import Problem


@dataclass(frozen=True, slots=True)
class WrittenDossier:
    """A followed dossier as it is written, and where."""

    ref: str
    node: Node

    @property
    def place(self) -> tuple[str, int, int]:
        """File, line and column of its reference."""
        return self.node.file, *self.node.at


def written_dossiers(root: Node) -> Iterator[WrittenDossier]:
    """Every followed dossier of the tree with a reference that is a text, whatever else has faults."""
    listed = root.child("dossier")
    for entry in listed.value if listed is not None and isinstance(listed.value, list) else ():
        ref = entry.child("ref")
        if ref is not None and isinstance(ref.value, str) and ref.value.strip():
            yield WrittenDossier(ref.value, ref)


def dossier_faults(dossiers: Sequence[Node], digests: Collection[str], *, sure: bool) -> Iterator[Problem]:
    """Each digest that is named and is none. Where we are not `sure` to know all, none is said to be unknown."""
    for dossier in dossiers if sure else ():
        named = dossier.child("digests")
        for node in named.value if named is not None and isinstance(named.value, list) else ():
            if isinstance(node.value, str) and node.value != "*" and node.value not in digests:
                near = next(iter(get_close_matches(node.value, digests, n=1, cutoff=0.6)), "")
                expected = "" if near else 'the id of a digest, or "*"'
                path = f"dossier.{identity(dossier)}.digests"
                text = f"no digest has the id {node.value!r}"
                line, column = node.at
                yield Problem(node.file, line, column, text, expected, near, path=path)
