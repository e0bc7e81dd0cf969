"""What each term does in the archive: hits, items that hang on it, what people say of them, what was told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from servwatch.archive.archive import Archive
from servwatch.archive.item_batches import BATCH
from servwatch.cycle.configuration import understanding_of
from servwatch.cycle.understanding import Understanding
from servwatch.insight.judging import by_item, standing
from servwatch.insight.sole_terms import sole_terms
from servwatch.insight.theme_report import ThemeReport
from servwatch.model import Annotation, Item, Settings, Theme


def report_themes(
    archive: Archive,
    settings: Settings,
    themes: Sequence[Theme],
    *,
    since: date | None,
    begin: Callable[[int], None] = lambda _: None,
    progress: Callable[[str], None] = lambda _: None,
) -> ThemeReport:
    """Count what the terms of `themes` do in the items since a day.

    The annotations of the archive are taken as they stand; items that were annotated under other settings
    are annotated anew for this, so that nothing of the past is counted. Raises ConfigError where terms
    cannot be used.
    """
    begin(-(-archive.batches.count(since) // BATCH))
    return _counted(archive, settings, themes, archive.batches.each(since), progress)


def report_theme(archive: Archive, settings: Settings, theme: Theme, *, since: date) -> ThemeReport:
    """The same of one theme, from the items alone that have it; what has none is not counted."""
    return _counted(archive, settings, [theme], archive.batches.of_theme(theme.id, since), lambda _: None)


def _counted(
    archive: Archive,
    settings: Settings,
    themes: Sequence[Theme],
    batches: Iterable[Sequence[tuple[Item, Annotation | None]]],
    progress: Callable[[str], None],
) -> ThemeReport:
    understanding = understanding_of(settings)
    report = ThemeReport(themes)
    for batch in batches:
        first, last = batch[0][0].id, batch[-1][0].id
        said = by_item(archive.judgements.of_items(first, last))
        told = archive.batches.chosen(first, last)
        for item, kept in batch:
            current = kept is not None and kept.fingerprint == understanding.fingerprint
            annotation = kept if kept is not None and current else understanding.of_item(item)
            sole = _sole(understanding, item, annotation)
            given = said.get(item.id, ())
            held = {s.theme: standing(given, s.theme, has_theme=True) for s in annotation.themes}
            report.add(item, annotation, sole, held, chosen=item.id in told)
        progress(f"{report.items} items")
    return report


def _sole(understanding: Understanding, item: Item, annotation: Annotation) -> dict[str, frozenset[str]]:
    """By theme the terms without which the item would lose it."""
    if not annotation.themes:
        return {}
    hints = understanding.hints(item)
    return sole_terms(understanding.matcher, item.title, item.summary, annotation.language, hints=hints)
