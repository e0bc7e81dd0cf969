"""Apply what the settings say to an item: its language, its themes, the references it names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b

from servwatch.insight.deadlines import DEADLINE_RULES, find_deadlines
from servwatch.insight.fingerprint import fingerprint
from servwatch.insight.hints import Hint, hints_for
from servwatch.insight.language import language_of
from servwatch.insight.references import references_of
from servwatch.insight.themes import Assessment, ThemeMatcher, compile_themes
from servwatch.model import NOTHING_GIVEN, Annotation, Given, Item, ItemKind, Settings

REFERENCES = 1
"""Raised with every change of a grammar, a role or a rule of `insight.dossiers`: all is then annotated anew."""


class Understanding:
    """The compiled settings. Raises ConfigError where a term has a fault."""

    def __init__(self, settings: Settings) -> None:
        self.fingerprint = _fingerprint(settings)
        self.matcher: ThemeMatcher = compile_themes(settings.themes)
        self._language = settings.language
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
        url: str = "",
        day: date | None = None,
        kind: ItemKind = ItemKind.NEWS,
        given: Given = NOTHING_GIVEN,
    ) -> Annotation:
        """What is understood of a text of a source; references with their addresses in the council's language.

        `day` is that of its publication; without it no deadline is sought.
        """
        known = self._sources.get(source)
        languages = known.languages if known is not None else ()
        language = language_of(declared, languages, f"{title}. {summary}")
        hints = hints_for(known, categories) if known is not None else ()
        themes = self.matcher.match(title, summary, language, hints=hints)
        references = references_of(title, summary, url, given=given.references, language=self._language)
        deadlines = find_deadlines(title, summary, published=day, kind=kind, given=given) if day else ()
        return Annotation(item, self.fingerprint, language, themes, references, deadlines)

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
            url=item.url,
            given=item.given,
        )

    def hints(self, item: Item) -> tuple[Hint, ...]:
        """What the source of an item and its categories say about its themes."""
        known = self._sources.get(item.source)
        return hints_for(known, item.categories) if known is not None else ()

    def assessed(self, item: Item, language: str) -> dict[str, Assessment]:
        """All that is found of each theme in an item of that language, given or not."""
        found = self.matcher.explain(item.title, item.summary, language, hints=self.hints(item))
        return {one.theme: one for one in found}


def _fingerprint(settings: Settings) -> str:
    """What annotations carry: equal where every item of every source would get the same language, themes, references and deadlines."""
    hints = sorted((s.id, s.languages, s.themes, sorted(s.category_themes.items())) for s in settings.sources)
    decisive = (
        fingerprint(settings.themes) + repr(hints) + repr((REFERENCES, settings.language, DEADLINE_RULES))
    )
    return blake2b(decisive.encode(), digest_size=8).hexdigest()
