"""The official edition of a document in a language: where to ask for it, and what the answer titles it.

Digests never translate. A press release, an act or an opinion that its publisher also has in the reader's
language is told by that edition's own title; `asking` says whom to ask, by the document's reference or address.
No source kind, but read in the same child process, since its bytes come from outside as theirs do.

Sources of the shapes: the Press Corner's document interface, CELLAR's ontology (the Publications Office), and
the addresses of the institutions' own sites, which differ by language only.
"""

from __future__ import annotations

from servwatch.model import Parsed
from servwatch.sources.language_edition.asking import Question, question
from servwatch.sources.source_kind import ParseContext, Unreadable

__all__ = ["LanguageEditionReader", "Question", "question"]


class LanguageEditionReader:
    """Reads the answer to a `Question`: one item with title, address and language, or none."""

    name = "language-edition"

    def parse(self, body: bytes, context: ParseContext) -> Parsed:
        """OK with one item, EMPTY where there is no edition in the language asked for. Never raises."""
        from servwatch.sources.language_edition.reading import read_edition

        try:
            return read_edition(body, context)
        except Unreadable as refusal:
            return refusal.parsed()
