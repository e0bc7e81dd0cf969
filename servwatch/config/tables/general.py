"""`[servwatch]`, `[fetch]` and `[mail]`: what holds for everything."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from servwatch.config.shapes import OptionalCron, SelectorOrSeveral
from servwatch.config.tables.table import ReaderLanguage, Table
from servwatch.config.values import (
    DatabaseAddress,
    DkimSelector,
    Duration,
    HostName,
    HostPort,
    MailAddress,
    Mailbox,
    PositiveDuration,
    PublicAddress,
    Rate,
    SecretAddress,
    Tenant,
    Text,
    TimeZone,
    WebAddress,
)


class ServwatchTable(Table):
    """`[servwatch]`: what holds for everything."""

    timezone: TimeZone = Field(
        ZoneInfo("Europe/Brussels"),
        description="The council's time zone: it decides on which day an item falls, and when a schedule comes.",
    )
    language: ReaderLanguage = Field(
        "nl", description="The language of notices to staff, and of digests that name none."
    )
    database: DatabaseAddress = Field(
        "sqlite:///servwatch.db",
        description="Where the archive is: `sqlite:///file`, beside feeds.toml unless the path is absolute, or `postgresql+psycopg://user@host/name`; never with a password.",
    )
    database_file: Text | None = Field(
        None,
        description="A file that holds the address of the database with its password; it goes before the variable SERVWATCH_DATABASE, and that before `database`.",
    )
    extends: Literal["shipped"] | None = Field(
        None,
        description="The shipped sources, themes and expectations become the base, which this configuration overrides by id and key.",
    )
    contact: MailAddress | None = Field(
        None, description="Goes into the User-Agent, so that publishers can write to you."
    )
    public_url: PublicAddress | None = Field(
        None,
        description="Where readers reach this service from outside, by https: with it mails carry a one-click way to unsubscribe (RFC 8058), and `servwatch serve` answers it.",
    )
    listen: HostPort = Field(
        "127.0.0.1:8080",
        description="The address and port at which `servwatch serve` shows the console, and answers what comes for `public_url`.",
    )
    heartbeat: WebAddress | None = Field(
        None,
        description="Called after each cycle in which all went well, so that a monitor notices when they no longer come.",
    )
    templates: Text | None = Field(
        None,
        description="A folder with your own copies of the templates; for one that is not there, the shipped one is used.",
    )
    stories: Literal["pivot", "encoder"] = Field(
        "pivot",
        description='How items are found to tell one story: "pivot" by the concepts, numbers and names they share, or "encoder" by the meaning of the sentence too, with `pip install servwatch[stories]`.',
    )
    members: Text = Field(
        "members.toml",
        description="The file that says who gets the digests; it may only be missing where this key does not name it.",
    )
    calendar: Text | None = Field(
        None,
        description="An iCalendar with the meetings of the house, and its closing days: a web address, read once a day, or a file. An event of the category `holiday`, `recess` or `closed` (or in Dutch or French) is a closing day, any other a meeting.",
    )
    journal: Text | None = Field(
        None,
        description="The folder in which it is written down what was sent, so that a restored backup sends nothing again; else beside the file of the database, or beside feeds.toml where that is on a server.",
    )
    weekly: OptionalCron = Field(
        "0 7 * * mon",
        description='When administrators and editors are mailed how the watch fares, also when all is well; "" for never.',
    )
    include: list[Text] = Field(
        [],
        description="Further files with sources, themes, digests, expectations or dossiers; each is read once.",
    )


class FetchTable(Table):
    """`[fetch]`: how politely and how patiently addresses are read."""

    pace: Duration = Field(
        timedelta(seconds=1), description='The least time between two requests to one host; "0s" for none.'
    )
    per_host: int = Field(2, ge=1, le=64, description="Requests at once to one host.")
    concurrency: int = Field(32, ge=1, le=512, description="Requests at once in all.")
    timeout: PositiveDuration = Field(
        timedelta(seconds=30), description="The most that one fetch may take, its redirects included."
    )
    max_bytes: int = Field(
        10_000_000,
        ge=1000,
        le=1_000_000_000,
        description="The largest answer in bytes; the cap holds for what travels, and again for what it unpacks to.",
    )
    ceiling: PositiveDuration = Field(
        timedelta(hours=12),
        description="The longest that a source is left alone, unless its own `every` or the publisher says longer.",
    )
    allow_private: bool = Field(False, description="Whether loopback and private addresses may be read too.")
    proxy: WebAddress | None = Field(
        None, description="An HTTP proxy without a password; for one with a password there is `proxy_file`."
    )
    proxy_file: Text | None = Field(
        None, description="A file that holds the proxy's address with its password; it goes before `proxy`."
    )
    no_proxy: list[Text] = Field(
        [], description="Hosts, with their subdomains, that are reached without the proxy."
    )
    ca_file: Text | None = Field(
        None, description="Certificates of a private authority, in PEM, trusted besides the usual ones."
    )
    connect_to: dict[str, HostPort] = Field(
        {},
        description="From a host to the address and port that is connected to instead; for tests and for split DNS.",
    )


class MailTable(Table):
    """`[mail]`: who sends, and by which way."""

    sender: Mailbox = Field(
        "servwatch <servwatch@localhost.localdomain>",
        alias="from",
        description="The sender that readers see; required for `smtp`.",
    )
    reply_to: Mailbox | None = Field(
        None, description="Where answers go, also those that ask to leave; else to the sender."
    )
    administrators: list[MailAddress] = Field(
        [],
        description="Who is mailed when the configuration or a template has faults, or the way to a source for a day.",
    )
    editors: list[MailAddress] = Field(
        [],
        description="Who is mailed when the configuration or a template has faults, when a source falls silent or is read no more as it was, and when what is awaited does not come.",
    )
    transport: Literal["maildir", "smtp"] = Field(
        "maildir", description="The way out: a folder, or a mail relay."
    )
    maildir: Text = Field(
        "outbox",
        description='The folder for `transport = "maildir"`: messages lie in its new/, and each as a page to look at in html/.',
    )
    host: Text = Field("127.0.0.1", description="The mail relay.")
    port: int = Field(25, ge=1, le=65535, description="The relay's port.")
    security: Literal["none", "starttls", "tls"] = Field(
        "none", description="How the connection to the relay is protected."
    )
    auth: Literal["none", "login", "xoauth2"] = Field(
        "none",
        description="How servwatch says who it is: not at all, by a password, or by tokens of OAuth 2.0, as Microsoft 365 wants it.",
    )
    user: Text | None = Field(
        None, description="The name to log in with; for tokens, the address of the mailbox that sends."
    )
    password_file: Text | None = Field(
        None,
        description="A file that holds the password; it goes before the variable SERVWATCH_MAIL_PASSWORD.",
    )
    tenant: Tenant | None = Field(
        None,
        description="The directory of Microsoft 365 that the application is registered in, for `xoauth2`; it stands for `token_url` and `scope`.",
    )
    token_url: SecretAddress | None = Field(
        None, description="Where tokens come from, for `xoauth2` with another provider than Microsoft 365."
    )
    client_id: Text | None = Field(None, description="The application that asks for tokens.")
    scope: Text | None = Field(
        None,
        description="What the tokens are to permit; with `tenant`, else `https://outlook.office365.com/.default`.",
    )
    secret_file: Text | None = Field(
        None,
        description="A file that holds the secret of the application; it goes before the variable SERVWATCH_MAIL_SECRET.",
    )
    refresh_token_file: Text | None = Field(
        None,
        description="A file that holds a refresh token, where the application does not ask in its own name; it goes before the variable SERVWATCH_MAIL_REFRESH_TOKEN.",
    )
    secret_ends: date | None = Field(
        None,
        description="The last day on which the secret or password is good: `doctor` tells 60, 30 and 7 days before, and `status` in the last week.",
    )
    dkim_selector: Annotated[list[DkimSelector], *SelectorOrSeveral] = Field(
        [],
        description="The selectors of the keys by which the relay signs, for `doctor mail`: they stand as `s=` in the DKIM-Signature of a mail that arrived.",
    )
    dkim_domain: HostName | None = Field(
        None,
        description="The domain in whose name the relay signs (`d=`), for `doctor mail`; else that of the sender.",
    )
    bounce: MailAddress | None = Field(
        None,
        description="The envelope sender, to which mail systems return what they cannot deliver; else the sender's address.",
    )
    ca_file: Text | None = Field(None, description="Certificates of the relay's private authority, in PEM.")
    timeout: PositiveDuration = Field(
        timedelta(minutes=5),
        description="How long the relay may take for one answer; for the one that decides, after the message, twice that.",
    )
    rate: Rate | None = Field(
        None, description="At most so many messages; without it, as fast as the relay takes them."
    )
    keep: PositiveDuration = Field(
        timedelta(days=90),
        description="How long the bytes of a mail are kept after it left; its Message-ID, state and answer stay.",
    )
