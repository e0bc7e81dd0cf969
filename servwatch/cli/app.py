"""The command line: all commands, registered."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from servwatch import __version__
from servwatch.cli import (
    account_commands,
    backtest_command,
    backup_commands,
    check_commands,
    deadline_commands,
    digest_commands,
    doctor_commands,
    dossier_command,
    item_commands,
    member_commands,
    outbox_commands,
    run_commands,
    source_commands,
    status_command,
    story_commands,
    theme_commands,
    why_command,
)
from servwatch.cli.catalogue import Catalogue, CommandLine
from servwatch.cli.invocation import (
    ConfigOption,
    DatabaseOption,
    LogFormatOption,
    QuietOption,
    VerboseOption,
)

_root = typer.Typer(
    cls=CommandLine,
    name="servwatch",
    help="Keeps watch over international socio-economic policy, and mails digests of what matters.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="First steps: `servwatch run --demo`, or `servwatch init` and then `servwatch run`.",
)


def _version(wanted: bool) -> None:  # the shape typer calls
    if wanted:
        typer.echo(f"servwatch {__version__}")
        raise typer.Exit


@_root.callback()
def root(
    ctx: typer.Context,
    config: ConfigOption = None,
    db: DatabaseOption = None,
    log_format: LogFormatOption = None,
    verbose: VerboseOption = False,
    quiet: QuietOption = False,
    version: Annotated[  # noqa: ARG001  # handled by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options given before the command."""
    ctx.obj = {"config": config, "db": db, "log_format": log_format, "verbose": verbose, "quiet": quiet}


def command_line() -> CommandLine:
    """All of it, ready to be called."""
    registered = typer.Typer()
    for module in (
        run_commands,
        check_commands,
        item_commands,
        dossier_command,
        why_command,
        backtest_command,
        backup_commands,
        digest_commands,
        source_commands,
        deadline_commands,
        story_commands,
        outbox_commands,
        backup_commands,
        member_commands,
        account_commands,
        status_command,
        theme_commands,
        doctor_commands,
    ):
        module.register(registered)
    return cast(CommandLine, typer.main.get_command(_root)).over(Catalogue(registered))
