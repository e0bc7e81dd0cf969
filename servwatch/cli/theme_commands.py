"""`themes`: what the themes find, and how well; further commands have modules of their own."""

from __future__ import annotations

import typer

from servwatch.cli import theme_tuning_commands


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help="What the themes find, and how well.",
        add_completion=False,
    )
    theme_tuning_commands.register(group)
    app.add_typer(group, name="themes")
