"""The settings that were in force at an edition: today's keywords do not explain last month's decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from servwatch.archive.archive import Archive
from servwatch.archive.editions import EditionRow
from servwatch.archive.revisions import Revision
from servwatch.cycle.understanding import Understanding
from servwatch.errors import ServwatchError
from servwatch.model import Settings


@dataclass(frozen=True, slots=True)
class Then:
    """Settings with what they understand. Not `exact`: those of the time are kept no longer as a whole."""

    settings: Settings
    understanding: Understanding
    exact: bool = True


class SettingsThen:
    """Finds the settings of a time; each revision of the files is read and compiled once.

    `reread` gives the settings of a revision, and raises ServwatchError where they are no longer valid.
    """

    def __init__(
        self,
        archive: Archive,
        settings: Settings,
        understanding: Understanding,
        reread: Callable[[Revision], Settings],
    ) -> None:
        self._archive = archive
        self._today = Then(settings, understanding)
        self._reread = reread
        self._known: dict[int, Then | None] = {}

    def at(self, edition: EditionRow) -> Then:
        """The settings an edition was chosen by; today's, and not exact, where those are gone.

        The shipped sources and themes are not kept with the files: after an update of the program that
        changed them, the settings of before cannot be made again exactly.
        """
        today = self._today
        if edition.fingerprint == today.settings.fingerprint:
            return today
        path = str(today.settings.path)
        revision = self._archive.revisions.newest(path, before=edition.frozen)
        found = self._of(revision) if revision is not None else None
        if found is None:
            return Then(today.settings, today.understanding, exact=False)
        exact = found.settings.fingerprint == edition.fingerprint
        return Then(found.settings, found.understanding, exact)

    def _of(self, revision: Revision) -> Then | None:
        if revision.id not in self._known:
            try:
                settings = self._reread(revision)
                self._known[revision.id] = Then(settings, Understanding(settings))
            except ServwatchError:
                self._known[revision.id] = None
        return self._known[revision.id]
