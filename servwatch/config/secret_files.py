"""Passwords and tokens: from a file the configuration names, or from the environment; never from TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from servwatch.config.layering import identity
from servwatch.config.syntax.tree import Node
from servwatch.config.tables import BouncesTable, FeedsFile, SourceTable
from servwatch.errors import SecretMissing

MAIL_PASSWORD = "SERVWATCH_MAIL_PASSWORD"  # noqa: S105  # the name of a variable
MAIL_SECRET = "SERVWATCH_MAIL_SECRET"  # noqa: S105  # the same
MAIL_REFRESH_TOKEN = "SERVWATCH_MAIL_REFRESH_TOKEN"  # noqa: S105  # the same
DATABASE = "SERVWATCH_DATABASE"
OIDC_SECRET = "SERVWATCH_OIDC_SECRET"  # noqa: S105  # the same

OF_SOURCES = {"password_file": "PASSWORD", "secret_file": "SECRET", "refresh_token_file": "REFRESH_TOKEN"}
"""The keys of a source that name secrets, and the ends of their variables."""

OF_BOUNCES = tuple(OF_SOURCES)
"""The keys of [bounces] that name secrets."""

OF_MAIL = ("password_file", "secret_file", "refresh_token_file")
"""The keys of [mail] that name secrets."""

Key = tuple[str, ...]
"""The tables and the key that name a secret."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What was found, "" for a secret that nobody gives."""

    database: str = ""
    proxy: str = ""
    password: str = ""
    client_secret: str = ""  # of the mail relay, as the next
    refresh_token: str = ""
    sources: Mapping[tuple[str, str], str] = field(default_factory=dict)  # by id and what it is
    bounces: Mapping[str, str] = field(default_factory=dict)  # by what it is
    oidc: str = ""  # by which a provider of OpenID Connect knows the console

    def of_source(self, source: str) -> Mapping[str, str]:
        """Those of one source, by what they are."""
        return {key: secret for (id_, key), secret in self.sources.items() if id_ == source}


def read_secrets(
    feeds: FeedsFile, folder: Path, environ: Mapping[str, str]
) -> tuple[Secrets, Mapping[Key, SecretMissing]]:
    """Read every secret the configuration asks for; with those whose file does not give them.

    Relative paths are taken from `folder`. A file goes before a variable.
    """
    missing: dict[Key, SecretMissing] = {}

    def read(key: Key, file: str | None, variable: str = "") -> str:
        if file is None:
            return environ.get(variable, "").strip()
        try:
            return read_secret(folder / file)
        except SecretMissing as error:
            missing[key] = error
            return ""

    mail = feeds.mail
    login, tokens = mail.auth == "login", mail.auth == "xoauth2"
    of_sources = {
        (source.id, key): read(("source", source.id, key), getattr(source, key), variable_of(source.id, key))
        for source in feeds.source
        if source.kind == "mailbox"
        for key in OF_SOURCES
    }
    secrets = Secrets(
        database=read(("servwatch", "database_file"), feeds.servwatch.database_file, DATABASE),
        proxy=read(("fetch", "proxy_file"), feeds.fetch.proxy_file),
        password=read(("mail", "password_file"), mail.password_file, MAIL_PASSWORD) if login else "",
        client_secret=read(("mail", "secret_file"), mail.secret_file, MAIL_SECRET) if tokens else "",
        refresh_token=read(("mail", "refresh_token_file"), mail.refresh_token_file, MAIL_REFRESH_TOKEN)
        if tokens
        else "",
        sources=of_sources,
        bounces={
            key: read(("bounces", key), getattr(feeds.bounces, key), variable_of("bounces", key))
            for key in OF_BOUNCES
            if feeds.bounces.url is not None
        },
        oidc=read(("console", "oidc_secret_file"), feeds.console.oidc_secret_file, OIDC_SECRET)
        if feeds.console.oidc_issuer is not None
        else "",
    )
    return secrets, missing


def variable_of(source: str, key: str) -> str:
    """The environment variable that may hold a secret of a source or of [bounces], in place of the file that `key` names."""
    return f"SERVWATCH_{source.upper().replace('-', '_')}_{OF_SOURCES[key]}"


def keys_of_secrets(table: SourceTable | BouncesTable) -> tuple[str, ...]:
    """The keys of which one must give a secret to log in to a mailbox with."""
    return ("password_file",) if table.auth == "login" else ("secret_file", "refresh_token_file")


def read_secret(path: Path) -> str:
    """The text of a secret's file, without blanks around it. Raises SecretMissing."""
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise SecretMissing(
            "the secret cannot be read from its file ({reason})",
            place=str(path),
            remedy="Make the file, readable for the user that runs servwatch.",
            reason=reason,
        ) from error
    if not secret:
        raise SecretMissing(
            "the file of the secret is empty", place=str(path), remedy="Write the secret into it."
        )
    return secret


def secret_paths(root: Node, folder: Path) -> list[tuple[str, Path]]:
    """Every file that the configuration names for a secret, with the key that names it, whether it is there or not."""
    tables = {
        "servwatch": ("database_file",),
        "fetch": ("proxy_file",),
        "mail": OF_MAIL,
        "bounces": OF_BOUNCES,
        "console": ("oidc_secret_file",),
    }
    found = [
        (f"{key} of [{table}]", root.child(table), key) for table, keys in tables.items() for key in keys
    ]
    sources = root.child("source")
    listed = sources.value if sources is not None and isinstance(sources.value, list) else []
    found += [(f"{key} of the source {identity(node)}", node, key) for node in listed for key in OF_SOURCES]
    named = ((told, table.child(key)) for told, table, key in found if table is not None)
    return [(told, folder / n.value) for told, n in named if n is not None and isinstance(n.value, str)]
