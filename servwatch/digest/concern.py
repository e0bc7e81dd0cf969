"""Which sources a digest depends on: those it could take items from. Pure."""

from __future__ import annotations

from servwatch.model import Digest, Source


def concerns(source: Source, digest: Digest) -> bool:
    """Whether it matters to a digest that a source is not heard.

    A source whose items never have a kind of the digest does not, nor does one that is said to be about
    other themes. Of most sources nothing of the sort is known, and they matter to every digest.
    """
    rule = source.item_kind
    kinds = {rule.default, *(kind for _, kind in rule.patterns)}
    if digest.kinds and not kinds.intersection(digest.kinds):
        return False
    if "*" in digest.themes or digest.untagged or not source.themes:
        return True
    about = {*source.themes, *(theme for named in source.category_themes.values() for theme in named)}
    return bool(about.intersection(digest.themes))
