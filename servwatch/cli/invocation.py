"""What every command shares: the common options, and the way from them to settings and archive."""

from __future__ import annotations

import functools
import inspect
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from typer.core import TyperCommand

if TYPE_CHECKING:
    from servwatch.archive.archive import Archive
    from servwatch.cycle.configuration import InForce

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="PATH", help="The feeds.toml to use; else $SERVWATCH_CONFIG, else ./feeds.toml."
    ),
]
DatabaseOption = Annotated[
    str | None, typer.Option("--db", metavar="URL", help="The database; else as the configuration says.")
]
LogFormatOption = Annotated[
    str | None,
    typer.Option("--log-format", metavar="text|json", help="How the log on standard error is written."),
]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Say more.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what needs attention.")]

_COMMON: dict[str, tuple[Any, Any]] = {
    "config": (ConfigOption, None),
    "db": (DatabaseOption, None),
    "log_format": (LogFormatOption, None),
    "verbose": (VerboseOption, False),
    "quiet": (QuietOption, False),
}


@dataclass(slots=True)
class Invocation:
    """One call of the command line: its common options and its surroundings."""

    config: Path | None = None
    db: str | None = None
    log_format: str = "text"
    verbose: bool = False
    quiet: bool = False
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    folder: Path = field(default_factory=Path.cwd)

    def config_path(self) -> Path:
        """The feeds.toml to use. Raises ConfigMissing."""
        from servwatch.config import find_config

        return find_config(self.config, self.environ, self.folder)

    def in_force(self) -> InForce:
        """The configuration to work with. Raises ConfigError."""
        from servwatch.cycle.configuration import in_force

        return in_force(self.config_path(), self.environ, self.db)

    def open(self, current: InForce) -> Archive:
        """The archive of a configuration. Raises ArchiveError."""
        from servwatch.archive.archive import Archive

        return Archive(current.settings.database)

    def start_log(self) -> None:
        """Begin to log on standard error, as loud as the options say.

        A person at a terminal reads the report instead, and is spared what went well.
        """
        from servwatch.cli.logging import configure
        from servwatch.cli.printing import interactive

        as_json = self.log_format == "json"
        usual = "warning" if interactive() and not as_json else "info"
        configure("debug" if self.verbose else "error" if self.quiet else usual, as_json=as_json)


_LARGEST = 2**63 - 1
"""No database has a larger number."""


class _Command(TyperCommand):
    """A command whose help names its arguments by what they are, and shows each example on a line to copy."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for parameter in self.params:
            if parameter.param_type_name == "argument":
                setattr(parameter, "display_type_rich", lambda ctx: None)  # noqa: ARG005, B010  # newer typers call it

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; a number that is none is told with what was typed and what is asked for."""
        try:
            rest = super().parse_args(ctx, args)
        except typer.BadParameter as error:
            error.message = _plain(error)
            raise
        for parameter in self.params:
            value = ctx.params.get(parameter.name)
            for one in value if isinstance(value, (list, tuple)) else (value,):
                if isinstance(one, int) and abs(one) > _LARGEST:
                    raise typer.BadParameter(
                        f"{one} is too large a number", ctx=ctx, param=cast(Any, parameter)
                    )
        return rest

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  # as typer calls it
        """Write the examples of the epilog, which stand between backquotes, as they are typed."""
        with formatter.section("Examples"):
            for example in re.findall(r"`([^`]+)`", self.epilog or ""):
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")


def _plain(error: typer.BadParameter) -> str:
    """What is wrong with a value, without the words of the library that newer typers read numbers with."""
    faults: list[Any] = getattr(error.__cause__, "errors", list)()
    if not faults or not str(faults[0]["type"]).startswith(("int_", "greater_", "less_")):
        return error.message
    fault = faults[0]
    bounds = (("ge", "or more"), ("le", "or less"))
    limit = next((f"{fault['ctx'][key]} {word}" for key, word in bounds if key in fault.get("ctx", {})), "")
    asked = " ".join(str(getattr(error.param, "help", None) or "").split())
    return f"{fault['input']} is not {limit or 'a whole number'}{asked and f'. {asked}'}"


def command(
    app: typer.Typer, name: str | None = None, **extra: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a command whose first argument is the `Invocation`, and give it the common options."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(function, eval_str=True)
        own = list(signature.parameters.values())[1:]

        @functools.wraps(function)
        def called(ctx: typer.Context, **options: Any) -> Any:
            common = {key: options.pop(key) for key in _COMMON}
            return function(_invocation(ctx, common), **options)

        context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
        shared = [
            inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for key, (annotation, default) in _COMMON.items()
        ]
        arguments = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
        called.__signature__ = inspect.Signature([context, *arguments, *shared])  # type: ignore[attr-defined]
        app.command(name, cls=_Command, **extra)(called)
        return function

    return register


def one_of(value: str, choices: Sequence[str], option: str) -> str:
    """The value of an option, which is one of a few or left out. Raises what a wrong use of the line raises."""
    if value and value not in choices:
        raise typer.BadParameter(f"must be one of {', '.join(choices)}", param_hint=option)
    return value


def _invocation(ctx: typer.Context, options: dict[str, Any]) -> Invocation:
    """The options given before the command and after it; the latter win."""
    before: dict[str, Any] = ctx.find_root().obj or {}
    values = {key: options[key] or before.get(key) for key in _COMMON}
    one_of(values["log_format"] or "", ("text", "json"), "--log-format")
    return Invocation(
        config=values["config"],
        db=values["db"],
        log_format=values["log_format"] or "text",
        verbose=bool(values["verbose"]),
        quiet=bool(values["quiet"]),
    )
