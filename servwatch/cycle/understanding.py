"""Apply what the settings say to an item: its language, its kind, its themes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b

from servwatch.insight.deadlines import DEADLINE_RULES, find_deadlines
from servwatch.insight.fingerprint import fingerprint
from servwatch.insight.hints import hints_for
from servwatch.insight.language import language_of
from servwatch.insight.themes import ThemeMatcher, compile_themes
from servwatch.model import NOTHING_GIVEN, Annotation, Given, Item, ItemKind, Settings


class Understanding:
    """The compiled settings. Raises ConfigError where a term has a fault."""

    def __init__(self, settings: Settings) -> None:
        self.fingerprint = _fingerprint(settings)
        self.matcher: ThemeMatcher = compile_themes(settings.themes)
        self._sources = {source.id: source for source in settings.sources}

    def annotation(
        self,
        source: str,
        title: str,
        summary: str,
        declared: str,
        categories: Sequence[str],
        *,
        item: int = 0,
        day: date | None = None,
        kind: ItemKind = ItemKind.NEWS,
        given: Given = NOTHING_GIVEN,
    ) -> Annotation:
        """What is understood of a text of a source. `day`: of its publication; without it no deadline is sought."""
        known = self._sources.get(source)
        languages = known.languages if known is not None else ()
        language = language_of(declared, languages, f"{title}. {summary}")
        hints = hints_for(known, categories) if known is not None else ()
        themes = self.matcher.match(title, summary, language, hints=hints)
        deadlines = find_deadlines(title, summary, published=day, kind=kind, given=given) if day else ()
        return Annotation(item, self.fingerprint, language, themes, deadlines=deadlines)

    def of_item(self, item: Item) -> Annotation:
        """What is understood of an item of the archive, under these settings."""
        return self.annotation(
            item.source,
            item.title,
            item.summary,
            item.language,
            item.categories,
            item=item.id,
            day=item.day,
            kind=item.kind,
            given=item.given,
        )


def _fingerprint(settings: Settings) -> str:
    """What annotations carry: equal where every item of every source would get the same language, themes and deadlines."""
    hints = sorted((s.id, s.languages, s.themes, sorted(s.category_themes.items())) for s in settings.sources)
    decisive = fingerprint(settings.themes) + repr(hints) + DEADLINE_RULES
    return blake2b(decisive.encode(), digest_size=8).hexdigest()
