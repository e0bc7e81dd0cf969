"""Follow a dossier in the texts of the configuration, or follow it no longer: comments and order stay as they are. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from servwatch.config.entry_edit import DOSSIERS, entry_rows, with_keys
from servwatch.model import FollowedDossier

_EVERY = ("*",)


def with_dossier(texts: Mapping[str, str], main: str, dossier: FollowedDossier) -> dict[str, str]:
    """The text that changes so that a dossier is followed as given; at the end of `main` where none of them has it yet.

    Raises ConfigError where its entry is written in a way that cannot be changed so.
    """
    file = _file_of(texts, main, dossier.ref)
    changes: dict[str, Any] = {
        "name": dossier.name.get("") or dict(dossier.name) or None,
        "digests": None if dossier.digests == _EVERY else list(dossier.digests),
        "until": dossier.until,
        "note": dossier.note or None,
    }
    return {file: with_keys(texts[file], dossier.ref, changes, DOSSIERS)}


def with_dossier_until(texts: Mapping[str, str], main: str, ref: str, last: date) -> dict[str, str]:
    """The text that changes so that a dossier is followed until a day. Raises ConfigError likewise."""
    file = _file_of(texts, main, ref)
    return {file: with_keys(texts[file], ref, {"until": last}, DOSSIERS)}


def _file_of(texts: Mapping[str, str], main: str, ref: str) -> str:
    return next((file for file, text in texts.items() if entry_rows(text, ref, DOSSIERS)), main)
