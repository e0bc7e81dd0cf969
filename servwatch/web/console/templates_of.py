"""The pages' templates and the files they load: both are part of the program, and neither is anybody's to change."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined


class Templates:
    """Autoescaped Jinja templates in `folder/templates`, and static files in `folder/static`, named by what is in them."""

    def __init__(self, folder: Path) -> None:
        self.static = folder / "static"
        self._environment = Environment(
            loader=FileSystemLoader(folder / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._versions = {
            path.name: blake2b(path.read_bytes(), digest_size=6).hexdigest() for path in self.static.iterdir()
        }

    def asset(self, name: str) -> str:
        """The address of a static file below the root, good for ever: it changes with the file."""
        return f"/static/{name}?v={self._versions[name]}"

    def render(self, name: str, facts: Mapping[str, Any]) -> str:
        """Fill a template."""
        return self._environment.get_template(name).render(facts)
