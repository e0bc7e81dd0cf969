"""A progress bar on a terminal for long work; nothing where nobody watches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from servwatch.cli.printing import interactive


class Bar(Protocol):
    """Something that is told how far the work is."""

    def begin(self, total: int) -> None:
        """Say how much there is to do."""
        ...

    def advance(self, text: str) -> None:
        """Say that one more is done, and which."""
        ...


class _Silent:
    def begin(self, total: int) -> None:
        """Do nothing."""

    def advance(self, text: str) -> None:
        """Do nothing."""


class _Rich:
    def __init__(self, title: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (
            TextColumn(title),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
        )
        self.progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self.progress.add_task("", total=None)

    def begin(self, total: int) -> None:
        """Set the length of the bar."""
        self.progress.update(self._task, total=total)

    def advance(self, text: str) -> None:
        """Move on by one."""
        self.progress.update(self._task, advance=1, description=text)


@contextmanager
def bar(title: str, *, quiet: bool = False) -> Iterator[Bar]:
    """Show a bar while the work lasts, on a terminal only."""
    if quiet or not interactive():
        yield _Silent()
        return
    shown = _Rich(title)
    with shown.progress:
        yield shown
