"""`[calendar]` and `[[meeting]]`: when the house is closed, and when it meets."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812  # a key has this name
from typing import Annotated

from pydantic import Field

from servwatch.config.calendar_days import Day, WindowText
from servwatch.config.shapes import PerLanguage
from servwatch.config.tables.table import ReaderLanguage, Table
from servwatch.config.values import Id, Text


class CalendarTable(Table):
    """`[calendar]`: days that are no working days, besides weekends and holidays."""

    holidays: list[Day] = Field(
        [],
        description="Closing days of the house, besides the public holidays of Belgium and those of the EU institutions, which are known.",
    )
    recess: list[WindowText] = Field(
        [],
        description="Weeks without work, first and last day included; one of every year may run over New Year.",
    )


class MeetingTable(Table):
    """`[[meeting]]`: a meeting of the house."""

    name: Annotated[dict[ReaderLanguage, Text], *PerLanguage] = Field(
        min_length=1, description="What it is called, per language."
    )
    date: Date = Field(description="The day.")
    groups: list[Id] = Field([], description="Whose meeting it is; none named is everybody's.")
