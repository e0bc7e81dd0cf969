"""Follow a dossier in the texts of the configuration, or follow it no longer: comments and order stay as they are. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from servwatch.config.entry_edit import DOSSIERS, entry_rows, entry_text_of, file_of_entry, with_keys
from servwatch.config.pending_save import mark_of
from servwatch.model import FollowedDossier

_EVERY = ("*",)


def mark_of_dossier(texts: Mapping[str, str], main: str, ref: str) -> str:
    """Which state of an entry somebody looks at, to be brought back with its change."""
    text = texts.get(file_of_entry(texts, ref, main, DOSSIERS), "")
    return mark_of(entry_text_of(text, ref, DOSSIERS))


def with_dossier(
    texts: Mapping[str, str], main: str, was: FollowedDossier, wanted: FollowedDossier
) -> dict[str, str]:
    """The text that changes so that a dossier is followed as wanted; at the end of `main` where none of them has it yet.

    Only keys that differ from what `was` are written. Raises ConfigError where its entry cannot be changed so.
    """
    moved = {
        one.name for one in fields(FollowedDossier) if getattr(was, one.name) != getattr(wanted, one.name)
    }
    changes = {key: value for key, value in _keys(wanted).items() if key in moved}
    return _changed(texts, main, wanted.ref, changes)


def with_dossier_until(texts: Mapping[str, str], main: str, ref: str, last: date) -> dict[str, str]:
    """The text that changes so that a dossier is followed until a day. Raises ConfigError likewise."""
    return _changed(texts, main, ref, {"until": last})


def _changed(texts: Mapping[str, str], main: str, ref: str, changes: Mapping[str, Any]) -> dict[str, str]:
    file = file_of_entry(texts, ref, main, DOSSIERS)
    new = entry_rows(texts[file], ref, DOSSIERS) is None
    return {file: with_keys(texts[file], ref, {"ref": ref, **changes} if new else changes, DOSSIERS)}


def _keys(dossier: FollowedDossier) -> dict[str, Any]:
    """The keys of an entry; None for one that it need not have."""
    return {
        "name": dossier.name.get("") or dict(dossier.name) or None,
        "digests": None if dossier.digests == _EVERY else list(dossier.digests),
        "until": dossier.until,
        "note": dossier.note or None,
    }
