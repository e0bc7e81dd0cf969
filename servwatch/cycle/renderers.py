"""Which templates render an edition: the user's where there are some, and the shipped ones where those do not work."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from servwatch.config import shipped
from servwatch.model import Settings

if TYPE_CHECKING:
    from servwatch.digest.confined import ConfinedRenderer
    from servwatch.digest.render import Renderer


def renderer_of(settings: Settings) -> Renderer | ConfinedRenderer:
    """The user's templates where there are some, over the shipped ones; those run in a process of their own."""
    if settings.templates is None:
        return shipped_renderer()
    from servwatch.digest.confined import ConfinedRenderer

    return ConfinedRenderer(settings.templates, shipped("templates"))


@cache
def shipped_renderer() -> Renderer:
    """The templates that travel with servwatch, compiled once: that takes longer than to fill them."""
    from servwatch.digest.render import Renderer

    return Renderer(shipped("templates"))
