"""What an entry is called. Nothing is translated by machine.

An editor's headline goes first: it is somebody's decision on this very entry. Then the title, where it
is in the reader's language; then that of the official edition in it; else the title stands quoted in its own
language, behind a fixed label of body, kind and language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from servwatch.digest.compose.voice import Voice
from servwatch.digest.shortening import title as titled
from servwatch.insight.address import untracked
from servwatch.model import Digest, Edition, Entry, Item, LanguageEdition
from servwatch.sources.plain_text import visible

_EUR_LEX = re.compile(r"^(https://eur-lex\.europa\.eu/legal-content/)[A-Z]{2}/")
HEADLINE_LENGTH = {"brief": 70, "full": 160, "alert": 160}
"""Characters; an editor's own headline is never cut."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline with the address it leads to and the language that is found there."""

    text: str
    url: str
    reads: str  # the language of the document, "" where it is not known
    language: str = ""  # of the text, "" where it is the reader's own
    label: str = ""  # stands before it, and the text is quoted


def headline_of(entry: Entry, voice: Voice) -> Headline:
    """What an entry is called, and where it leads."""
    item, reader = entry.item, voice.words.language
    most = HEADLINE_LENGTH[voice.layout]
    spoken = language_of(entry)
    title = visible(item.title)
    own = official(entry, reader)
    url = link(own.url if own is not None else item.url) or link(item.url)
    reads = reader if own is not None else spoken
    reworded = visible(entry.reword.headline) if voice.of_digest else ""
    if reworded:
        return Headline(reworded, url, reads)
    if title and not voice.foreign(spoken):
        return Headline(titled(title, most), link(item.url), spoken)
    if own is not None:
        return Headline(titled(visible(own.title), most), url, reader)
    if not title:
        return Headline(untitled(item, voice), link(item.url), spoken)
    return Headline(titled(title, most), link(item.url), spoken, spoken, label_of(item, spoken, voice))


def entries_without(edition: Edition, digest: Digest, language: str = "nl") -> tuple[Entry, ...]:
    """The entries that are still without a headline in a language, for whoever writes one."""
    return tuple(
        entry
        for entry in edition.entries
        if language_of(entry) not in ("", language)
        and official(entry, language) is None
        and not (digest.language == language and entry.reword.headline.strip())
    )


def official(entry: Entry, language: str) -> LanguageEdition | None:
    """The official edition of an entry in a language; None for none that has a title."""
    return next((e for e in entry.editions if e.language == language and visible(e.title)), None)


def language_of(entry: Entry) -> str:
    """The language of an entry, as it was understood, else as it was declared."""
    return entry.annotation.language or entry.item.language


def label_of(item: Item, language: str, voice: Voice) -> str:
    """The fixed label before a title in another language: body, kind, language."""
    body, kind, named = voice.body(item.source), voice.kind(item.kind), voice.words.named(language)
    if is_acronym(body):
        return voice.words._("{acronym} {kind} ({language})", acronym=body, kind=kind, language=named)
    return voice.words._("{body}, {kind} ({language})", body=body, kind=kind, language=named)


def untitled(item: Item, voice: Voice) -> str:
    """What stands for a title that is empty."""
    body, kind = voice.body(item.source), voice.kind(item.kind)
    return voice.words._("{body}, {kind} without a title", body=body, kind=kind)


def link(url: str) -> str:
    """An address that may be followed; "" for what is no web address."""
    return untracked(url) if url.startswith(("https://", "http://")) else ""


def document(url: str, voice: Voice) -> str:
    """As `link`, of a document of reference: EUR-Lex has it in the reader's own language too."""
    return link(_EUR_LEX.sub(rf"\g<1>{voice.words.language.upper()}/", url))


def is_acronym(body: str) -> bool:
    """Whether a name makes a compound with a hyphen in Dutch: "OESO-rapport"."""
    return body.isupper() and body.isalpha()
