"""Which blocks a digest shows besides its entries."""

from __future__ import annotations

from collections.abc import Mapping

from servwatch.model import Digest

USUAL: Mapping[str, tuple[str, ...]] = {
    "brief": ("closing-soon", "corrections", "coming-up", "not-read", "not-chosen"),
    "full": (
        "overview",
        "closing-soon",
        "dossiers",
        "preparing",
        "positions",
        "tenders",
        "coming-up",
        "corrections",
        "not-read",
        "not-chosen",
    ),
    "alert": ("corrections",),
}
"""The blocks of each layout where a digest names none."""
ALWAYS = ("corrections",)
"""What is never left out: a reader who had something wrong is told."""


def sections_of(digest: Digest, layout: str) -> frozenset[str]:
    """The blocks shown in a layout; those it does not have are none of them."""
    usual = frozenset(USUAL[layout])
    return usual.intersection((*digest.sections, *ALWAYS)) if digest.sections else usual
