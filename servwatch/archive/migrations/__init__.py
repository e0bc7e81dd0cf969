"""Bring an older archive up to date, with alembic; each step is one file in versions/."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servwatch.archive.database import Database


def upgrade(database: Database, found: str) -> bool:
    """Run the steps after `found`, in one transaction. False where `found` is of a later version."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    scripts = ScriptDirectory.from_config(config)
    try:
        scripts.get_revision(found)
    except CommandError:
        return False
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
