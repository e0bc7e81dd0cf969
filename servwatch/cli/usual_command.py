"""A group of commands of which one is meant where none is named: `servwatch items` is `servwatch items list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter  # what TyperGroup's methods are given


class WithUsualCommand(TyperGroup):
    """Takes `usual` for meant, unless the first word is another of its commands, or asks for help."""

    usual = "list"

    def named(self, args: list[str]) -> list[str]:
        """The words of a line that names one of the commands, the usual one where it names none."""
        first = args[0] if args else ""
        return args if first in self.commands or first in ("--help", "-h") else [self.usual, *args]

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Put in the usual command, where the line names none."""
        return super().parse_args(ctx, self.named(args))

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Show what the usual command takes, and then the others."""
        self.commands[self.usual].format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Show the examples of the usual command."""
        self.commands[self.usual].format_epilog(ctx, formatter)
