"""Where the members are kept."""

from __future__ import annotations

from pathlib import Path

from servwatch.cli.invocation import Invocation


def members_file(here: Invocation) -> Path:
    """The members file that the configuration names, whether it is there or not."""
    from servwatch.config import load, members_place

    path = here.config_path()
    return members_place(load(path, environ=here.environ).root, path.parent)
