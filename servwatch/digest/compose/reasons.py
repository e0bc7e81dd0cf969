"""Why the program chose an entry, in words: what hit, and how often it names Flanders. Never a score."""

from __future__ import annotations

from collections.abc import Iterator

from servwatch.digest.compose.voice import Voice
from servwatch.digest.shortening import shortened
from servwatch.insight.region import most_named
from servwatch.model import Entry
from servwatch.sources.plain_text import visible

WORDS_SHOWN = {"brief": 2, "full": 4, "alert": 4}
"""Words that hit."""
_WORD = 40
"""Characters of a word that hit, which may be a phrase."""


def reason_of(entry: Entry, voice: Voice) -> str:
    """The sentence that says why an entry was chosen; "" where nothing can be said."""
    parts = list(_parts(entry, voice))
    return voice.words._("Chosen: {reasons}.", reasons="; ".join(parts)) if parts else ""


def words_that_hit(entry: Entry) -> list[str]:
    """The words of an entry that gave it its theme, each once; not those that stand within others."""
    scores = [score for score in entry.annotation.themes if score.theme == entry.theme]
    found = (visible(m.text) for score in scores[:1] for m in score.matches if m.rule != "hint")
    words = {word.casefold(): word for word in found if word}
    return [word for key, word in words.items() if not any(key in other for other in words if other != key)]


def _parts(entry: Entry, voice: Voice) -> Iterator[str]:
    words = voice.words
    if any(name == "dossier" for name, _ in entry.parts):
        yield words._("followed dossier")
    hits = [shortened(word, _WORD) for word in words_that_hit(entry)[: WORDS_SHOWN[voice.layout]]]
    if hits:
        yield ", ".join(hits)
    elif entry.theme:
        yield voice.theme(entry.theme)
    place, times = most_named(entry.item.title, entry.item.summary)
    if place:
        yield words.n_("names {place}", "names {place} {n} times", times, place=_called(place, voice))


def _called(place: str, voice: Voice) -> str:
    words = voice.words
    known = {"Flanders": words._("Flanders"), "Belgium": words._("Belgium"), "Wallonia": words._("Wallonia")}
    return known.get(place, place)
