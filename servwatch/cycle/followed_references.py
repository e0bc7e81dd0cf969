"""Whether the dossiers that staff follow are written so that they can be found, and each once."""

from __future__ import annotations

from collections.abc import Iterator

from servwatch.config import WrittenDossier, written_dossiers
from servwatch.config.syntax.tree import Node
from servwatch.errors import Problem
from servwatch.insight.references import known_as, nearest_form, read_reference

_EXPECTED = 'a reference such as "2025/0360(COD)", "COM(2025) 837" or "INT/1108"'


def dossier_problems(root: Node) -> Iterator[Problem]:
    """Each reference that cannot be read, and each that names what another names."""
    seen: dict[str, WrittenDossier] = {}
    for written in written_dossiers(root):
        reference = read_reference(written.ref)
        path = f"dossier.{written.ref}.ref"
        if reference is None:
            near = nearest_form(written.ref)
            text = f"{written.ref!r} is no reference that is known"
            expected = f'one written as "{near}"' if near else _EXPECTED
            yield Problem(*written.place, text, expected, path=path)
            continue
        name = known_as(reference.kind, reference.id).name
        first = seen.setdefault(name, written)
        if first is not written:
            text = f"{written.ref!r} is the dossier that {first.ref!r} follows already"
            related = ((first.node.file, first.node.at[0]),)
            yield Problem(*written.place, text, "one entry a dossier", related=related, path=path)
