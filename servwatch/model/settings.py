"""What the configuration files say, validated: made by `config`, read by everything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from servwatch.model.console import ConsoleSettings
from servwatch.model.deadlines import Calendar
from servwatch.model.expected import Expectation
from servwatch.model.followed import FollowedDossier
from servwatch.model.mailbox import Login
from servwatch.model.sent import Digest, Recipient
from servwatch.model.understood import Theme
from servwatch.model.watched import Source


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How politely and how patiently servwatch fetches."""

    pace: timedelta = timedelta(seconds=1)  # least time between two requests to one host
    per_host: int = 2
    concurrency: int = 32
    timeout: timedelta = timedelta(seconds=30)  # total, for one fetch
    max_bytes: int = 10_000_000  # after decompression; the same cap holds for what travels
    ceiling: timedelta = timedelta(hours=12)  # longest adaptive interval
    allow_private: bool = False
    proxy: str | None = field(default=None, repr=False)  # may hold a password
    no_proxy: tuple[str, ...] = ()
    ca_file: Path | None = None
    connect_to: Mapping[str, str] = field(default_factory=dict)  # host -> "address:port"
    user_agent: str = "servwatch"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Who sends, and by which way."""

    sender: str = "servwatch <servwatch@localhost.localdomain>"  # the header From
    reply_to: str = ""
    administrators: tuple[str, ...] = ()  # faults of the system are mailed to these
    editors: tuple[str, ...] = ()  # faults of the content are mailed to these
    transport: str = "maildir"  # "maildir" | "smtp"
    maildir: Path = Path("outbox")
    host: str = "127.0.0.1"
    port: int = 25
    security: str = "none"  # "none" | "starttls" | "tls"
    auth: str = "none"  # "none" | "login" | "xoauth2"
    user: str = ""
    password: str = field(default="", repr=False)
    bounce: str = ""  # envelope sender; "" means the address of `sender`
    ca_file: Path | None = None
    timeout: timedelta = timedelta(minutes=5)  # of one SMTP command; the answer to the dot gets twice that
    rate: float = 0.0  # messages a minute; 0: as fast as the relay takes them
    keep: timedelta = timedelta(days=90)  # how long personal MIME is kept after it left
    token_url: str = ""  # where tokens for "xoauth2" come from
    client_id: str = ""
    scope: str = ""
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)  # "": the application asks in its own name
    network: FetchSettings = FetchSettings()  # by which `token_url` is reached
    secret_ends: date | None = None  # the last day on which the secret is good, as a person noted it
    dkim_selectors: tuple[str, ...] = ()  # of the keys by which the relay signs
    dkim_domain: str = ""  # "" means that of `sender`


BY_HAND = "by-hand"
BY_HAND_SOURCE = Source(id=BY_HAND, name="by hand", body=BY_HAND, kind="page", url="", enabled=False)
"""Where items stand that a person added and that are of no watched site. It is never polled."""


@dataclass(frozen=True, slots=True)
class BounceFolder:
    """The folder of a mailbox to which mail comes back, and from which readers ask to leave."""

    url: str  # imaps://host/folder (RFC 5092)
    login: Login
    every: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Settings:
    """One valid configuration."""

    path: Path  # the feeds.toml it came from, absolute
    timezone: ZoneInfo
    database: str = field(repr=False)  # a SQLAlchemy URL; may hold a password
    fingerprint: str  # of everything that decides what is understood and chosen
    language: str = "nl"
    contact: str = ""
    heartbeat: str = ""
    public_url: str = ""  # https, without a slash at its end; "": readers reach nothing of us
    listen: str = "127.0.0.1:8080"  # where the service answers what comes for it
    templates: Path | None = None  # None: the shipped ones
    journal: Path | None = None  # None: beside the database, or beside the feeds.toml
    weekly: str = ""  # crontab(5): when staff are told how the watch fares; "" for never
    stories: str = "pivot"  # "pivot" | "encoder": how it is told which items tell one story
    fetch: FetchSettings = FetchSettings()
    mail: MailSettings = MailSettings()
    bounces: BounceFolder | None = None  # None: nobody reads what comes back
    console: ConsoleSettings = field(default_factory=ConsoleSettings)
    sources: tuple[Source, ...] = ()
    themes: tuple[Theme, ...] = ()
    digests: tuple[Digest, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    dossiers: tuple[FollowedDossier, ...] = ()

    def day_of(self, time: datetime) -> date:
        """The council's day on which a time (aware) falls."""
        return time.astimezone(self.timezone).date()

    def source(self, id: str) -> Source | None:  # noqa: A002
        """The source of that id, or None; `BY_HAND` is always one."""
        return next((s for s in (*self.sources, BY_HAND_SOURCE) if s.id == id), None)

    @property
    def own(self) -> frozenset[str]:
        """The ids of the council's own sources."""
        return frozenset(source.id for source in self.sources if source.own)

    def digest(self, id: str) -> Digest | None:  # noqa: A002
        """The digest of that id, or None."""
        return next((d for d in self.digests if d.id == id), None)

    def audience(self, digest: Digest) -> tuple[Recipient, ...]:
        """Who gets the digest, each once, in the order of the members file."""
        wanted = set(digest.groups)
        return tuple(r for r in self.recipients if wanted.intersection(r.groups))

    def invites(self, address: str, digest: Digest) -> bool:
        """Whether a case-folded address is a reader of the digest: a member's own, or a copy."""
        return any(address in one.keys for one in self.audience(digest))
