"""What only several keys together can get wrong: names that name nothing, secrets, limits that clash.

Works on the tree, not on validated tables, so that it also runs where a table has other faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from servwatch.config.console_faults import console_faults
from servwatch.config.dossier_faults import dossier_faults
from servwatch.config.expect_faults import expect_faults
from servwatch.config.kind_keys import kind_faults
from servwatch.config.layering import identity
from servwatch.config.mail_faults import mail_faults
from servwatch.config.mailbox_keys import bounces_faults
from servwatch.config.meeting_faults import meeting_faults
from servwatch.config.review_faults import review_faults
from servwatch.config.schedule import AT_ONCE
from servwatch.config.syntax.tree import Node
from servwatch.config.theme_names import unknown_themes
from servwatch.config.values import is_id
from servwatch.errors import Problem

_DATABASE_PASSWORD = re.compile(r"\s*[a-z0-9+]+://[^:/@]*:[^@]*@", re.IGNORECASE)


def crosscheck(root: Node, members: Node, *, sure: bool = True) -> Iterator[Problem]:
    """Every fault and doubt that shows only when the whole is known.

    Where part of the configuration could not be read, we are not `sure` that what is missing is missing.
    """
    themes = {identity(n): n for n in entries(root, "theme") if is_id(identity(n))}
    known = sure and len(themes) == len(entries(root, "theme"))
    sources, digests = entries(root, "source"), entries(root, "digest")
    yield from unknown_themes(sources, digests, themes, sure=known)
    for source in sources:
        yield from _source(source)
        yield from kind_faults(source, sure=sure)
    yield from expect_faults(entries(root, "expect"), sources, sure=sure)
    yield from dossier_faults(entries(root, "dossier"), {identity(d) for d in digests}, sure=sure)
    yield from review_faults(digests, root.child("mail"))
    if sure:
        yield from meeting_faults(digests, entries(root, "meeting"), root.child("servwatch"))
        yield from _without_effect(digests, themes, members)
    for digest in digests:
        yield from _alert(digest)
    yield from mail_faults(root, sure=sure)
    yield from bounces_faults(root, sure=sure)
    yield from console_faults(root, sure=sure)
    yield from _secrets(root)
    yield from _members(members)
    if known and themes:
        yield from _themes_of_members(members, themes)


def entries(root: Node, table: str) -> list[Node]:
    """The tables of a list of tables; none where there is no such list."""
    node = root.child(table)
    found = node.value if node is not None and isinstance(node.value, list) else []
    return [entry for entry in found if isinstance(entry.value, dict)]


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


def _source(source: Node) -> Iterator[Problem]:
    url = source.child("url")
    if url is not None and isinstance(url.value, str) and "@" in _host(url.value):
        yield _fault(
            url, f"the address of the source {identity(source)!r} holds a password", "an address without one"
        )
    kinds = source.child("item_kind")
    if kinds is not None and isinstance(kinds.value, dict) and "default" not in kinds.value:
        yield _no_default(kinds, source)


def _no_default(kinds: Node, source: Node) -> Problem:
    near = get_close_matches("default", kinds.value, n=1, cutoff=0.6)
    text = f"item_kind of the source {identity(source)!r} has no default"
    if near:
        line, column = kinds.value[near[0]].key_at
        return Problem(kinds.file, line, column, text, nearest="default")
    below = ((kinds.file, kinds.key_at[0] + 1),) if kinds.has_header else ()
    return Problem(kinds.file, *kinds.at, text, 'a table with the key "default"', related=below)


def _host(url: str) -> str:
    """The host part of an address with what stands before it, "" where it has none that can be read."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _without_effect(digests: list[Node], themes: Mapping[str, Node], members: Node) -> Iterator[Problem]:
    """What is valid and does nothing: themes without terms, digests without recipients."""
    for theme in themes.values():
        if theme.child("terms") is None:
            yield _doubt(
                theme, f"the theme {identity(theme)!r} has no terms: only a source that names it can give it"
            )
    groups = {value.value for m in entries(members, "member") for value in _values(m, "groups")}
    for digest in digests:
        wanted = _values(digest, "groups")
        if _text(digest, "enabled") is False or any(node.value in groups for node in wanted):
            continue
        names = ", ".join(repr(node.value) for node in wanted) or "none"
        text = f"the digest {identity(digest)!r} is not built: no member is in its groups ({names})"
        yield _doubt(wanted[0] if wanted else digest, text)


def _alert(digest: Node) -> Iterator[Problem]:
    """What comes at once is an alert, and nothing else is."""
    schedule, layout = digest.child("schedule"), digest.child("layout")
    at_once, alert = _text(digest, "schedule") == AT_ONCE, _text(digest, "layout") == "alert"
    if at_once and not alert:
        yield _fault(schedule or digest, "what comes at once tells one story a mail", 'layout = "alert"')
    if alert and not at_once:
        yield _fault(
            layout or digest, "an alert tells one story as soon as it is known", 'schedule = "at once"'
        )
    hours = digest.child("hours")
    if hours is not None and not at_once:
        yield _doubt(hours, "hours hold only for a digest that comes at once")


def _secrets(root: Node) -> Iterator[Problem]:
    """Passwords in addresses; the file may be read by many, shown in the console, kept as a revision."""
    for table, key, instead in (
        ("fetch", "proxy", 'the key "proxy_file"'),
        ("servwatch", "database", "the key database_file, or the variable SERVWATCH_DATABASE"),
        ("servwatch", "heartbeat", "an address without one"),
    ):
        node = (root.child(table) or root).child(key)
        if node is not None and isinstance(node.value, str) and _holds_password(node.value, table, key):
            yield _fault(node, f"{key} of [{table}] holds a password", instead)


def _holds_password(address: str, table: str, key: str) -> bool:
    if (table, key) == ("servwatch", "database"):  # of which SQLAlchemy takes a password with any sign in it
        return _DATABASE_PASSWORD.match(address) is not None
    user, at, _ = _host(address).rpartition("@")
    return bool(at) and ":" in user


def _members(members: Node) -> Iterator[Problem]:
    seen: dict[str, Node] = {}
    for member in entries(members, "member"):
        email = member.child("email")
        if email is None or not isinstance(email.value, str):
            continue
        first = seen.setdefault(email.value.strip().casefold(), email)
        if first is not email:
            text = f"the member {email.value!r} is given twice"
            related = ((first.file, first.at[0]),)
            yield Problem(email.file, *email.at, text, "one entry a person", related=related)
        since, until = _text(member, "from"), _text(member, "until")
        if type(since) is date and type(until) is date and since > until:
            text = f"the mandate of {email.value!r} ends before it begins"
            yield _fault(member.value["until"], text, f"a day from {since} on")


def _themes_of_members(members: Node, themes: Mapping[str, Node]) -> Iterator[Problem]:
    """Themes that a member wants and that are none: they do nothing, and no digest is held up by them."""
    for member in entries(members, "member"):
        for node in _values(member, "themes"):
            if node.value not in themes:
                text = (
                    f"no theme has the id {node.value!r}, which the member {_text(member, 'email')!r} wants"
                )
                near = get_close_matches(node.value, themes, n=1, cutoff=0.6)
                yield Problem(node.file, *node.at, text, nearest=near[0] if near else "", severity="warning")


def _fault(node: Node, text: str, expected: str) -> Problem:
    return Problem(node.file, *node.at, text, expected)


def _doubt(node: Node, text: str) -> Problem:
    return Problem(node.file, *node.at, text, severity="warning")
