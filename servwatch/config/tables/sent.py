"""`[[digest]]` and `[[member]]`: what is sent, and to whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from servwatch.config.shapes import Hours, PerLanguage, Schedule
from servwatch.config.tables.table import ReaderLanguage, Table
from servwatch.config.values import Id, MailAddress, PositiveDuration, Text
from servwatch.model import ItemKind


class DigestTable(Table):
    """`[[digest]]`: a mail that returns."""

    id: Id = Field(description="Never changes: the ledger knows the digest by it.")
    title: Annotated[dict[ReaderLanguage, Text], *PerLanguage] = Field(
        min_length=1, description="What readers see, per language."
    )
    schedule: Schedule = Field(
        description='When it comes, as in crontab(5), in the time zone of [servwatch]; not between 02:00 and 03:00, and not by both a day of the month and a weekday. "5 working days before meeting at 07:00": before each meeting of its groups in the calendar of the house, or before those of a name, as in "5 working days before \'Dagelijks bestuur\' at 07:00". "at once": each story in a mail of its own, as soon as it is known.'
    )
    hours: Hours = Field(
        "07-20",
        description="Of a digest that comes at once: between which hours, on working days. What comes at night, on a holiday or in a recess waits.",
    )
    layout: Literal["brief", "full", "alert"] = Field(
        "full", description="One screen, everything by theme, or one story that cannot wait."
    )
    language: ReaderLanguage | None = Field(
        None,
        description="The language it is written in, else that of [servwatch]; a member's own goes first.",
    )
    themes: list[Text] = Field(["*"], description='The ids of the themes it follows; "*" is every theme.')
    kinds: list[Annotated[ItemKind, Field(strict=False)]] = Field(
        [], description="Only items of these kinds; none named is every kind."
    )
    untagged: bool = Field(False, description="Whether items without any theme belong in it too.")
    min_score: float = Field(
        0.0, ge=0, le=100, description="The least score that an item's best theme must have."
    )
    limit: int = Field(60, ge=0, le=1000, description="The most entries; 0 for no limit.")
    per_theme: int = Field(0, ge=0, le=1000, description="The most entries of one theme; 0 for no limit.")
    per_body: int = Field(0, ge=0, le=1000, description="The most entries of one body; 0 for no limit.")
    groups: list[Id] = Field(
        [], description="Who gets it, by group of the members file; a digest that nobody gets is not built."
    )
    review: Literal["none", "window", "required"] = Field(
        "none",
        description='Whether editors look first, at a draft that is mailed to them: with "window" it goes out at its time unless one of them holds it, with "required" it waits until one releases it.',
    )
    draft: PositiveDuration = Field(
        timedelta(hours=17),
        description="How long before its time the draft is made; what comes later is for the next edition, unless it cannot wait.",
    )
    editors: list[MailAddress] = Field(
        [], description="Who gets the draft and may act on it; else the editors of [mail]."
    )
    when_empty: Literal["note", "skip"] = Field(
        "note", description="What is sent when nothing was chosen: a note that says so, or nothing."
    )
    priority: dict[str, Annotated[float, Field(ge=0, le=10)]] = Field(
        {}, description="This digest's own priorities of themes, by id; they multiply with the theme's."
    )
    sections: list[
        Literal[
            "overview",
            "closing-soon",
            "dossiers",
            "preparing",
            "positions",
            "tenders",
            "coming-up",
            "corrections",
            "not-read",
            "not-chosen",
        ]
    ] = Field(
        [],
        description="Blocks besides the entries, of those the layout has; none named is all of them. Corrections are always told.",
    )
    lookback: PositiveDuration = Field(
        timedelta(days=7),
        description="How far back the first edition reaches, and how old an item of a new source may be.",
    )
    enabled: bool = Field(True, description="false: it is not built.")


class MemberTable(Table):
    """`[[member]]` of the members file: who is invited."""

    email: MailAddress = Field(description="Who it is: compared without regard to capitals, and given once.")
    name: Text | None = Field(None, description="The name that stands before the address.")
    language: ReaderLanguage | None = Field(
        None, description="The language of the digests this member gets; it goes before the digest's."
    )
    groups: list[Id] = Field(description="What digests are addressed to.")
    copy_: list[MailAddress] = Field(
        [], alias="copy", description="Addresses that get what this member gets, such as of an assistant."
    )
    frequency: Literal["each", "weekly", "monthly"] | None = Field(
        None,
        description="How often at most; what an edition chose in between comes with the first one of a new week or month. What the member says goes before this.",
    )
    layout: Literal["brief", "full"] | None = Field(
        None, description="One screen or everything, else as the digest has it."
    )
    themes: list[Text] = Field(
        [], description="Only these themes, within what a digest offers; none named is all of them."
    )
    role: Text | None = Field(None, description="A note, such as chair or expert.")
    organisation: Text | None = Field(None, description="A note: on whose behalf.")
    since: date | None = Field(None, alias="from", description="The first day of the mandate.")
    until: date | None = Field(None, description="The last day of the mandate.")
