"""What bodies, themes, digests, dossiers and languages are called in the language of the visitor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from servwatch.digest.compose import KIND_NAMES
from servwatch.digest.compose.bodies import body_name
from servwatch.insight.references import known_as, read_reference
from servwatch.locale import Words
from servwatch.model import Annotation, Item, ItemKind, Settings
from servwatch.sources.plain_text import visible

_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Naming:
    """Names under one configuration, in one language."""

    def __init__(self, settings: Settings, words: Words) -> None:
        self._settings, self._words = settings, words

    def source(self, source: str) -> str:
        """The name of a source; its id where it is watched no more."""
        if source == "by-hand":
            return self._words._("Added by hand")
        known = self._settings.source(source)
        return visible(known.name) if known is not None else visible(source)

    def body(self, body: str) -> str:
        """The name of a body, after the first of its sources."""
        if body == "by-hand":
            return self._words._("Added by hand")
        known = next((s for s in self._settings.sources if s.body == body), None)
        return body_name(known.name, self._words) if known is not None else visible(body)

    def body_of(self, source: str) -> str:
        """The id of the body of a source."""
        known = self._settings.source(source)
        return known.body if known is not None else source

    def sources_of(self, body: str) -> tuple[str, ...]:
        """The ids of the sources of a body; what is watched no more is a body of its own."""
        return tuple(s.id for s in self._settings.sources if s.body == body) or (body,)

    def theme(self, theme: str) -> str:
        """The name of a theme."""
        known = next((t for t in self._settings.themes if t.id == theme), None)
        return self._of(known.name, theme) if known is not None else theme

    def digest(self, digest: str) -> str:
        """The title of a digest."""
        known = self._settings.digest(digest)
        return self._of(known.title, digest) if known is not None else digest

    def kind(self, kind: str) -> str:
        """The name of a kind."""
        return self._words._(KIND_NAMES[ItemKind(kind)]) if kind in set(ItemKind) else kind

    def language(self, code: str) -> str:
        """The name of a language."""
        return self._words.named(code) or self._words._("unknown")

    def dossier(self, name: str) -> str:
        """What a dossier is called where it is followed, with the reference by which it is known."""
        called = self._followed.get(name, "")
        return f"{called} ({name})" if called else name

    @cached_property
    def _followed(self) -> Mapping[str, str]:
        found = {}
        for one in self._settings.dossiers:
            read = read_reference(one.ref)
            if read is not None:
                found[known_as(read.kind, read.id).name] = one.called(self._words.language)
        return found

    def _of(self, names: Mapping[str, str], otherwise: str) -> str:
        return visible(names.get(self._words.language) or next(iter(names.values()), otherwise))


def spoken(item: Item, annotation: Annotation | None, words: Words) -> str:
    """The language of an item as HTML takes it, "" for one that is none: it comes from outside."""
    code = (
        ((annotation.language if annotation is not None else "") or item.language).partition("-")[0].lower()
    )
    return code if _LANGUAGE.fullmatch(code) and words.named(code) != code else ""
