"""Why an item belongs to a story, as a sentence of the catalogue with its facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from servwatch.insight.stories.concepts import shipped_concepts
from servwatch.insight.stories.signals import ACRONYM, CONCEPT, NUMBER, REFERENCE

SAME_DOCUMENT = "It is “{title}” in another language."
SAME_STORY_ADDRESS = "It has the same address as “{title}”."
SAME_STORY_TITLE = "It has the same title as an item of another source."
SAME_TEXT = "Its text is a copy of that of “{title}”."
SAME_NEWS = "It tells the same story as “{title}”: both name {signs}."
SAME_NEWS_BARE = "It tells the same story as “{title}”."
BY_HAND = "{who} joined it to the story of “{title}”."

_SENTENCES = {
    "edition": SAME_DOCUMENT,
    "address": SAME_STORY_ADDRESS,
    "title": SAME_STORY_TITLE,
    "copy": SAME_TEXT,
    "hand": BY_HAND,
}
SIGNS_SHOWN = 4


def reason(how: str, facts: Mapping[str, Any], title: str) -> tuple[str, dict[str, Any]]:
    """The sentence and what fills it; `title` is that of the item it is likest to."""
    sentence = _SENTENCES.get(how)
    if sentence is not None:
        return sentence, {"title": title, "who": facts.get("who", "")} if how == "hand" else {"title": title}
    signs = told_signs(facts.get("shared", ()))
    return (SAME_NEWS, {"title": title, "signs": signs}) if signs else (SAME_NEWS_BARE, {"title": title})


def told_signs(signals: Iterable[str]) -> list[str]:
    """Of the signals two headlines share those that can be said: concepts, numbers, acronyms, references."""
    sayable = (CONCEPT, NUMBER, ACRONYM, REFERENCE)
    listed = [signal for signal in signals if signal.startswith(sayable)]
    named = " ".join(signal.casefold() for signal in listed if signal.startswith(REFERENCE))
    parts = set(re.findall(r"\w+", named))  # of COM(2025) 837 neither COM nor 837 says anything more
    return [s for s in listed if not (s.startswith((ACRONYM, NUMBER)) and s[2:].casefold() in parts)][
        :SIGNS_SHOWN
    ]


def in_words(facts: Mapping[str, Any], language: str, joined: Callable[[list[str]], str]) -> dict[str, Any]:
    """The facts of a reason as a reader of that language sees them; `joined` makes one text of several."""
    shown = dict(facts)
    if "signs" in shown:
        shown["signs"] = joined([sign_in_words(sign, language) for sign in shown["signs"]])
    return shown


def sign_in_words(signal: str, language: str) -> str:
    """A signal as a reader of that language sees it: the name of a concept, a number as it is written."""
    sort, rest = signal[:2], signal[2:]
    if sort == CONCEPT:
        concept = shipped_concepts().get(rest)
        return concept.name(language) if concept is not None else rest
    if sort == NUMBER:
        return rest.replace("%", " %").replace("e6", " mln").replace("e9", " mld")
    if sort == REFERENCE:
        return rest.partition(":")[2] or rest  # without its kind
    return rest.upper() if sort == ACRONYM else rest
