"""Change the members file as a person would: comments and order stay, the result is checked first."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from servwatch.config.crosscheck import crosscheck
from servwatch.config.findings import problems_of
from servwatch.config.member_blocks import MemberBlocks
from servwatch.config.paths import keys_at
from servwatch.config.syntax.headers import MEMBER, Header, read_header
from servwatch.config.syntax.tree import read_document
from servwatch.config.tables import MembersFile
from servwatch.errors import ConfigError, NotFound, Problem


@dataclass(frozen=True, slots=True)
class Change:
    """What a change of the members file did."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def add_members(path: Path, members: Sequence[Mapping[str, Any]]) -> Change:
    """Add people, or add groups and details to those who are there.

    A member is a mapping of the keys of `[[member]]`; what is empty or None is not written. Raises
    ConfigError where the file is not valid, or would not be; OSError.
    """
    added, changed = [], []

    def edit(file: MemberBlocks) -> None:
        for member in members:
            email = str(member.get("email", "")).strip()
            block = next((b for b in file.blocks if b.email == email.casefold()), None)
            if block is None:
                file.add(lambda table, m=member: _fill(table, m))  # type: ignore[misc]
                added.append(email)
            elif block.edit(lambda table, m=member: _merge(table, m)):  # type: ignore[misc]
                changed.append(email)

    _change(path, edit)
    return Change(tuple(added), tuple(changed))


def remove_members(path: Path, emails: Sequence[str], groups: Sequence[str] = ()) -> Change:
    """Remove people, or only take them out of some groups. Raises NotFound, ConfigError, OSError."""
    removed, changed = [], []

    def edit(file: MemberBlocks) -> None:
        for email in emails:
            known = [block.email for block in file.blocks]
            if email.strip().casefold() not in known:
                raise NotFound(
                    "{email} is not in the members file",
                    place=str(path),
                    email=email,
                    remedy="See `servwatch members list`.",
                )
            number = known.index(email.strip().casefold())
            if not groups:
                file.remove(number)
                removed.append(email)
            elif file.blocks[number].edit(lambda table: _leave(table, groups)):
                changed.append(email)

    _change(path, edit)
    return Change(changed=tuple(changed), removed=tuple(removed))


def forget_member(path: Path, email: str) -> bool:
    """Take an address out of the file: as a member, and as a copy of others. Whether it stood there.

    Raises ConfigError where the file is not valid; OSError.
    """
    if not path.exists():
        return False
    found = False

    def edit(file: MemberBlocks) -> None:
        nonlocal found
        found = _forget(file, email)

    _change(path, edit)
    return found


def without_member(text: str, email: str) -> str:
    """The text of a members file without an address; any other text as it is."""
    file = MemberBlocks.read(text)
    headers = [read_header(block.lines[0]) for block in file.blocks]
    of_members = all(header is not None and header.path == (MEMBER,) for header in headers)
    return file.write() if headers and of_members and _forget(file, email) else text


def _forget(file: MemberBlocks, email: str) -> bool:
    key = email.strip().casefold()
    count = len(file.blocks)
    for number in reversed(range(count)):
        if file.blocks[number].email == key:
            file.remove(number)
    changed = [block.edit(lambda table: _uncopy(table, key)) for block in file.blocks]
    return len(file.blocks) < count or any(changed)


def _uncopy(table: Any, key: str) -> None:
    """Take an address out of the copies of a member; a list that is empty then goes too."""
    left = [one for one in table.get("copy", []) if str(one).strip().casefold() != key]
    if "copy" in table and len(left) < len(table["copy"]):
        if left:
            table["copy"] = left
        else:
            del table["copy"]


def _fill(table: Any, member: Mapping[str, Any]) -> None:
    """Write a new member, in the order of the option table."""
    for key, value in _by_table({"groups": [], **member}).items():
        table[key] = list(value) if isinstance(value, (list, tuple)) else value


def _merge(table: Any, member: Mapping[str, Any]) -> None:
    """Add to a member what is new."""
    for key, value in _by_table(member).items():
        if key in ("groups", "copy"):
            there = {str(one).casefold() for one in table.get(key, [])}
            new = [one for one in value if one.casefold() not in there]
            if new and key not in table:
                table[key] = []
            for one in new:
                table[key].append(one)
        elif key != "email" and table.get(key) != value:
            table[key] = value


def _leave(table: Any, groups: Sequence[str]) -> None:
    for group in groups:
        if group in table["groups"]:
            table["groups"].remove(group)


def _by_table(member: Mapping[str, Any]) -> dict[str, Any]:
    """What is given, in the order of the option table; unknown keys come last, to be refused."""
    known = keys_at(MembersFile, (MEMBER, 0))
    order = [*(key for key in known if key in member), *(key for key in member if key not in known)]
    return {key: member[key] for key in order if member[key] not in (None, "", ())}


def _change(path: Path, edit: Callable[[MemberBlocks], None]) -> None:
    """Read, check, edit, check, write: under a lock, so that two changes at once are both made."""
    path = path.resolve()
    with locked(path.parent):
        text = _read(path)
        _refuse(_faults(path, text))
        file = MemberBlocks.read(text)
        edit(file)
        result = file.write()
        _refuse(_faults(path, result))
        if result != text:
            write_atomically(path, result)


def _read(path: Path) -> str:
    """The text with its own line ends, "" where there is no file yet."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock. It falls when the process ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _faults(path: Path, text: str) -> list[Problem]:
    document = read_document(str(path), text)
    problems = list(document.problems)
    try:
        MembersFile.model_validate(document.root.plain())
    except ValidationError as error:
        problems += problems_of(error, MembersFile, document.root, [document])
    members = document.root.child(MEMBER)
    if members is not None and not members.has_header:
        text = "members are added and removed where each has a table of its own"
        problems.append(Problem(str(path), *members.key_at, text, str(Header.of(MEMBER))))
    nothing = read_document(str(path), "").root
    return problems + [p for p in crosscheck(nothing, document.root) if p.severity == "error"]


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise ConfigError(
            "the members file would not be valid: nothing was changed",
            problems=tuple(problems),
            remedy="Mend what is named above.",
        )


def write_atomically(path: Path, text: str, *, like: Path | None = None) -> None:
    """Replace a file in one step, its rights and its owner kept: old or new, never half. Raises OSError.

    A new file gets the rights of `like`, where there is such a file.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            _like(path if like is None or path.exists() else like, handle)
            os.fsync(handle)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _like(path: Path, handle: int) -> None:
    """Give an open file the rights and the owner of another; the administrator may edit for the service."""
    if not path.exists():
        os.fchmod(handle, 0o640)
        return
    old = path.stat()
    os.fchmod(handle, old.st_mode & 0o777)
    with suppress(PermissionError):
        os.fchown(handle, old.st_uid, old.st_gid)
