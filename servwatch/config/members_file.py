"""Change the members file as a person would: comments and order stay, the result is checked first."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import ValidationError

from servwatch.config.crosscheck import crosscheck
from servwatch.config.findings import problems_of
from servwatch.config.syntax.tree import read_document
from servwatch.config.tables import MembersFile
from servwatch.errors import ConfigError, NotFound, Problem


@dataclass(frozen=True, slots=True)
class Change:
    """What a change of the members file did."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def add_members(path: Path, members: list[Mapping[str, Any]]) -> Change:
    """Add people, or add groups and details to those who are there. Raises ConfigError, OSError."""
    added, changed = [], []

    def edit(document: tomlkit.TOMLDocument) -> None:
        tables = document.setdefault("member", tomlkit.aot())
        known = {str(t.get("email", "")).casefold(): t for t in tables}
        for member in members:
            email = str(member["email"]).strip()
            table = known.get(email.casefold())
            if table is None:
                table = tomlkit.table()
                table["email"] = email
                tables.append(table)
                known[email.casefold()] = table
                table["groups"] = []
                added.append(email)
            else:
                changed.append(email)
            _merge(table, member)

    _change(path, edit)
    return Change(tuple(added), tuple(changed))


def remove_members(path: Path, emails: list[str], groups: list[str] | None = None) -> Change:
    """Remove people, or only take them out of some groups. Raises NotFound, ConfigError, OSError."""
    removed, changed = [], []

    def edit(document: tomlkit.TOMLDocument) -> None:
        tables = document.get("member", [])
        for email in emails:
            index = next(
                (i for i, t in enumerate(tables) if str(t.get("email", "")).casefold() == email.casefold()),
                None,
            )
            if index is None:
                raise NotFound(
                    "{email} is not in the members file",
                    place=str(path),
                    email=email,
                    remedy="See `servwatch members list`.",
                )
            if groups:
                tables[index]["groups"] = [g for g in tables[index].get("groups", []) if g not in groups]
                changed.append(email)
            else:
                del tables[index]
                removed.append(email)

    _change(path, edit)
    return Change(changed=tuple(changed), removed=tuple(removed))


def _merge(table: Any, member: Mapping[str, Any]) -> None:
    for key, value in member.items():
        if key == "groups":
            have = list(table.get("groups", []))
            table["groups"] = have + [g for g in value if g not in have]
        elif key != "email" and value not in (None, ""):
            table[key] = value


def _change(path: Path, edit: Callable[[tomlkit.TOMLDocument], None]) -> None:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    _refuse(_faults(path, text))
    document = tomlkit.parse(text)
    edit(document)
    result = tomlkit.dumps(document)
    _refuse(_faults(path, result))
    write_atomically(path, result)


def _faults(path: Path, text: str) -> list[Problem]:
    document = read_document(str(path), text)
    problems = list(document.problems)
    try:
        MembersFile.model_validate(document.root.plain())
    except ValidationError as error:
        problems += problems_of(error, MembersFile, document.root, [document])
    nothing = read_document(str(path), "").root
    return problems + [p for p in crosscheck(nothing, document.root) if p.severity == "error"]


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise ConfigError(
            "the members file would not be valid: nothing was changed",
            problems=tuple(problems),
            remedy="Mend what is named above.",
        )


def write_atomically(path: Path, text: str) -> None:
    """Replace a file in one step, with its rights kept: old or new, never half. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o640
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
