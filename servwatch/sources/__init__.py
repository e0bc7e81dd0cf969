"""How items come in: source kinds, each turning the bytes of a publisher into items.

`KINDS` is the registry of what is built. A further kind is one module with one class, one line here,
and one folder of fixtures in tests/data; `tests/contract/test_source_kinds.py` then holds it to the
contract. Parsing runs in a child process that can be killed: `parser_pool.ParserPool`.

`selection` and `item_kind` apply a source's own rules to what came in.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from servwatch.sources.article import Article
from servwatch.sources.discovery import Discovery
from servwatch.sources.feed import Feed
from servwatch.sources.json_api import JsonApi
from servwatch.sources.language_edition import LanguageEditionReader
from servwatch.sources.mailbox import Mailbox
from servwatch.sources.opml import Opml
from servwatch.sources.page import Page
from servwatch.sources.sitemap import Sitemap
from servwatch.sources.source_kind import ParseContext, Reader, SourceKind
from servwatch.sources.sparql import Sparql

KINDS: Mapping[str, SourceKind] = MappingProxyType(
    {kind.name: kind for kind in (Feed(), Page(), Sitemap(), JsonApi(), Sparql(), Mailbox())}
)
"""The kinds that are built, by the word of `kind = "..."`."""

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        **KINDS,
        "article": Article(),
        "discovery": Discovery(),
        "language-edition": LanguageEditionReader(),
        "opml": Opml(),
    }
)
"""All that the parser process reads: the kinds, the page of one item or its edition in a language, what a source may be, lists of feeds."""

__all__ = ["KINDS", "READERS", "ParseContext", "Reader", "SourceKind"]
