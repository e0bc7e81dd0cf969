"""From the tables that say who reads a mailbox to the login: those of sources, and `[bounces]`."""

from __future__ import annotations

from collections.abc import Mapping

from servwatch.config.tables import BouncesTable, SourceTable
from servwatch.model import BounceFolder, Login


def login_of(table: SourceTable | BouncesTable, secrets: Mapping[str, str]) -> Login:
    """Who reads a mailbox; `secrets` by the keys that name their files. It is no option of the kind of a source."""
    return Login(
        user=table.user or "",
        auth=table.auth,
        security=table.security or "",
        password=secrets.get("password_file", ""),
        token_url=table.token_url or "",
        client_id=table.client_id or "",
        scope=table.scope or "",
        client_secret=secrets.get("secret_file", ""),
        refresh_token=secrets.get("refresh_token_file", ""),
        secret_ends=table.secret_ends,
    )


def bounce_folder(table: BouncesTable, secrets: Mapping[str, str]) -> BounceFolder | None:
    """The folder to which mail comes back, None where none is named."""
    if table.url is None:
        return None
    return BounceFolder(table.url, login_of(table, secrets), table.every)
