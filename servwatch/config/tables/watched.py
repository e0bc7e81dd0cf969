"""`[[source]]` and `[[theme]]`: what is polled, and what is looked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from servwatch.config.shapes import KindOrTable, ListOrTable, PerLanguage, TextOrTable
from servwatch.config.tables.table import Language, Table
from servwatch.config.values import Expects, Id, PositiveDuration, SourceAddress, Text
from servwatch.model import ItemKind, Side

Pattern = Annotated[str, Field(min_length=1, max_length=200)]


class SourceKeys(Table):
    """The keys of every source; `kinds` adds those of the kinds."""

    id: Id = Field(description="Never changes: the archive knows the source by it.")
    name: Text = Field(description="What people call it.")
    body: Id = Field(description="The institution; several sources may share one.")
    kind: str
    url: SourceAddress = Field(
        description="Where it is. `{today}` and `{since}` stand for days, `{since:%d%m%Y}` for one in a format. A mailbox: `imaps://host/folder`."
    )
    languages: list[Language] = Field(
        [], description="The languages it publishes in; with one, none needs to be found out."
    )
    every: PositiveDuration = Field(
        timedelta(hours=2),
        description="The shortest interval between two polls; it grows by itself while there is no news.",
    )
    weight: float = Field(
        1.0, ge=0, le=10, description="Raises (above 1) or lowers (below 1) its items in the ranking."
    )
    side: Side = Field(
        Side.PUBLIC,
        strict=False,
        description="For whom it speaks; kept with the source, no digest uses it yet.",
    )
    own: bool = Field(
        False,
        description="true: the council's own publications. They are kept and can be searched; no digest tells them as news.",
    )
    critical: bool = Field(
        False,
        description="true: what it tells does not wait. It joins an edition whose draft is with the editors already, marked as new.",
    )
    item_kind: Annotated[dict[str, Annotated[ItemKind, Field(strict=False)]], *KindOrTable] = Field(
        {"default": ItemKind.NEWS},
        description="The kind of its items: one word, or a table from a piece of the address or category to a kind, with `default`; the first that fits counts.",
    )
    enabled: bool = Field(True, description="false: it is known, but not polled.")
    timeout: PositiveDuration | None = Field(
        None, description="The most that one fetch may take; else that of [fetch]."
    )
    max_bytes: int | None = Field(
        None, ge=1000, le=1_000_000_000, description="The largest answer in bytes; else that of [fetch]."
    )
    include: list[Pattern] = Field(
        [],
        description="Only items with one of these in their address or a category; `*` stands for any characters.",
    )
    exclude: list[Pattern] = Field(
        [], description="No items with one of these in their address or a category."
    )
    identity: Literal["url", "url+title"] = Field(
        "url",
        description='What makes an item the same: "url+title" for pages that are overwritten, and for feeds that repeat one link.',
    )
    user_agent: Text | None = Field(None, description="Said to this host in place of the usual User-Agent.")
    accept: Text | None = Field(None, description="Said to this host in place of the usual Accept.")
    themes: list[Id] = Field([], description="Themes that every item of this source hints at.")
    category_themes: dict[str, list[Id]] = Field(
        {}, description="From a category of the feed to the themes it hints at."
    )
    origin: Text | None = Field(
        None, description="A note: where the address comes from, when, and how sure that is."
    )


class TermTable(Table):
    """A term that needs more than its text."""

    term: Text = Field(
        description="A word or phrase; `=word` or quotes: exactly so; `*` at the start or end of a word: any letters."
    )
    weight: float = Field(1.0, gt=0, le=10, description="What finding it counts.")
    exclude: list[Text] = Field(
        default_factory=list,
        description="Words in which it must not be found, such as mogelijkheid for gelijkheid.",
    )
    requires: list[Text] = Field(default_factory=list, description="One of these must occur in the item too.")
    near: int | None = Field(
        None, ge=2, le=20, description="All its words within so many words, in any order."
    )
    gap: int = Field(0, ge=0, le=20, description="So many other words may stand between two of its words.")


Terms = Annotated[list[Annotated[TermTable, *TextOrTable]], Expects("a list of terms")]


class ThemeTable(Table):
    """`[[theme]]`: a subject of the watch and its words."""

    id: Id = Field(description="Never changes: digests name the theme by it.")
    name: Annotated[dict[Language, Text], *PerLanguage] = Field(
        min_length=1, description="What readers see, per language."
    )
    description: Annotated[dict[Language, Text], *PerLanguage] = Field(
        {}, description="What it covers, in a line, per language: for those who choose or tune themes."
    )
    priority: float = Field(
        1.0, ge=0, le=10, description="Raises (above 1) or lowers (below 1) the theme in the ranking."
    )
    threshold: float = Field(1.0, gt=0, le=100, description="The score from which an item has the theme.")
    critical: bool = Field(
        False,
        description="true: what has it does not wait. It joins an edition whose draft is with the editors already, marked as new.",
    )
    terms: dict[Language, Terms] = Field(
        {},
        description="Its words, a list per language; a term is a text, or a table as under [a term](#a-term).",
    )
    exclude: Annotated[dict[Literal[Language, ""], list[Text]], *ListOrTable] = Field(
        {}, description="Words that rule the theme out: a list for every language, or a list per language."
    )
