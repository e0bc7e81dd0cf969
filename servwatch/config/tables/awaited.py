"""`[[expect]]`: documents that come every year in the same weeks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from servwatch.config.calendar_days import Day, WindowText
from servwatch.config.tables.table import Table
from servwatch.config.values import Id, Text
from servwatch.model import ItemKind


class ExpectTable(Table):
    """`[[expect]]`: a document that is awaited within its windows."""

    id: Id = Field(description="Never changes: what came of it is kept by it.")
    name: Text = Field(description="What people call it.")
    match: list[Text] = Field(
        min_length=1,
        description="Words that its title has, any of these; capitals and accents make no difference, `*` stands for any letters.",
    )
    since: Day | None = Field(None, alias="from", description="The first day on which it may come.")
    until: Day | None = Field(
        None, description="The last day; the editors are mailed when it is over and nothing came."
    )
    windows: list[WindowText] = Field(
        [], description="In the place of `from` and `until`, for what comes more than once."
    )
    sources: list[Id] = Field([], description="Only items of these sources; none named is every source.")
    bodies: list[Id] = Field([], description="Only items of these bodies; none named is every body.")
    kinds: list[Annotated[ItemKind, Field(strict=False)]] = Field(
        [], description="Only items of these kinds; none named is every kind."
    )
    enabled: bool = Field(True, description="false: it is not awaited.")
    origin: Text | None = Field(None, description="A note: where the window comes from.")
