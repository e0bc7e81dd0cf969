"""Run the archive through two configurations, and compare what each would make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from servwatch.archive.archive import Archive
from servwatch.archive.item_batches import BATCH
from servwatch.cycle.configuration import understanding_of
from servwatch.cycle.understanding import Understanding
from servwatch.digest.backtest import Assessments, Backtest, Side
from servwatch.model import Annotation, Item, ItemKind, KindRule, RawItem, Settings
from servwatch.sources.item_kind import kind_of


def backtest(
    archive: Archive,
    before: Settings,
    after: Settings,
    *,
    since: date | None,
    begin: Callable[[int], None] = lambda _: None,
    progress: Callable[[str], None] = lambda _: None,
) -> Backtest:
    """Compare what `before` and `after` make of the items since a day; of the archive nothing changes.

    `begin` is told how many batches there are, `progress` each that is done. What the archive holds of
    the settings in force is taken as it stands; all else is annotated anew. An item in which no term is
    found is read in other languages too, so that a change of one theme may change another: only where no
    theme and no source speaks otherwise is nothing matched again.

    Raises ConfigError where terms cannot be used.
    """
    sides = _Under(before), _Under(after)
    rules = _changed_kinds(before, after)
    run = Backtest(before, after)
    begin(-(-archive.batches.count(since) // BATCH))
    for batch in archive.batches.each(since):
        for item, annotation in batch:
            _add(run, item, annotation, sides, rules)
        progress(f"{run.items} items")
    return run


class _Under:
    """One side: its understanding, and the annotations of the archive that are its own."""

    def __init__(self, settings: Settings) -> None:
        self.understanding: Understanding = understanding_of(settings)

    def annotation(self, item: Item, kept: Annotation | None) -> Annotation:
        """The annotation of an item; made anew where the one that is kept is of other settings."""
        if kept is not None and kept.fingerprint == self.understanding.fingerprint:
            return kept
        return _as_kept(self.understanding.of_item(item))


def _add(
    run: Backtest,
    item: Item,
    kept: Annotation | None,
    sides: tuple[_Under, _Under],
    rules: dict[str, KindRule],
) -> None:
    was, would = sides
    before = was.annotation(item, kept)
    same = was.understanding.fingerprint == would.understanding.fingerprint
    after = before if same else would.annotation(item, kept)

    def explain() -> tuple[Assessments, Assessments]:
        return (
            was.understanding.assessed(item, before.language),
            would.understanding.assessed(item, after.language),
        )

    rule = rules.get(item.source)
    changed = replace(item, kind=_kind(item, rule)) if rule is not None else item
    run.add(Side(item, before), Side(changed, after), explain)


def _as_kept(annotation: Annotation) -> Annotation:
    """With the scores as the archive keeps them, to the thousandth: digests see no others."""
    if all(round(score.score, 3) == score.score for score in annotation.themes):
        return annotation
    themes = tuple(replace(score, score=round(score.score, 3)) for score in annotation.themes)
    return replace(annotation, themes=themes)


def _changed_kinds(before: Settings, after: Settings) -> dict[str, KindRule]:
    """The sources that tell the kind of their items otherwise, with the new rule."""
    known = {source.id: source.item_kind for source in before.sources}
    return {
        source.id: source.item_kind
        for source in after.sources
        if source.id in known and known[source.id] != source.item_kind
    }


def _kind(item: Item, rule: KindRule) -> ItemKind:
    return kind_of(RawItem(item.title, item.url, categories=item.categories), rule)
