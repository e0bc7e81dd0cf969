"""The option tables: every key of feeds.toml and members.toml, its type, its default and its meaning.

Parsing, `check` and the documentation read this one list. A field without a default is required; the
description is what `servwatch.config.reference` prints.
"""

from __future__ import annotations

from pydantic import Field

from servwatch.config.tables.awaited import ExpectTable
from servwatch.config.tables.calendar import CalendarTable, MeetingTable
from servwatch.config.tables.console import ConsoleTable
from servwatch.config.tables.followed import DossierTable
from servwatch.config.tables.general import FetchTable, MailTable, ServwatchTable
from servwatch.config.tables.kinds import DetailTable, FieldsTable, PagingTable, SourceTable
from servwatch.config.tables.returned import BouncesTable
from servwatch.config.tables.sent import DigestTable, MemberTable
from servwatch.config.tables.table import Table
from servwatch.config.tables.watched import TermTable, ThemeTable

__all__ = [
    "BouncesTable",
    "CalendarTable",
    "ConsoleTable",
    "DetailTable",
    "DigestTable",
    "DossierTable",
    "ExpectTable",
    "FeedsFile",
    "FetchTable",
    "FieldsTable",
    "MailTable",
    "MeetingTable",
    "MemberTable",
    "MembersFile",
    "PagingTable",
    "ServwatchTable",
    "SourceTable",
    "Table",
    "TermTable",
    "ThemeTable",
]


class FeedsFile(Table):
    """feeds.toml."""

    servwatch: ServwatchTable = Field(ServwatchTable(), description="What holds for everything.")
    fetch: FetchTable = Field(FetchTable(), description="How politely and how patiently addresses are read.")
    mail: MailTable = Field(MailTable(), description="Who sends, and by which way.")
    bounces: BouncesTable = Field(BouncesTable(), description="Where mail comes back to.")
    console: ConsoleTable = Field(ConsoleTable(), description="How people come into the console.")
    source: list[SourceTable] = Field([], description="What is polled.")
    theme: list[ThemeTable] = Field([], description="What is looked for.")
    digest: list[DigestTable] = Field([], description="What is sent.")
    calendar: CalendarTable = Field(CalendarTable(), description="When the house is closed.")
    meeting: list[MeetingTable] = Field([], description="The meetings before which a decision can be taken.")
    expect: list[ExpectTable] = Field([], description="What is awaited at its usual time of the year.")
    dossier: list[DossierTable] = Field([], description="What is followed: every new item of it is told.")


class MembersFile(Table):
    """members.toml."""

    member: list[MemberTable] = Field([], description="Who is invited.")
