"""What only several keys together can get wrong: names that name nothing, secrets, limits that clash.

Works on the tree, not on validated tables, so that it also runs where a table has other faults.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from servwatch.config.layering import identity
from servwatch.config.parse_tree import Node
from servwatch.errors import Problem


def crosscheck(root: Node, members: Node) -> Iterator[Problem]:
    """Every fault and doubt that shows only when the whole is known."""
    themes = {identity(n): n for n in entries(root, "theme") if identity(n)}
    groups = {value.value for m in entries(members, "member") for value in _values(m, "groups")}
    for source in entries(root, "source"):
        yield from _theme_names(source, "themes", themes)
        yield from _theme_tables(source, "category_themes", themes)
        yield from _source(source)
    for digest in entries(root, "digest"):
        yield from _theme_names(digest, "themes", themes)
        yield from _theme_keys(digest, "priority", themes)
        yield from _digest(digest, groups)
    for theme in themes.values():
        if theme.child("terms") is None:
            yield _doubt(theme, f"the theme {identity(theme)!r} has no terms: no item will ever have it")
    yield from _mail(root)
    yield from _fetch(root)
    yield from _members(members)


def entries(root: Node, table: str) -> Iterable[Node]:
    """The tables of a list of tables; none where there is no such list."""
    node = root.child(table)
    return (
        [n for n in node.value if isinstance(n.value, dict)] if node and isinstance(node.value, list) else []
    )


def _values(node: Node, key: str) -> list[Node]:
    found = node.child(key)
    return (
        [n for n in found.value if isinstance(n.value, str)]
        if found and isinstance(found.value, list)
        else []
    )


def _text(node: Node | None, key: str) -> Any:
    found = node.child(key) if node is not None else None
    return found.value if found is not None else None


def _unknown_theme(node: Node, name: str, at: tuple[int, int], themes: dict[str, Node], path: str) -> Problem:
    near = get_close_matches(name, themes, n=1, cutoff=0.6)
    place = themes[near[0]].child("id") if near else None
    related = ((place.file, place.at[0]),) if place is not None else ()
    expected = "" if near else "the id of a theme"
    return Problem(
        node.file, *at, f"no theme has the id {name!r}", expected, "".join(near), related, path=path
    )


def _theme_names(owner: Node, key: str, themes: dict[str, Node]) -> Iterator[Problem]:
    for node in _values(owner, key):
        if node.value not in themes and node.value != "*":
            yield _unknown_theme(node, node.value, node.at, themes, f"{identity(owner)}.{key}")


def _theme_keys(owner: Node, key: str, themes: dict[str, Node]) -> Iterator[Problem]:
    table = owner.child(key)
    for name, node in table.value.items() if table and isinstance(table.value, dict) else ():
        if name not in themes:
            yield _unknown_theme(node, name, node.key_at, themes, f"{identity(owner)}.{key}.{name}")


def _theme_tables(owner: Node, key: str, themes: dict[str, Node]) -> Iterator[Problem]:
    table = owner.child(key)
    for name, node in table.value.items() if table and isinstance(table.value, dict) else ():
        for value in node.value if isinstance(node.value, list) else ():
            if isinstance(value.value, str) and value.value not in themes:
                yield _unknown_theme(value, value.value, value.at, themes, f"{identity(owner)}.{key}.{name}")


def _source(source: Node) -> Iterator[Problem]:
    url = source.child("url")
    if url is not None and isinstance(url.value, str) and "@" in urlsplit_netloc(url.value):
        yield _fault(
            url, f"the address of the source {identity(source)!r} holds a password", "an address without one"
        )
    kinds = source.child("item_kind")
    if kinds is not None and isinstance(kinds.value, dict) and "default" not in kinds.value:
        yield _fault(kinds, "item_kind has no default", 'a table with the key "default"')


def urlsplit_netloc(url: str) -> str:
    """The host part of an address, "" where it has none that can be read."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _digest(digest: Node, groups: set[str]) -> Iterator[Problem]:
    if _text(digest, "enabled") is False:
        return
    wanted = _values(digest, "groups")
    if not any(node.value in groups for node in wanted):
        place = wanted[0] if wanted else digest
        names = ", ".join(repr(node.value) for node in wanted) or "none"
        yield _doubt(
            place,
            f"the digest {identity(digest)!r} has no recipients and is not built: no member is in its groups ({names})",
        )


def _mail(root: Node) -> Iterator[Problem]:
    mail = root.child("mail")
    if mail is None or not isinstance(mail.value, dict):
        return
    smtp = _text(mail, "transport") == "smtp"
    if smtp and mail.child("from") is None:
        yield _fault(mail, "[mail] sends by smtp but names no sender", 'the key "from"')
    if _text(mail, "auth") == "login":
        auth = mail.child("auth")
        assert auth is not None  # noqa: S101  # its text was just read
        if mail.child("user") is None:
            yield _fault(auth, "login needs a name", 'the key "user"')
        host = _text(mail, "host") or "127.0.0.1"
        if _text(mail, "security") in (None, "none") and host not in ("127.0.0.1", "localhost", "::1"):
            yield _fault(
                auth, f"the password would travel unprotected to {host}", 'security = "starttls" or "tls"'
            )


def _fetch(root: Node) -> Iterator[Problem]:
    fetch = root.child("fetch")
    proxy = fetch.child("proxy") if fetch is not None else None
    if proxy is not None and isinstance(proxy.value, str) and "@" in urlsplit_netloc(proxy.value):
        yield _fault(proxy, "the proxy's password stands in the configuration", 'the key "proxy_file"')
    table = root.child("servwatch")
    database = table.child("database") if table is not None else None
    if database is not None and isinstance(database.value, str):
        user, at, _ = urlsplit_netloc(database.value).rpartition("@")
        if at and ":" in user:
            advice = "use database_file or the variable SERVWATCH_DATABASE"
            yield _doubt(database, f"the database's password stands in the configuration; {advice}")


def _members(members: Node) -> Iterator[Problem]:
    seen: dict[str, Node] = {}
    for member in entries(members, "member"):
        email = member.child("email")
        if email is None or not isinstance(email.value, str):
            continue
        first = seen.setdefault(email.value.casefold(), email)
        if first is not email:
            text = f"the member {email.value!r} is given twice"
            yield Problem(
                email.file, *email.at, text, "one entry a person", related=((first.file, first.at[0]),)
            )
        since, until = _text(member, "from"), _text(member, "until")
        if type(since) is type(until) and since is not None and since > until:
            yield _fault(member.value["until"], "the mandate ends before it begins", f"a date after {since}")


def _fault(node: Node, text: str, expected: str) -> Problem:
    return Problem(node.file, *node.at, text, expected)


def _doubt(node: Node, text: str) -> Problem:
    return Problem(node.file, *node.at, text, severity="warning")
