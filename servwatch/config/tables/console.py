"""`[console]`: how people come into the console, and for how long."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from servwatch.config.console_values import HeaderName, Issuer, Network
from servwatch.config.tables.table import Table
from servwatch.config.values import PositiveDuration, Text

RoleName = Literal["reader", "editor", "administrator"]


class ConsoleTable(Table):
    """`[console]`: how people come into the console, and for how long."""

    sign_in: list[Literal["password", "mail"]] = Field(
        ["password", "mail"],
        description='The ways the sign-in page offers: `"password"`, and `"mail"`, a link sent to the address of an account. Links that an administrator makes work always.',
    )
    session: PositiveDuration = Field(
        timedelta(days=30), description="The longest that somebody stays signed in."
    )
    idle: PositiveDuration = Field(
        timedelta(hours=12), description="The longest that somebody stays signed in without opening a page."
    )
    trusted_proxies: list[Network] = Field(
        [],
        description="The addresses of your own web servers: from these, and no others, `user_header` is believed, and who asks is taken from `X-Forwarded-For`.",
    )
    user_header: HeaderName | None = Field(
        None,
        description="The header in which your web server says who is signed in; it must take the header off what comes from outside.",
    )
    header_role: RoleName | None = Field(
        None,
        description="The role of a name in `user_header` that has no account; without it such a name is refused.",
    )
    oidc_issuer: Issuer | None = Field(
        None,
        description="A provider of OpenID Connect, exactly as its discovery document names itself; for Microsoft Entra ID `https://login.microsoftonline.com/TENANT/v2.0`.",
    )
    oidc_client_id: Text | None = Field(None, description="What the provider calls the console.")
    oidc_secret_file: Text | None = Field(
        None,
        description="A file that holds the secret of the console; it goes before the variable SERVWATCH_OIDC_SECRET.",
    )
    oidc_scope: Text = Field(
        "openid profile email", description="What is asked of the provider; `openid` must be in it."
    )
    oidc_name: Text = Field(
        "preferred_username",
        description="The claim that names the account. Choose one that people cannot choose themselves.",
    )
    oidc_claim: Text = Field(
        "roles", description="The claim that gives roles: for Entra ID `roles` (app roles) or `groups`."
    )
    oidc_roles: dict[str, RoleName] = Field(
        {},
        description="From a value of that claim to a role: the highest counts, at each sign-in. Without this table accounts keep the roles they have.",
    )
    oidc_role: RoleName | None = Field(
        None, description="The role of those to whom the claim gives none; without it they are refused."
    )
