"""What only several keys of a mailbox can get wrong: logins without what they need, an extra that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from servwatch.config.layering import identity
from servwatch.config.syntax.tree import Node
from servwatch.errors import Problem

NOT_INSTALLED = "mail cannot be read without an extra"
INSTALL = "pip install 'servwatch[mailbox]'"
_TOKEN_KEYS = ("token_url", "client_id", "scope", "secret_file", "refresh_token_file")


def mailbox_faults(source: Node, *, sure: bool) -> Iterator[Problem]:
    """Every fault and doubt of a mailbox. Where not all could be read, we are not `sure` of what is missing."""
    named, path = f"the source {identity(source)!r}", f"source.{identity(source)}"
    kind = source.child("kind")
    enabled = _value(source, "enabled") is not False
    if kind is not None and enabled and find_spec("imap_tools") is None:
        yield _problem(kind, f"{path}.kind", NOT_INSTALLED, INSTALL, named, severity="warning")
    detail = source.child("detail")
    if detail is not None and detail.value is not False:
        text = "the pages that a mail leads to are not read"
        yield _problem(detail, f"{path}.detail", text, "resolve, for links that hide where they lead", named)
    yield from login_faults(source, sure=sure, path=path, named=named)


def bounces_faults(root: Node, *, sure: bool) -> Iterator[Problem]:
    """Every fault and doubt of [bounces]."""
    table = root.child("bounces")
    if table is None or not isinstance(table.value, dict):
        return
    url = table.child("url")
    if url is not None and find_spec("imap_tools") is None:
        yield _problem(url, "bounces.url", NOT_INSTALLED, INSTALL, "[bounces]", severity="warning")
    if (
        url is not None
        and isinstance(url.value, str)
        and "@" in url.value.partition("://")[2].partition("/")[0]
    ):
        yield _problem(
            url,
            "bounces.url",
            "the address holds a name or a password",
            "an address without one",
            "[bounces]",
        )
    for key, text in (("url", "it names no folder"), ("user", "it names nobody who reads it")):
        if sure and table.child(key) is None:
            yield _problem(table, f"bounces.{key}", text, f"the key {key}", "[bounces]")
    yield from login_faults(table, sure=sure, path="bounces", named="[bounces]")


def login_faults(source: Node, *, sure: bool, path: str, named: str) -> Iterator[Problem]:
    """Every fault of who reads a mailbox."""
    auth = source.child("auth")
    if auth is not None and auth.value == "xoauth2":
        for key in ("token_url", "client_id"):
            if sure and source.child(key) is None:
                text = "tokens need an endpoint and an application"
                yield _problem(auth, f"{path}.auth", text, f"the key {key}", named)
        password = source.child("password_file")
        if password is not None:
            text = "no password is used with xoauth2"
            yield _problem(password, f"{path}.password_file", text, "the key secret_file", named)
    else:
        for key in _TOKEN_KEYS:
            node = source.child(key)
            if node is not None:
                yield _problem(node, f"{path}.{key}", f"{key} is for tokens only", 'auth = "xoauth2"', named)


def _value(source: Node, key: str) -> Any:
    found = source.child(key)
    return None if found is None else found.value


def _problem(
    node: Node, path: str, text: str, expected: str, named: str, *, severity: str = "error"
) -> Problem:
    return Problem(node.file, *node.at, f"{text} ({named})", expected, severity=severity, path=path)
