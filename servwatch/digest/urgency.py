"""Does an item wait for the next edition? Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from servwatch.digest.match import match
from servwatch.insight.deadline_register import open_deadlines
from servwatch.model import Annotation, Digest, Item, Settings, ThemeScore


def urgent(item: Item, themes: Iterable[ThemeScore], settings: Settings) -> bool:
    """Whether its source, or one of the themes that count for a digest, is marked critical."""
    source = settings.source(item.source)
    critical = {theme.id for theme in settings.themes if theme.critical}
    return (source is not None and source.critical) or any(one.theme in critical for one in themes)


@dataclass(frozen=True, slots=True)
class Urgency:
    """Tells what cannot wait once a draft is with its editors, for one digest: from which day on a deadline counts, and when the next edition comes."""

    digest: Digest
    settings: Settings
    today: date
    next_edition: datetime | None  # None: nobody knows

    def critical(self, item: Item, annotation: Annotation | None, *, followed: bool) -> bool:
        """Whether an item that belongs in the digest would come too late, or is of what never waits.

        It has an open deadline before the next edition, or is on a dossier that is followed, or its source or one
        of its themes is critical.
        """
        if item.source in self.settings.own:
            return False
        if followed:
            return True
        matched = match(item, annotation, self.digest, self.settings.own)
        if not matched.belongs:
            return False
        return urgent(item, matched.themes, self.settings) or self._closes(annotation)

    def _closes(self, annotation: Annotation | None) -> bool:
        """Whether one can act only before the next edition. A deadline without a time is open all day."""
        if annotation is None:
            return False
        if self.next_edition is None:
            return any(open_deadlines(annotation, self.today))
        local = self.next_edition.astimezone(self.settings.timezone)
        for due in open_deadlines(annotation, self.today):
            if due.date < local.date():
                return True
            if due.date == local.date() and due.time is not None and due.time < local.time():
                return True
        return False
