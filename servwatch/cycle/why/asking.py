"""Make what explains: from a configuration and its archive."""

from __future__ import annotations

from collections.abc import Mapping

from servwatch.archive.archive import Archive
from servwatch.cycle.configuration import settings_of
from servwatch.cycle.understanding import Understanding
from servwatch.cycle.why.then import SettingsThen
from servwatch.model import Settings


def settings_then(
    settings: Settings,
    archive: Archive,
    understanding: Understanding,
    environ: Mapping[str, str],
    db: str | None = None,
) -> SettingsThen:
    """Finds the settings of earlier editions in the revisions that the archive keeps."""
    return SettingsThen(
        archive,
        settings,
        understanding,
        lambda revision: settings_of(revision, settings.path, environ, db),
    )
