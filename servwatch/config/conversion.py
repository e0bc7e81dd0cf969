"""From validated tables to the settings that the rest of servwatch knows."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from servwatch import __version__
from servwatch.config.before_meeting import is_before_meeting, read_before_meeting
from servwatch.config.calendar_conversion import to_calendar
from servwatch.config.console_conversion import to_console
from servwatch.config.kind_keys import KIND_KEYS, LOGIN_KEYS
from servwatch.config.mailbox_login import bounce_folder, login_of
from servwatch.config.schedule import AT_ONCE, at_once_cron
from servwatch.config.secret_files import Secrets
from servwatch.config.tables import (
    DigestTable,
    DossierTable,
    ExpectTable,
    FeedsFile,
    FetchTable,
    MailTable,
    MembersFile,
    MemberTable,
    SourceTable,
    TermTable,
    ThemeTable,
)
from servwatch.model import (
    Detail,
    Digest,
    Expectation,
    FetchSettings,
    FollowedDossier,
    Frequency,
    KindRule,
    MailSettings,
    Preferences,
    Recipient,
    Settings,
    Source,
    Term,
    Theme,
    Window,
)

TOKEN_URL = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"  # noqa: S105  # where it is asked for
SCOPE = "https://outlook.office365.com/.default"
"""Where Microsoft 365 gives tokens to an application, and what for (its page on OAuth for IMAP, POP and SMTP)."""


def to_settings(
    feeds: FeedsFile, members: MembersFile, path: Path, secrets: Secrets, db: str | None
) -> Settings:
    """Turn the tables into settings. Relative paths are taken from the folder of `path`."""
    folder = path.parent
    general = feeds.servwatch
    sources = tuple(_source(table, secrets) for table in feeds.source)
    themes = tuple(_theme(table) for table in feeds.theme)
    digests = tuple(_digest(table, general.language, feeds.mail.editors) for table in feeds.digest)
    dossiers = tuple(_dossier(table) for table in feeds.dossier)
    return Settings(
        path=path,
        timezone=general.timezone,
        database=absolute_database(db or secrets.database or general.database, folder),
        fingerprint=fingerprint(sources, themes, digests, dossiers),
        language=general.language,
        contact=general.contact or "",
        heartbeat=general.heartbeat or "",
        public_url=general.public_url or "",
        listen=general.listen,
        templates=folder / general.templates if general.templates else None,
        journal=folder / general.journal if general.journal else None,
        weekly=general.weekly,
        stories=general.stories,
        fetch=_fetch(feeds.fetch, general.contact, folder, secrets),
        mail=_mail(feeds.mail, folder, secrets, _fetch(feeds.fetch, general.contact, folder, secrets)),
        bounces=bounce_folder(feeds.bounces, secrets.bounces),
        console=to_console(feeds.console, secrets.oidc),
        sources=sources,
        themes=themes,
        digests=digests,
        recipients=tuple(
            Recipient(
                m.email,
                m.name or "",
                m.language or "",
                tuple(m.groups),
                m.role or "",
                m.organisation or "",
                m.since,
                m.until,
                tuple(m.copy_),
                _preferences(m),
            )
            for m in members.member
        ),
        expectations=tuple(_expectation(table) for table in feeds.expect),
        calendar=to_calendar(feeds, folder),
        dossiers=dossiers,
    )


def _preferences(table: MemberTable) -> Preferences:
    frequency = Frequency(table.frequency) if table.frequency is not None else None
    return Preferences(frequency, table.layout, tuple(table.themes) or None)


def fingerprint(
    sources: tuple[Source, ...],
    themes: tuple[Theme, ...],
    digests: tuple[Digest, ...],
    dossiers: tuple[FollowedDossier, ...] = (),
) -> str:
    """A short name of everything that decides what an edition holds: sources, themes, digests, dossiers."""
    return blake2b(repr((sources, themes, digests, dossiers)).encode(), digest_size=8).hexdigest()


def absolute_database(url: str, folder: Path) -> str:
    """The address with an absolute file path: a relative SQLite file lies beside feeds.toml."""
    prefix, _, rest = url.partition(":///")
    if prefix.startswith("sqlite") and rest and not rest.startswith(("/", ":memory:", "file:")):
        return f"{prefix}:///{folder / rest}"
    return url


def _fetch(table: FetchTable, contact: str | None, folder: Path, secrets: Secrets) -> FetchSettings:
    about = f" (+mailto:{contact})" if contact else ""
    return FetchSettings(
        pace=table.pace,
        per_host=table.per_host,
        concurrency=table.concurrency,
        timeout=table.timeout,
        max_bytes=table.max_bytes,
        ceiling=table.ceiling,
        allow_private=table.allow_private,
        proxy=secrets.proxy or table.proxy,
        no_proxy=tuple(table.no_proxy),
        ca_file=folder / table.ca_file if table.ca_file else None,
        connect_to=dict(table.connect_to),
        user_agent=f"servwatch/{__version__}{about}",
    )


def _mail(table: MailTable, folder: Path, secrets: Secrets, network: FetchSettings) -> MailSettings:
    microsoft = TOKEN_URL.format(tenant=table.tenant) if table.tenant else ""
    return MailSettings(
        sender=table.sender,
        reply_to=table.reply_to or "",
        administrators=tuple(table.administrators),
        editors=tuple(table.editors),
        transport=table.transport,
        maildir=folder / table.maildir,
        host=table.host,
        port=table.port,
        security=table.security,
        auth=table.auth,
        user=table.user or "",
        password=secrets.password,
        bounce=table.bounce or "",
        ca_file=folder / table.ca_file if table.ca_file else None,
        timeout=table.timeout,
        rate=table.rate or 0.0,
        keep=table.keep,
        token_url=table.token_url or microsoft,
        client_id=table.client_id or "",
        scope=table.scope or (SCOPE if table.tenant else ""),
        client_secret=secrets.client_secret,
        refresh_token=secrets.refresh_token,
        network=network,
        secret_ends=table.secret_ends,
        dkim_selectors=tuple(table.dkim_selector),
        dkim_domain=table.dkim_domain or "",
    )


def _source(table: SourceTable, secrets: Secrets) -> Source:
    kinds = {key: kind for key, kind in table.item_kind.items() if key != "default"}
    return Source(
        id=table.id,
        name=table.name,
        body=table.body,
        kind=table.kind,
        url=table.url,
        languages=tuple(table.languages),
        every=table.every,
        weight=table.weight,
        side=table.side,
        own=table.own,
        critical=table.critical,
        item_kind=KindRule(table.item_kind["default"], tuple(kinds.items())),
        enabled=table.enabled,
        timeout=table.timeout,
        max_bytes=table.max_bytes,
        include=tuple(table.include),
        exclude=tuple(table.exclude),
        identity=table.identity,
        user_agent=table.user_agent,
        accept=table.accept,
        themes=tuple(table.themes),
        category_themes={key: tuple(value) for key, value in table.category_themes.items()},
        origin=table.origin or "",
        options=_options(table),
        detail=Detail(**table.detail.model_dump(exclude_none=True)) if table.detail is not None else None,
        login=login_of(table, secrets.of_source(table.id)) if table.kind == "mailbox" else None,
    )


def _options(table: SourceTable) -> dict[str, Any]:
    """The keys of the kind that were given, nothing else; `window` is one of every kind."""
    given = table.model_dump(by_alias=True, exclude_unset=True, exclude_none=True)
    return {
        key: given[key]
        for key in ("window", *KIND_KEYS[table.kind])
        if key in given and key not in LOGIN_KEYS
    }


def _theme(table: ThemeTable) -> Theme:
    return Theme(
        id=table.id,
        name={str(language): name for language, name in table.name.items()},
        terms={language: tuple(map(to_term, terms)) for language, terms in table.terms.items()},
        exclude={language: tuple(words) for language, words in table.exclude.items()},
        priority=table.priority,
        threshold=table.threshold,
        description={str(language): text for language, text in table.description.items()},
        critical=table.critical,
    )


def to_term(table: TermTable) -> Term:
    """The term of a table."""
    return Term(table.term, table.weight, tuple(table.exclude), tuple(table.requires), table.near, table.gap)


def _digest(table: DigestTable, language: str, editors: Sequence[str]) -> Digest:
    """The digest of a table. A window in which nobody is there to look is none."""
    unread = table.review == "window" and not (table.editors or editors)
    at_once = table.schedule == AT_ONCE
    first, _, end = table.hours.partition("-")
    return Digest(
        id=table.id,
        title={str(language): title for language, title in table.title.items()},
        schedule=at_once_cron((int(first), int(end))) if at_once else table.schedule,
        at_once=at_once,
        before=read_before_meeting(table.schedule) if is_before_meeting(table.schedule) else None,
        layout=table.layout,
        language=table.language or language,
        themes=tuple(table.themes),
        kinds=tuple(table.kinds),
        untagged=table.untagged,
        min_score=table.min_score,
        limit=table.limit,
        per_theme=table.per_theme,
        per_body=table.per_body,
        groups=tuple(table.groups),
        review="none" if unread else table.review,
        draft=table.draft,
        editors=tuple(table.editors),
        when_empty=table.when_empty,
        priority=dict(table.priority),
        sections=tuple(table.sections),
        lookback=table.lookback,
        enabled=table.enabled,
    )


def _dossier(table: DossierTable) -> FollowedDossier:
    names = {str(language): name for language, name in table.name.items()}
    return FollowedDossier(table.ref, names, tuple(table.digests), table.until, table.note or "")


def _expectation(table: ExpectTable) -> Expectation:
    one = (Window(table.since, table.until),) if table.since is not None and table.until is not None else ()
    return Expectation(
        id=table.id,
        name=table.name,
        windows=(*one, *table.windows),
        match=tuple(table.match),
        sources=tuple(table.sources),
        bodies=tuple(table.bodies),
        kinds=tuple(table.kinds),
        enabled=table.enabled,
        origin=table.origin or "",
    )
