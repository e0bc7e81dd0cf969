"""What the labels of others mean in our themes: the map by which themes are evaluated.

A map is a TOML or a JSON object from a label to the themes it stands for, any of which will do::

    key = "themes"                      # optional: where a line of the labelled file has its labels
    [labels]
    employment_labour = ["labour-market", "workable-work", "social-dialogue", "decent-work"]
    "Nuclear Energy" = ["energy"]

In JSON, and in TOML without ``[labels]``, the object is the map itself. Labels with the same themes
count as one; a label that the map does not have, or gives no themes, is left out of the evaluation.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_WORK = ("labour-market", "workable-work", "social-dialogue", "decent-work")

BUILT_IN: Mapping[str, tuple[str, ...]] = {
    # The Belgian Chamber. Its documentation service files poverty and homelessness under social policy, so
    # they are social_protection here, and not equality_inclusion.
    "employment_labour": _WORK,
    "equality_inclusion": ("equal-participation",),
    "environment_climate": ("climate", "environment"),
    "public_finance_tax": ("public-finance",),
    "health": ("welfare-health",),
    "mobility_transport": ("mobility",),
    "digital": ("digitalisation",),
    "social_protection": ("social-protection", "inequality-poverty"),
    "education_skills": ("education-skills",),
    "development_coop": ("international-cooperation",),
    # The OECD. Productivity, competition and small firms, which are economy-innovation, have labels of
    # their own there (Economics, Governance, Industry and Services), and are not Science and Technology.
    "Employment": _WORK,
    "Social Issues/Migration/Health": (
        "social-protection",
        "inequality-poverty",
        "equal-participation",
        "welfare-health",
        "migration",
    ),
    "Education": ("education-skills",),
    "Environment": ("climate", "environment"),
    "Energy": ("energy",),
    "Nuclear Energy": ("energy",),
    "Trade": ("trade-globalisation",),
    "Taxation": ("public-finance",),
    "Development": ("international-cooperation",),
    "Transport": ("mobility",),
    "Agriculture": ("resources-food",),
    "Agriculture and Food": ("resources-food",),
    "Science and Technology": ("digitalisation",),
}
"""The labels of the two sets of docs/quality.md. What is called as one of our themes needs no map."""


@dataclass(frozen=True, slots=True)
class Category:
    """What is counted: labels that mean the same themes, under the name of the first of them."""

    name: str
    labels: frozenset[str]
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelMap:
    """From labels to themes. `key` says where a line has its labels, "" for the usual place."""

    themes: Mapping[str, tuple[str, ...]]
    key: str = ""

    def categories(self, labels: Collection[str]) -> tuple[Category, ...]:
        """What is counted in a file with these labels, in the order of the map."""
        found: dict[frozenset[str], list[str]] = {}
        for label, themes in self.themes.items():
            if themes and label in labels:
                found.setdefault(frozenset(themes), []).append(label)
        return tuple(Category(names[0], frozenset(names), self.themes[names[0]]) for names in found.values())

    def unknown(self, known: Collection[str]) -> str:
        """The first theme it names that is none of those `known`, or ""."""
        named = (theme for themes in self.themes.values() for theme in themes)
        return next((theme for theme in named if theme not in known), "")


def built_in(known: Iterable[str]) -> LabelMap:
    """The map for a file without one: our themes by their ids, and the labels of the sets we measure by."""
    ids = dict.fromkeys(known)
    own = {name: (name,) for name in ids}
    others = {label: tuple(t for t in themes if t in ids) for label, themes in BUILT_IN.items()}
    return LabelMap({**own, **others})


def read_label_map(text: str) -> LabelMap:
    """The map that is written in `text`. Raises ValueError with a plain sentence where it is none."""
    value = _object(text)
    key = ""
    if isinstance(value.get("labels"), dict):
        key = value.get("key", "")
        if not isinstance(key, str) or set(value) - {"key", "labels"}:
            msg = "beside [labels] stands only key, a text"
            raise ValueError(msg)
        value = value["labels"]
    themes: dict[str, tuple[str, ...]] = {}
    for label, named in value.items():
        if not (isinstance(named, list) and all(isinstance(one, str) for one in named)):
            msg = f"{label!r} has no list of themes"
            raise ValueError(msg)
        themes[label] = tuple(dict.fromkeys(named))
    if not themes:
        msg = "the map has no label"
        raise ValueError(msg)
    return LabelMap(themes, key)


def _object(text: str) -> dict[str, Any]:
    written = text.removeprefix("\ufeff")
    try:
        if written.lstrip().startswith("{"):
            value: dict[str, Any] = json.loads(written)
            return value
        return tomllib.loads(written)
    except RecursionError as error:
        msg = "it is nested too deeply"
        raise ValueError(msg) from error
