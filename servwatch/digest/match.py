"""Does an item belong in a digest? Pure, and free of time: the same item is never asked twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from servwatch.model import Annotation, Digest, Item, ThemeScore

OWN = "It is the council's own: no digest tells the council what it wrote itself."
NO_THEME = "No theme was found in it."
OTHER_THEMES = "It has only themes that this digest does not follow: {themes}."
OTHER_KIND = "This digest does not take items of the kind {kind}."
TOO_WEAK = "Its best theme scores {score}; this digest asks for {least}."


@dataclass(frozen=True, slots=True)
class Matched:
    """The answer: the themes that count for this digest, the best first, or why it does not belong."""

    themes: tuple[ThemeScore, ...] = ()
    refused: str = ""  # a sentence of the catalogue, "" where the item belongs
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def belongs(self) -> bool:
        """Whether the item may be chosen."""
        return not self.refused


def match(item: Item, annotation: Annotation | None, digest: Digest, own: Collection[str]) -> Matched:
    """Hold an item against what a digest selects: kinds, themes, least score. `own`: the council's own sources."""
    if item.source in own:
        return Matched(refused=OWN)
    if digest.kinds and item.kind not in digest.kinds:
        return Matched(refused=OTHER_KIND, facts={"kind": item.kind.value})
    found = annotation.themes if annotation is not None else ()
    themes = tuple(sorted(_followed(found, digest), key=lambda t: (-t.score, t.theme)))
    if not themes:
        if digest.untagged and not found:
            return Matched()
        if found:
            return Matched(refused=OTHER_THEMES, facts={"themes": [t.theme for t in found]})
        return Matched(refused=NO_THEME)
    if themes[0].score < digest.min_score:
        facts = {"score": round(themes[0].score, 2), "least": digest.min_score}
        return Matched(themes, TOO_WEAK, facts)
    return Matched(themes)


def _followed(themes: Iterable[ThemeScore], digest: Digest) -> Iterable[ThemeScore]:
    every = "*" in digest.themes
    return (t for t in themes if every or t.theme in digest.themes)
