"""The option table: every key of feeds.toml and members.toml, its type, its default and its meaning.

Parsing, `check`, the documentation and the console read this one list. A field without a default is
required; the description is what the documentation prints.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from servwatch.config.shapes import Cron, KindOrTable, ListOrTable, PerLanguage, TextOrTable
from servwatch.config.values import (
    DatabaseAddress,
    Duration,
    Expects,
    HostPort,
    Id,
    MailAddress,
    Mailbox,
    PositiveDuration,
    Rate,
    Text,
    TimeZone,
    WebAddress,
)
from servwatch.model import ItemKind, Side

Language = Literal["nl", "en", "fr", "de", "es"]
"""Languages that sources publish in and terms are given in."""
ReaderLanguage = Literal["nl", "en", "fr"]
"""Languages that a digest can be written in."""
Pattern = Annotated[str, Field(min_length=1, max_length=200)]


class Table(BaseModel):
    """A table of the file. Unknown keys are errors; texts are not taken for numbers."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True, allow_inf_nan=False
    )


class ServwatchTable(Table):
    """`[servwatch]`: what holds for everything."""

    timezone: TimeZone = Field(ZoneInfo("Europe/Brussels"), description="decides days and times")
    language: ReaderLanguage = Field("nl", description="of notices and of digests that name none")
    database: DatabaseAddress = Field(
        "sqlite:///servwatch.db",
        description="`sqlite:///file` or `postgresql+psycopg://...`, without a password",
    )
    database_file: Text | None = Field(
        None, description="a file that holds the database address, with its password"
    )
    extends: Literal["shipped"] | None = Field(
        None, description="shipped sources and themes are the base; this file overrides by id and key"
    )
    contact: MailAddress | None = Field(
        None, description="goes into the User-Agent, so that publishers can write to you"
    )
    heartbeat: WebAddress | None = Field(None, description="called after each good run")
    templates: Text | None = Field(None, description="folder with your own copies of the templates")
    members: Text = Field("members.toml", description="who gets the digests; may be missing")
    include: list[Text] = Field([], description="further files with sources, themes or digests")


class FetchTable(Table):
    """`[fetch]`: how politely and how patiently addresses are read."""

    pace: Duration = Field(
        timedelta(seconds=1), description='least time between two requests to one host; "0s" for none'
    )
    per_host: int = Field(2, ge=1, le=64, description="requests at once to one host")
    concurrency: int = Field(32, ge=1, le=512, description="requests at once in all")
    timeout: PositiveDuration = Field(timedelta(seconds=30), description="total, for one fetch")
    max_bytes: int = Field(
        10_000_000, ge=1000, le=1_000_000_000, description="largest answer, after decompression"
    )
    ceiling: PositiveDuration = Field(timedelta(hours=12), description="longest adaptive interval")
    allow_private: bool = Field(False, description="read loopback and private addresses too")
    proxy: WebAddress | None = Field(None, description="an HTTP proxy; with a password: `proxy_file`")
    proxy_file: Text | None = Field(
        None, description="a file that holds the proxy's address, with its password"
    )
    no_proxy: list[Text] = Field([], description="hosts (and their subdomains) that are reached directly")
    ca_file: Text | None = Field(
        None, description="certificates of a private authority, in PEM, trusted besides the usual"
    )
    connect_to: dict[str, HostPort] = Field({}, description="host map, for tests and for split DNS")


class MailTable(Table):
    """`[mail]`: who sends, and by which way."""

    sender: Mailbox = Field(
        "servwatch <servwatch@localhost.localdomain>", alias="from", description="the sender that readers see"
    )
    reply_to: Mailbox | None = Field(None, description="where answers go")
    administrators: list[MailAddress] = Field([], description="who hears of faults of the system")
    editors: list[MailAddress] = Field([], description="who hears of faults of the content")
    transport: Literal["maildir", "smtp"] = Field("maildir", description="the way out")
    maildir: Text = Field(
        "outbox", description='folder for `transport = "maildir"`, in new/; each mail as .html in html/'
    )
    host: Text = Field("127.0.0.1", description="the mail relay")
    port: int = Field(25, ge=1, le=65535, description="of the relay")
    security: Literal["none", "starttls", "tls"] = Field(
        "none", description="how the connection is protected"
    )
    auth: Literal["none", "login"] = Field("none", description="how servwatch says who it is")
    user: Text | None = Field(None, description='for `auth = "login"`')
    password_file: Text | None = Field(
        None, description="a file that holds the password; else the variable SERVWATCH_MAIL_PASSWORD"
    )
    bounce: MailAddress | None = Field(None, description="envelope sender, where bounces go")
    ca_file: Text | None = Field(None, description="certificates of the relay's private authority, in PEM")
    timeout: PositiveDuration = Field(timedelta(minutes=5), description="for one answer of the relay")
    rate: Rate | None = Field(None, description='at most so many messages, such as "25/min"')
    keep: PositiveDuration = Field(
        timedelta(days=90), description="how long a personal mail is kept after it left"
    )


