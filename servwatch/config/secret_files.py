"""Passwords and tokens: from a file the configuration names, or from the environment; never from TOML."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from servwatch.errors import SecretMissing

MAIL_PASSWORD = "SERVWATCH_MAIL_PASSWORD"  # noqa: S105  # the name of a variable
DATABASE = "SERVWATCH_DATABASE"


def read_secret(file: str | None, variable: str, folder: Path, environ: Mapping[str, str]) -> str:
    """The secret: of the file, else of the variable, else "". Raises SecretMissing for a file that cannot be read."""
    if file is not None:
        path = folder / file
        try:
            return path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SecretMissing(
                "the secret cannot be read from its file",
                place=str(path),
                remedy="Make the file, readable for the user that runs servwatch.",
            ) from error
    return environ.get(variable, "").strip()
