"""The one place from which the pages of sources write the configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic, sleep

from servwatch.config import edit_files
from servwatch.errors import ConfigError
from servwatch.web.console.visit import Visit

Texts = Mapping[str, str]
"""Texts of files with plain line ends, by absolute path."""
_IN_FORCE_WITHIN = 3.0
"""Seconds that an answer waits for the service to read what was written, so that the next page shows it."""
_LOOKS = 0.05


def save(visit: Visit, edit: Callable[[Texts], Texts]) -> None:
    """Write what `edit` makes of the files, where the whole stays valid, and have the service read it.

    Raises ConfigError with every problem, and what `edit` raises: nothing is written then.
    """
    before = visit.site.current
    try:
        edited = edit_files(visit.settings.path, visit.site.environ, edit)
    except OSError as error:
        raise ConfigError(
            "{file} cannot be written: {cause}",
            remedy="Give the service the right to write it, or change it by hand on the server.",
            file=str(error.filename or visit.settings.path),
            cause=error.strerror or type(error).__name__,
        ) from error
    if not edited.files:
        return
    visit.site.reload()
    patience = monotonic() + _IN_FORCE_WITHIN
    while visit.site.current is before and monotonic() < patience:
        sleep(_LOOKS)
