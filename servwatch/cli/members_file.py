"""Where the members are kept."""

from __future__ import annotations

from pathlib import Path

from servwatch.cli.invocation import Invocation


def members_file(here: Invocation) -> Path:
    """The members file that the configuration names, whether it is there or not."""
    from servwatch.config import load

    path = here.config_path()
    loaded = load(path, environ=here.environ)
    table = loaded.root.child("servwatch")
    node = table.child("members") if table is not None else None
    return path.parent / (node.value if node is not None and isinstance(node.value, str) else "members.toml")
