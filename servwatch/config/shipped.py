"""Where the files are that travel with servwatch: the watch list and the templates.

In an installed servwatch they lie inside the package; in a checkout at its top.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path:
    """The path of a shipped file or folder: "feeds.toml" or "templates"."""
    inside = _PACKAGE / "shipped" / name
    return inside if inside.exists() else _PACKAGE.parent / name
