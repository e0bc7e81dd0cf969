"""The one place from which the pages of sources and dossiers write the configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic, sleep

from servwatch.cycle import saving
from servwatch.web.console.visit import Visit

Texts = Mapping[str, str]
"""Texts of files with plain line ends, by absolute path."""
_IN_FORCE_WITHIN = 3.0
"""Seconds that an answer waits for the service to read what was written, so that the next page shows it."""
_LOOKS = 0.05


def save(visit: Visit, edit: Callable[[Texts], Texts], reason: str) -> None:
    """Write what `edit` makes of the files as a revision, where the whole stays valid, and have the service read it.

    Raises ConfigError with every problem, and what `edit` raises: nothing is written then.
    """
    before = visit.site.current
    files = saving.Files(visit.archive, visit.settings.path, visit.site.environ)
    signed = saving.Signed(visit.by, reason, visit.now)
    saved = saving.save(files, lambda loaded: edit(loaded.files), signed)
    if not saved.files:
        return
    visit.site.reload()
    patience = monotonic() + _IN_FORCE_WITHIN
    while visit.site.current is before and monotonic() < patience:
        sleep(_LOOKS)
