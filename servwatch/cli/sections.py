"""A group of many commands, whose help lists them under headings, in the order of their registration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter  # what TyperGroup's methods are given


class InSections(TyperGroup):
    """Lists each command under the heading it was registered with (`rich_help_panel`), in plain text."""

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002  # as typer calls it
        """List the commands, heading by heading, what they do in one column."""
        headings: dict[str, list[str]] = {}
        for name, command in self.commands.items():
            headings.setdefault(str(getattr(command, "rich_help_panel", "") or "Commands"), []).append(name)
        longest = max(map(len, self.commands))
        width = formatter.width - 6 - longest
        for heading, names in headings.items():
            with formatter.section(heading):
                formatter.write_dl(
                    [(name.ljust(longest), self.commands[name].get_short_help_str(width)) for name in names]
                )
