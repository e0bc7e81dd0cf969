"""From `[console]` to its settings."""

from __future__ import annotations

from servwatch.config.tables.console import ConsoleTable
from servwatch.model.console import ConsoleSettings, OpenIdSettings


def to_console(table: ConsoleTable, secret: str) -> ConsoleSettings:
    """The settings of the table; `secret` is the one that the provider of OpenID Connect knows us by."""
    return ConsoleSettings(
        sign_in=tuple(dict.fromkeys(table.sign_in)),
        session=table.session,
        idle=table.idle,
        user_header=table.user_header or "",
        header_role=table.header_role or "",
        trusted_proxies=tuple(table.trusted_proxies),
        openid=_openid(table, secret),
    )


def _openid(table: ConsoleTable, secret: str) -> OpenIdSettings | None:
    if table.oidc_issuer is None or table.oidc_client_id is None:
        return None
    return OpenIdSettings(
        issuer=table.oidc_issuer,
        client_id=table.oidc_client_id,
        client_secret=secret,
        scope=table.oidc_scope,
        name_claim=table.oidc_name,
        role_claim=table.oidc_claim,
        roles=dict(table.oidc_roles),
        role=table.oidc_role or "",
    )
