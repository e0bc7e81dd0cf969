"""Bring an older archive up to date, with alembic; each step is one file in versions/.

A step is never changed once it was released. It says what it does with operations of its own, not with
the tables of `schema`, which move on.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

FOLDER = Path(__file__).parent


def knows(version: str, folder: Path = FOLDER) -> bool:
    """Whether a version of the schema is one of ours; a later servwatch wrote others."""
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    try:
        ScriptDirectory.from_config(_config(folder)).get_revision(version)
    except CommandError:
        return False
    return True


def run(connection: Connection, folder: Path = FOLDER, *, to: str = "head") -> None:
    """Run the steps up to a version that the database of this connection lacks, within its transaction."""
    from alembic import command

    config = _config(folder)
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _config(folder: Path) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
