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
        raise _unknown("theme", name, known, f"The themes are: {', '.join(known)}.")


def require_digest(settings: Settings, name: str) -> Digest:
    """The digest of that id. Raises NotFound."""
    digest = settings.digest(name)
    if digest is None:
        raise _unknown("digest", name, [d.id for d in settings.digests], "See `servwatch digest list`.")
    return digest


def require_group(settings: Settings, name: str) -> None:
    """Raise NotFound where no digest goes to that group and nobody is in it; "" is no name."""
    known = {g for digest in settings.digests for g in digest.groups}
    known.update(g for member in settings.recipients for g in member.groups)
    if name and name not in known:
        raise _unknown("group", name, sorted(known), "The groups are named by the digests in feeds.toml.")


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, or ""."""
    return next(iter(get_close_matches(name, list(known), n=1)), "")


def _unknown(what: str, name: str, known: Iterable[str], remedy: str) -> NotFound:
    near = nearest(name, known)
    hint = f"Did you mean {near}? " if near else ""
    return NotFound("no {what} has the id {name}", what=what, name=name, remedy=hint + remedy)
