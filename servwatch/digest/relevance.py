"""Whether what stands beside the entries matters to a digest: by the rule that chooses entries, without its thresholds. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from servwatch.digest.match import match
from servwatch.model import Annotation, Digest, Item


def matters(
    item: Item, annotation: Annotation | None, digest: Digest, own: Collection[str], *, followed: bool = False
) -> bool:
    """Whether an item has a theme and a kind of a digest, however weakly, or is on a dossier that it follows.

    An item without a theme matters to a digest that takes those too. `own`: the council's own sources, whose items
    are no news to it.
    """
    if followed and item.source not in own:
        return True
    return match(item, annotation, replace(digest, min_score=0.0), own).belongs
