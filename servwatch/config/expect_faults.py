"""What only several keys together can get wrong of an expectation: its window, and names that name nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from servwatch.config.calendar_days import read_day, window_fault
from servwatch.config.layering import identity
from servwatch.config.syntax.tree import Node
from servwatch.errors import Problem
from servwatch.model import Window


def expect_faults(expects: Sequence[Node], sources: Sequence[Node], *, sure: bool) -> Iterator[Problem]:
    """Every fault of the expectations. Where we are not `sure` to know all sources, no name is said to be unknown."""
    ids = {identity(source) for source in sources}
    bodies = {str(found.value) for source in sources if (found := source.child("body")) is not None}
    for expect in expects:
        yield from _window(expect, sure=sure)
        if sure:
            yield from _unknown(expect, "sources", ids, "source has the id", "the id of a source")
            yield from _unknown(expect, "bodies", bodies, "source has the body", "the body of a source")


def _window(expect: Node, *, sure: bool) -> Iterator[Problem]:
    first, last, windows = (expect.child(key) for key in ("from", "until", "windows"))
    name = f"the expectation {identity(expect)!r}"
    if windows is not None and (first or last) is not None:
        yield _fault(expect, windows, "windows", f"{name} has windows besides from and until", "one of them")
    elif windows is None and first is not None and last is not None:
        try:
            fault = window_fault(Window(read_day(first.value), read_day(last.value)))
        except ValueError:  # said of the day itself
            return
        if fault:
            yield _fault(expect, last, "until", f"the window of {name} is none: {fault}", "a later day")
    elif sure and identity(expect) and (windows is None or windows.value == []):
        lacking = "from" if first is None else "until"
        problem = _fault(expect, expect, lacking, f"{name} has no window", 'the keys "from" and "until"')
        yield replace(problem, related=((expect.file, _seat(expect, first, last)),))


def _seat(expect: Node, first: Node | None, last: Node | None) -> int:
    """The line on which the window, or the half of it that lacks, may have stood."""
    if last is not None:
        return last.key_at[0] - 1
    keys = ("from",) if first is not None else ("id", "name", "match", "sources", "bodies", "kinds")
    before = [node.last_line() for key in keys if (node := expect.child(key)) is not None]
    return max(before, default=expect.key_at[0]) + 1


def _unknown(expect: Node, key: str, known: Collection[str], what: str, expected: str) -> Iterator[Problem]:
    named = expect.child(key)
    for node in named.value if named is not None and isinstance(named.value, list) else ():
        if isinstance(node.value, str) and node.value not in known:
            near = next(iter(get_close_matches(node.value, known, n=1, cutoff=0.6)), "")
            text = f"no {what} {node.value!r}"
            path = f"expect.{identity(expect)}.{key}"
            line, column = node.at
            yield Problem(node.file, line, column, text, "" if near else expected, near, path=path)


def _fault(expect: Node, node: Node, key: str, text: str, expected: str) -> Problem:
    at = node.key_at if node is expect else node.at
    return Problem(node.file, at[0], at[1], text, expected, path=f"expect.{identity(expect)}.{key}")
