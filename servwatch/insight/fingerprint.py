"""A mark of everything that decides which themes an item gets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter

import Stemmer

from servwatch.insight.themes import COMPOUND_LENGTH
from servwatch.model import Term, Theme

ENGINE = 2
"""Raised with every change of the engine that gives other themes, scores or matches."""

_fields_of = attrgetter(
    *(field.name for field in fields(Term))
)  # dataclasses.astuple takes ten times as long


def fingerprint(
    themes: Sequence[Theme], *, languages: Sequence[str] = (), compound_length: int = COMPOUND_LENGTH
) -> str:
    """32 hexadecimal digits: equal where the same items get the same themes for the same reasons.

    Names and priorities do not count: they change what is shown and in which order, not what is found.
    """
    decisive = {
        "engine": [ENGINE, Stemmer.version(), compound_length, list(languages)],
        "themes": [
            [
                theme.id,
                theme.threshold,
                sorted((code, [_fields_of(term) for term in terms]) for code, terms in theme.terms.items()),
                sorted((code, list(texts)) for code, texts in theme.exclude.items()),
            ]
            for theme in themes
        ],
    }
    canonical = json.dumps(decisive, ensure_ascii=True, separators=(",", ":"))
    return hashlib.blake2b(canonical.encode(), digest_size=16).hexdigest()
