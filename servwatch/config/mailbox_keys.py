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
    kind = source.child("kind")
    enabled = _value(source, "enabled") is not False
    if kind is not None and enabled and find_spec("imap_tools") is None:
        yield _problem(source, "kind", kind, NOT_INSTALLED, INSTALL, severity="warning")
    detail = source.child("detail")
    if detail is not None and detail.value is not False:
        text = "the pages that a mail leads to are not read"
        yield _problem(source, "detail", detail, text, "resolve, for links that hide where they lead")
    auth = source.child("auth")
    if auth is not None and auth.value == "xoauth2":
        for key in ("token_url", "client_id"):
            if sure and source.child(key) is None:
                yield _problem(
                    source, "auth", auth, "tokens need an endpoint and an application", f"the key {key}"
                )
        password = source.child("password_file")
        if password is not None:
            yield _problem(
                source, "password_file", password, "no password is used with xoauth2", "the key secret_file"
            )
    else:
        for key in _TOKEN_KEYS:
            node = source.child(key)
            if node is not None:
                yield _problem(source, key, node, f"{key} is for tokens only", 'auth = "xoauth2"')


def _value(source: Node, key: str) -> Any:
    found = source.child(key)
    return None if found is None else found.value


def _problem(
    source: Node, key: str, node: Node, text: str, expected: str, *, severity: str = "error"
) -> Problem:
    name = identity(source)
    path = f"source.{name}.{key}"
    return Problem(
        node.file, *node.at, f"{text} (the source {name!r})", expected, severity=severity, path=path
    )
