"""What only several keys of [mail] can get wrong: logins without what they need, secrets that travel unprotected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from servwatch.config.syntax.tree import Node
from servwatch.errors import Problem

TOKEN_KEYS = ("tenant", "token_url", "client_id", "scope", "secret_file", "refresh_token_file")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def mail_faults(root: Node, *, sure: bool) -> Iterator[Problem]:
    """Every fault of the table. Where not all could be read, we are not `sure` of what is missing."""
    mail = root.child("mail")
    if mail is None or not isinstance(mail.value, dict):
        return
    transport = mail.child("transport")
    if transport is not None and transport.value == "smtp" and mail.child("from") is None:
        yield _fault(transport, "mail is sent by smtp, but names no sender", 'the key "from"')
    auth = mail.child("auth")
    way = auth.value if auth is not None else "none"
    if auth is not None and way in ("login", "xoauth2"):
        yield from _login(mail, auth, what="password" if way == "login" else "token")
    if auth is not None and way == "xoauth2":
        yield from _tokens(mail, auth, sure=sure)
    elif way in ("none", "login"):
        for key in TOKEN_KEYS:
            node = mail.child(key)
            if node is not None:
                yield _fault(node, f"{key} is for tokens only", 'auth = "xoauth2"')


def _login(mail: Node, auth: Node, *, what: str) -> Iterator[Problem]:
    if mail.child("user") is None:
        yield _fault(auth, "login needs a name", 'the key "user"')
    host = _value(mail, "host") or _LOOPBACK[0]
    if _value(mail, "security") in (None, "none") and host not in _LOOPBACK:
        text = f"the {what} would travel unprotected to {host}"
        yield _fault(auth, text, 'security = "starttls" or "tls"')


def _tokens(mail: Node, auth: Node, *, sure: bool) -> Iterator[Problem]:
    tenant, address = mail.child("tenant"), mail.child("token_url")
    if tenant is not None and address is not None:
        text = "tenant and token_url both say where tokens come from"
        yield _fault(tenant, text, "one of the two")
    if sure and tenant is None and address is None:
        text = "tokens come from nowhere"
        yield _fault(auth, text, 'the key "tenant" for Microsoft 365, else the key "token_url"')
    if sure and mail.child("client_id") is None:
        yield _fault(auth, "tokens are asked for by an application", 'the key "client_id"')
    password = mail.child("password_file")
    if password is not None:
        yield _fault(password, "no password is used with xoauth2", "the key secret_file")


def _value(node: Node, key: str) -> Any:
    found = node.child(key)
    return None if found is None else found.value


def _fault(node: Node, text: str, expected: str) -> Problem:
    return Problem(node.file, *node.at, text, expected)
