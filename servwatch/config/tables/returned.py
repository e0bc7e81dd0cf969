"""`[bounces]`: the folder to which mail comes back. Who reads it is said as for a source of the kind mailbox."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal

from pydantic import Field

from servwatch.config.tables.kinds import SourceTable
from servwatch.config.tables.table import Table
from servwatch.config.values import FolderAddress, PositiveDuration, SecretAddress, Text


def _as_of_source(key: str) -> Any:
    """A key in the words and with the default that it has in a source."""
    field = SourceTable.model_fields[key]
    words = (field.description or "").removeprefix("mailbox: ")
    return Field(field.default, description=words[:1].upper() + words[1:])


class BouncesTable(Table):
    """`[bounces]`: where mail comes back to, and readers' mails that ask to leave."""

    url: FolderAddress | None = Field(
        None, description="The folder: `imaps://host/folder`; without it nothing that comes back is read."
    )
    user: Text | None = _as_of_source("user")
    auth: Literal["login", "xoauth2"] = _as_of_source("auth")
    security: Literal["tls", "starttls", "none"] | None = _as_of_source("security")
    password_file: Text | None = _as_of_source("password_file")
    token_url: SecretAddress | None = _as_of_source("token_url")
    client_id: Text | None = _as_of_source("client_id")
    scope: Text | None = _as_of_source("scope")
    secret_file: Text | None = _as_of_source("secret_file")
    refresh_token_file: Text | None = _as_of_source("refresh_token_file")
    secret_ends: date | None = _as_of_source("secret_ends")
    every: PositiveDuration = Field(
        timedelta(minutes=15), description="The shortest interval between two looks into the folder."
    )
