"""Refuse a name that names nothing, and tell the nearest one that does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from servwatch.errors import NotFound
from servwatch.model import Digest, Settings


def require_sources(settings: Settings, ids: Sequence[str]) -> None:
    """Raise NotFound for the first id that is no source's."""
    known = [source.id for source in settings.sources]
    for name in ids:
        if name not in known:
            raise _unknown("source", name, known, "See `servwatch sources list`.")


def require_theme(settings: Settings, name: str) -> None:
    """Raise NotFound where that is no theme's id."""
    known = [theme.id for theme in settings.themes]
    if name not in known:
        raise _unknown("theme", name, known, "The themes are in feeds.toml.")


def require_digest(settings: Settings, name: str) -> Digest:
    """The digest of that id. Raises NotFound."""
    digest = settings.digest(name)
    if digest is None:
        raise _unknown("digest", name, [d.id for d in settings.digests], "See `servwatch digest list`.")
    return digest


def _unknown(what: str, name: str, known: Iterable[str], remedy: str) -> NotFound:
    near = get_close_matches(name, list(known), n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    return NotFound("no {what} has the id {name}", what=what, name=name, remedy=hint + remedy)
