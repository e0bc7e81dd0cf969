"""Erase one person: out of the members file first, then out of the archive and its kept revisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from servwatch.archive.archive import Archive
from servwatch.archive.person import Erased
from servwatch.config import forget_member, without_member


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was erased, and where the address still stands."""

    in_file: bool  # the members file named the person
    archive: Erased


def forget(archive: Archive, members: Path, email: str, now: datetime) -> Forgotten:
    """Erase a person. Kept is a keyed hash, by which the address stays suppressed whoever invites it again.

    In the file first: were we stopped in between, the next try finds the rest. Raises ConfigError where the members
    file has faults: nothing was changed then.
    """
    in_file = forget_member(members, email)
    done = archive.person(email.strip()).erase(now, without_member)
    return Forgotten(in_file, done)