class SourceTable(Table):
    """`[[source]]`: one thing to poll."""

    id: Id = Field(description="never changes; the archive knows the source by it")
    name: Text = Field(description="what people call it")
    body: Id = Field(description="the institution; several sources may share one")
    kind: Literal["feed"] = Field("feed", description="how items come in")
    url: WebAddress = Field(description="where it is")
    languages: list[Language] = Field([], description="languages it publishes in")
    every: PositiveDuration = Field(timedelta(hours=2), description="shortest interval between two polls")
    weight: float = Field(1.0, ge=0, le=10, description="raises or lowers its items in the ranking")
    side: Side = Field(Side.PUBLIC, strict=False, description="for whom it speaks")
    item_kind: Annotated[dict[str, Annotated[ItemKind, Field(strict=False)]], *KindOrTable] = Field(
        {"default": ItemKind.NEWS},
        description="a kind, or a table from a category or piece of address to a kind, with `default`",
    )
    enabled: bool = Field(True, description="false: known, but not polled")
    timeout: PositiveDuration | None = Field(None, description="total, for one fetch; else that of [fetch]")
    max_bytes: int | None = Field(None, ge=1000, le=1_000_000_000, description="else that of [fetch]")
    include: list[Pattern] = Field(
        [], description="only items with one of these in their address or categories"
    )
    exclude: list[Pattern] = Field(
        [], description="no items with one of these in their address or categories"
    )
    identity: Literal["url", "url+title"] = Field(
        "url", description='"url+title" for pages that are overwritten and feeds that repeat one link'
    )
    user_agent: Text | None = Field(None, description="only where a host needs its own")
    accept: Text | None = Field(None, description="only where a host needs its own")
    themes: list[Id] = Field([], description="themes that every item of this source hints at")
    category_themes: dict[str, list[Id]] = Field(
        {}, description="from a category of the feed to themes it hints at"
    )
    origin: Text | None = Field(None, description="where the address comes from, the date, the confidence")


class TermTable(Table):
    """A term that needs more than its text."""

    term: Text = Field(
        description="a word or phrase; `=word` or quotes: exactly so; `*` at the start or end: any letters"
    )
    weight: float = Field(1.0, gt=0, le=10, description="what it counts")
    exclude: list[Text] = Field(default_factory=list, description="words in which it must not be found")
    requires: list[Text] = Field(default_factory=list, description="one of these must occur too")
    near: int | None = Field(
        None, ge=1, le=50, description="all its words within so many words, in any order"
    )
    gap: int = Field(0, ge=0, le=20, description="so many other words allowed between two of its words")


Terms = Annotated[list[Annotated[TermTable, *TextOrTable]], Expects("a list of terms")]


class ThemeTable(Table):
    """`[[theme]]`: a subject of the watch and its words."""

    id: Id = Field(description="never changes; digests name the theme by it")
    name: Annotated[dict[Language, Text], *PerLanguage] = Field(
        min_length=1, description="what readers see, per language"
    )
    priority: float = Field(1.0, ge=0, le=10, description="raises or lowers the theme in the ranking")
    threshold: float = Field(1.0, gt=0, le=100, description="the score from which an item has the theme")
    terms: dict[Language, Terms] = Field({}, description="the words, per language")
    exclude: Annotated[dict[Literal[Language, ""], list[Text]], *ListOrTable] = Field(
        {}, description="words that rule the theme out: a list, or a list per language"
    )


class DigestTable(Table):
    """`[[digest]]`: a mail that returns."""

    id: Id = Field(description="never changes; the ledger knows the digest by it")
    title: Annotated[dict[ReaderLanguage, Text], *PerLanguage] = Field(
        min_length=1, description="what readers see, per language"
    )
    schedule: Cron = Field(description="crontab(5), in the time zone of [servwatch]; Sunday is 0 or 7")
    layout: Literal["brief", "full"] = Field("full", description="one screen, or everything by theme")
    language: ReaderLanguage | None = Field(
        None, description="else that of [servwatch]; a member's own goes first"
    )
    themes: list[Text] = Field(["*"], description='ids of themes; "*" is every theme')
    kinds: list[Annotated[ItemKind, Field(strict=False)]] = Field([], description="only these kinds of items")
    untagged: bool = Field(False, description="items without any theme too")
    min_score: float = Field(0.0, ge=0, le=100, description="least score of its best theme")
    limit: int = Field(60, ge=0, le=1000, description="most entries; 0 for no limit")
    per_theme: int = Field(0, ge=0, le=1000, description="most entries a theme; 0 for no limit")
    per_body: int = Field(0, ge=0, le=1000, description="most entries a body; 0 for no limit")
    groups: list[Id] = Field([], description="recipients by group, from the members file")
    review: Literal["none"] = Field("none", description="whether an editor looks first")
    when_empty: Literal["note", "skip"] = Field(
        "note", description="say that there is nothing, or send nothing"
    )
    priority: dict[str, Annotated[float, Field(ge=0, le=10)]] = Field(
        {}, description="this digest's own theme priorities"
    )
    sections: list[Literal["not-read"]] = Field(["not-read"], description="blocks besides the entries")
    lookback: PositiveDuration = Field(
        timedelta(days=7), description="how far back the first edition and a new source reach"
    )
    enabled: bool = Field(True, description="false: not built")


class MemberTable(Table):
    """`[[member]]` of the members file: who is invited."""

    email: MailAddress = Field(description="the identity of a member, compared without regard to capitals")
    name: Text | None = Field(None, description="display name")
    language: ReaderLanguage | None = Field(None, description="goes before the digest's")
    groups: list[Id] = Field(description="what digests are addressed to")
    role: Text | None = Field(None, description="such as chair or expert")
    organisation: Text | None = Field(None, description="on whose behalf")
    since: date | None = Field(None, alias="from", description="first day of the mandate")
    until: date | None = Field(None, description="last day of the mandate")


class FeedsFile(Table):
    """feeds.toml."""

    servwatch: ServwatchTable = Field(ServwatchTable(), description="what holds for everything")
    fetch: FetchTable = Field(FetchTable(), description="how addresses are read")
    mail: MailTable = Field(MailTable(), description="who sends, and by which way")
    source: list[SourceTable] = Field([], description="what is polled")
    theme: list[ThemeTable] = Field([], description="what is looked for")
    digest: list[DigestTable] = Field([], description="what is sent")


class MembersFile(Table):
    """members.toml."""

    member: list[MemberTable] = Field([], description="who is invited")
