"""A backup of the archive in one file: made of a running archive, checked before it gets its name, brought back whole."""

from __future__ import annotations

from servwatch.archive.backup.container import Manifest, open_backup
from servwatch.archive.backup.restoring import bring_back, check
from servwatch.archive.backup.taking import Facts, take

__all__ = ["Facts", "Manifest", "bring_back", "check", "open_backup", "take"]
