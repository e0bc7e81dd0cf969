"""Apply what the settings say to an item: its language, its kind, its themes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from servwatch.insight.language import language_of
from servwatch.insight.themes import Hint, ThemeMatcher, compile_themes
from servwatch.model import Annotation, Item, Settings, Source


class Understanding:
    """The compiled settings. Raises ConfigError where a term has a fault."""

    def __init__(self, settings: Settings) -> None:
        self.fingerprint = settings.fingerprint
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
    ) -> Annotation:
        """What is understood of a text of a source."""
        known = self._sources.get(source)
        languages = known.languages if known is not None else ()
        language = language_of(declared, languages, f"{title}. {summary}")
        themes = self.matcher.match(title, summary, language, hints=tuple(_hints(known, categories)))
        return Annotation(item, self.fingerprint, language, themes)

    def of_item(self, item: Item) -> Annotation:
        """What is understood of an item of the archive, under these settings."""
        return self.annotation(
            item.source, item.title, item.summary, item.language, item.categories, item=item.id
        )


def _hints(source: Source | None, categories: Sequence[str]) -> Iterator[Hint]:
    if source is None:
        return
    for theme in source.themes:
        yield Hint(theme, "source", source.id)
    for category in categories:
        for theme in source.category_themes.get(category, ()):
            yield Hint(theme, "category", category)
