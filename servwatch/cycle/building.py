"""Build the editions that are due and let their editors, then make the drafts whose time has come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from servwatch.archive.archive import Archive
from servwatch.archive.digests import DigestState
from servwatch.cycle.build import Builder
from servwatch.cycle.draft import Draft
from servwatch.cycle.drafting import Drafting
from servwatch.cycle.reporting import Attention, CycleReport
from servwatch.cycle.understanding import Understanding
from servwatch.digest.confined import ConfinedRenderer
from servwatch.digest.render import Renderer
from servwatch.errors import DraftMoved, TemplateError
from servwatch.model import Digest, Settings

_log = structlog.get_logger(__name__)

OVER_BUDGET = "It went out longer than a brief may be: shorten what editors wrote, or lower its `limit`. {}"
TRIES = 3
"""How often an edition is made again because an editor was quicker; then the next run makes it."""


class Building:
    """What one cycle builds, with the shipped templates where those of the user fail."""

    def __init__(
        self,
        settings: Settings,
        archive: Archive,
        understanding: Understanding,
        now: datetime,
        report: CycleReport,
        *,
        renderer: Renderer | ConfinedRenderer,
        shipped: Renderer,
        template_fault: Callable[[TemplateError], None],
    ) -> None:
        self._settings, self._archive, self._understanding = settings, archive, understanding
        self._now, self._report, self._shipped = now, report, shipped
        self._template_fault = template_fault
        self._use(renderer)

    def _use(self, renderer: Renderer | ConfinedRenderer) -> None:
        self._builder = Builder(self._settings, self._archive, self._understanding, renderer)
        self._drafting = Drafting(self._settings, self._archive, self._builder, self._shipped, self._now)

    def run(self, *, at_once: bool, stopping: Callable[[], bool]) -> None:
        """Build what is due; `at_once` makes a digest that is new due immediately."""
        for digest, state, scheduled in self._builder.due(self._now, at_once=at_once):
            if stopping():
                return
            self._edition(digest, state, scheduled)
        try:
            self._drafting.prepare()
        except TemplateError as error:
            self._mend(error)
            self._drafting.prepare()

    def _edition(self, digest: Digest, state: DigestState, scheduled: datetime) -> None:
        """Build the edition of a time, unless it waits for its editors."""
        for _ in range(TRIES):
            leaving = self._drafting.leaving(digest, state, scheduled)
            if leaving is None:
                return
            draft = self._builder.draft(digest, state, leaving.scheduled, self._now, review=leaving.review)
            try:
                for part in self._builder.parts(draft, digest, self._now):
                    self._freeze(part, digest)
            except DraftMoved as moved:
                _log.info("an editor was quicker", digest=digest.id, why=moved.sentence())
            else:
                return

    def _freeze(self, draft: Draft, digest: Digest) -> None:
        try:
            built = self._builder.freeze(draft, digest, self._now)
        except TemplateError as error:
            self._mend(error)
            built = self._builder.freeze(draft, digest, self._now)
        if built is not None and (built.number or not digest.at_once):
            self._report.editions.append(built)
            self._report.attention += [Attention("recipient", digest.id, None, f) for f in built.unmailable]
            if built.breaches:
                name, remedy = f"{digest.id} {built.number}", OVER_BUDGET.format(" ".join(built.breaches))
                self._report.attention.append(Attention("budget", name, None, remedy))

    def _mend(self, error: TemplateError) -> None:
        self._template_fault(error)
        self._use(self._shipped)
