"""`[[dossier]]`: dossiers of which every new item is told."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from servwatch.config.shapes import TextOrPerLanguage
from servwatch.config.tables.table import ReaderLanguage, Table
from servwatch.config.values import Text


class DossierTable(Table):
    """`[[dossier]]`: a dossier that is followed."""

    ref: Text = Field(
        description="Any of its references, written in any way, or an address: `2025/0360(COD)`, `COM(2025) 837`, `INT/1108`."
    )
    name: Annotated[dict[Literal[ReaderLanguage, ""], Text], *TextOrPerLanguage] = Field(
        {}, description="What people call it; without one, its reference."
    )
    digests: list[Text] = Field(
        ["*"], min_length=1, description='The digests that tell every new item of it; `"*"` is every digest.'
    )
    until: date | None = Field(None, description="The last day on which it is followed.")
    note: Text | None = Field(None, description="A note: why it is followed, who asked.")
