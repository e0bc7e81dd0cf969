"""Who speaks, where a command keeps it."""

from __future__ import annotations

import getpass

import typer


def speaker(by: str) -> str:
    """The name that was given, else that of whoever calls; not every machine knows one. Raises BadParameter."""
    if named := " ".join(by.split()):
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise typer.BadParameter("say who you are: this machine does not know", param_hint="--by") from error
