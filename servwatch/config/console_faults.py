"""What only several keys of [console] can get wrong: a header that anybody could send, a provider half named."""

from __future__ import annotations

from collections.abc import Iterator

from servwatch.config.syntax.tree import Node
from servwatch.errors import Problem


def console_faults(root: Node, *, sure: bool) -> Iterator[Problem]:
    """Every fault of the table. Where not all could be read, we are not `sure` of what is missing."""
    table = root.child("console")
    if table is None or not isinstance(table.value, dict):
        return
    header, issuer = table.child("user_header"), table.child("oidc_issuer")
    if sure and header is not None and not _given(table, "trusted_proxies"):
        yield _fault(
            header, "user_header", "anybody could say who they are", "the key trusted_proxies with addresses"
        )
    if header is None and (role := table.child("header_role")) is not None:
        yield _fault(role, "header_role", "header_role is for user_header only", "the key user_header")
    if sure and issuer is not None and table.child("oidc_client_id") is None:
        yield _fault(issuer, "oidc_issuer", "the provider must know who asks", "the key oidc_client_id")
    scope = table.child("oidc_scope")
    if scope is not None and isinstance(scope.value, str) and "openid" not in scope.value.split():
        yield _fault(
            scope, "oidc_scope", "without openid the provider does not say who signs in", '"openid" in it'
        )
    if issuer is None:
        for key in (
            "oidc_client_id",
            "oidc_secret_file",
            "oidc_scope",
            "oidc_name",
            "oidc_claim",
            "oidc_roles",
            "oidc_role",
        ):
            if sure and (node := table.child(key)) is not None:
                yield _fault(node, key, f"{key} is for a provider of OpenID Connect", "the key oidc_issuer")


def _given(table: Node, key: str) -> bool:
    node = table.child(key)
    return node is not None and bool(node.value)


def _fault(node: Node, key: str, text: str, expected: str) -> Problem:
    return Problem(node.file, *node.at, f"{text} ([console])", expected, path=f"console.{key}")
