"""Keys that stand under the wrong header: one problem for all of them, at the header that is wrong or missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel

from servwatch.config.paths import Loc, deepest, keys_at, label, table_at
from servwatch.config.syntax.headers import MANY, Header
from servwatch.config.syntax.tree import Node
from servwatch.errors import Problem

_FEW = 2
"""A key that more tables have tells nothing of where it belongs."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with the path it is about. Of a missing key, `node` is the table that lacks it."""

    kind: str  # "missing" | "unknown" | "key" | "value"
    loc: Loc
    node: Node
    problem: Problem


def without_misplaced(findings: Sequence[Finding], model: type[BaseModel], root: Node) -> list[Problem]:
    """The problems, with those of keys under a wrong or lost header told as one."""
    instead: dict[Loc, Problem] = {}
    for loc in dict.fromkeys(f.loc[:-1] for f in findings if f.kind == "unknown" or _strange(f)):
        table = _Table(loc, [f for f in findings if f.loc[:-1] == loc], model, root)
        instead |= table.wrong_header() or table.lost_header()
    told = [_instead(finding, instead) for finding in findings]
    return list(dict.fromkeys(told))


def home_of(key: str, own: Loc, model: type[BaseModel]) -> str:
    """The headers under which a key is known, for one that stands elsewhere; "" for none, or where many have it."""
    here = own[0] if own else ""
    tables = [name for name in model.model_fields if name != here]
    known = [name for name in tables if key in keys_at(model, (name, 0) if name in MANY else (name,))]
    return " or ".join(str(Header.of(name)) for name in known) if len(known) <= _FEW else ""


def _strange(finding: Finding) -> bool:
    """Whether the key or value may have strayed in from another table: it resembles nothing of this one."""
    return finding.kind in ("unknown", "value") and not finding.problem.nearest


def _instead(finding: Finding, instead: dict[Loc, Problem]) -> Problem:
    for length in range(len(finding.loc) + 1):
        if finding.loc[:length] in instead:
            return instead[finding.loc[:length]]
    return finding.problem


class _Table:
    """One table of the file with what was found in it."""

    def __init__(self, loc: Loc, findings: list[Finding], model: type[BaseModel], root: Node) -> None:
        self._loc = loc
        self._node = deepest(root, loc)
        self._model = model
        self._label = label(root, loc)
        self._findings = {f.loc[-1]: f for f in findings}
        self._free = table_at(model, loc) is None  # any key may stand here: only values can be strange
        self._unknown = {k for k, f in self._findings.items() if f.kind == "unknown"}
        strange = {k for k, f in self._findings.items() if _strange(f)}
        self._strangers = strange if self._free else strange & self._unknown

    def wrong_header(self) -> dict[Loc, Problem]:
        """One problem for the whole table, where it is a whole table of another kind."""
        name = self._loc[0] if self._loc else ""
        if name not in MANY or len(self._loc) != 2 or not self._unknown:
            return {}
        right = next((other for other in self._others() if other in MANY and self._is_whole(other)), None)
        if right is None:
            return {}
        line, column = self._node.key_at
        text = f"this [[{name}]] has the keys of a [[{right}]]"
        return {
            self._loc: Problem(self._node.file, line, column, text, str(Header.of(right)), path=str(name))
        }

    def lost_header(self) -> dict[Loc, Problem]:
        """One problem for the last keys of the table, where a header above them would put them right."""
        here = self._keys()
        tail = here[next((n for n, key in enumerate(here) if key in self._strangers), len(here)) :]
        if len(self._strangers.intersection(tail)) < 2:
            return {}
        right = next((o for o in self._others() if self._fits(o, tail)), None)
        if right is not None:
            text = f"{tail[0]!r} and the keys after it do not belong in {self._label}"
            problem = self._header_above(tail[0], text, str(Header.of(right)))
            return {(*self._loc, key): problem for key in tail}
        proper = [number for number, key in enumerate(here) if key not in self._strangers]
        tail = here[proper[-1] + 1 if proper else 0 :]
        if self._free and len(tail) > 2:
            text = f"{tail[0]!r} and the {len(tail) - 1} keys after it do not fit in {self._label}"
            problem = self._header_above(tail[0], text, self._findings[tail[0]].problem.expected)
            return {(*self._loc, key): problem for key in tail}
        if len(tail) > 1:
            first = self._findings[tail[0]].problem
            return {(*self._loc, tail[0]): replace(first, related=self._above(tail[0]))}
        return {}

    def _header_above(self, key: str, text: str, expected: str) -> Problem:
        line, column = self._node.value[key].key_at
        text += ": is a header missing above?"
        path = self._findings[key].problem.path
        return Problem(self._node.file, line, column, text, expected, related=self._above(key), path=path)

    def _above(self, key: str) -> tuple[tuple[str, int], ...]:
        """The line above a key."""
        line = self._node.value[key].key_at[0] - 1
        return ((self._node.file, line),) if line else ()

    def _keys(self) -> list[str]:
        """The keys under this header, in the order of the file."""
        pairs = self._node.value.items() if isinstance(self._node.value, dict) else ()
        return [key for key, node in pairs if node.file == self._node.file and not node.has_header]

    def _others(self) -> list[str]:
        """The tables whose header may be missing; first those that require keys."""
        own = self._loc[:1] if len(self._loc) <= 2 else ()
        return sorted(
            set(self._model.model_fields).difference(own), key=lambda name: (name not in MANY, name)
        )

    def _knows(self, name: str) -> set[str]:
        return set(keys_at(self._model, (name, 0) if name in MANY else (name,)))

    def _is_whole(self, name: str) -> bool:
        """Whether the keys are such a table's: none unknown, none missing."""
        table = table_at(self._model, (name, 0))
        fields = table.model_fields.items() if table is not None else ()
        required = {field.alias or key for key, field in fields if field.is_required()}
        return required <= set(self._node.value) <= self._knows(name)

    def _fits(self, name: str, keys: Sequence[str]) -> bool:
        """Whether a table may have the keys; of three or more, the first may be what replaced its header."""
        known = self._knows(name)
        return known.issuperset(keys) or (len(keys) > 2 and known.issuperset(keys[1:]))
