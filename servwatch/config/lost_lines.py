"""Lines that could not be read, by the table they stood in: what they may hold is not said to be missing."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence

from servwatch.config.syntax.tree import Document, Node


class LostLines:
    """The lost lines of all files of a configuration."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._files = {document.file: _InFile(document) for document in documents if document.lost}

    def may_hold(self, table: Node, key: str) -> bool:
        """Whether a table may have had the key on a line that could not be read."""
        found = self._files.get(table.file)
        return found is not None and found.may_hold(table, key)


class _InFile:
    def __init__(self, document: Document) -> None:
        self._lost: Mapping[int, str] = document.lost
        self._starts = sorted({1, *_table_lines(document.root)})

    def may_hold(self, table: Node, key: str) -> bool:
        """Whether such a line stands between the table's header and the next table."""
        first = table.key_at[0]
        index = bisect.bisect_right(self._starts, first)
        end = self._starts[index] if index < len(self._starts) else float("inf")
        return any(self._lost[line] in (key, "") for line in self._lost if first <= line < end)


def _table_lines(root: Node) -> Iterator[int]:
    for node in root.value.values():
        if isinstance(node.value, list):
            yield from (entry.key_at[0] for entry in node.value)
        else:
            yield node.key_at[0]
