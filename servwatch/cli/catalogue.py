"""The commands, each made when it is called for.

To make all of them takes as long as all else that `--help` does, though `--help` needs no more than their
names and first lines, and a command that runs no other.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter  # what TyperGroup's methods are given


class Catalogue(Mapping[str, Any]):
    """The commands and groups registered with an app, by name, in the order of their registration."""

    def __init__(self, registered: typer.Typer) -> None:
        self._makers: dict[str, typer.Typer] = {}
        self._texts: dict[str, str] = {}
        for command in registered.registered_commands:
            function = command.callback
            assert function is not None  # noqa: S101 - typer registers nothing without one
            name = command.name or function.__name__.replace("_", "-")
            self._makers[name] = alone = typer.Typer(rich_markup_mode=None, add_completion=False)
            alone.registered_commands.append(command)
            self._texts[name] = inspect.getdoc(function) or ""
        for group in registered.registered_groups:
            assert group.typer_instance is not None  # noqa: S101 - as above
            name = str(group.name)
            self._makers[name] = group.typer_instance
            self._texts[name] = str(group.typer_instance.info.help)

    def line(self, name: str, width: int) -> str:
        """What a command does, in at most so many characters."""
        return TyperCommand(name, help=self._texts[name]).get_short_help_str(width)

    def __getitem__(self, name: str) -> Any:
        return typer.main.get_command(self._makers[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


class CommandLine(TyperGroup):
    """The root of the command line, over a catalogue."""

    catalogue: Catalogue

    def over(self, catalogue: Catalogue) -> CommandLine:
        """Give it its commands."""
        self.catalogue = catalogue
        self.commands = catalogue  # type: ignore[assignment]  # it is only read
        return self

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002
        """Their names."""
        return list(self.catalogue)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002
        """List them with what they do, as typer does, and without making them."""
        width = formatter.width - 6 - max(map(len, self.catalogue))
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.catalogue.line(name, width)) for name in self.catalogue])
