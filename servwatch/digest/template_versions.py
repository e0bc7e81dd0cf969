"""Which version of each template is shipped, and what each version brought: for those who keep copies of their own.

The first line of a template says its version. Where a copy says an older one, `check` tells what it lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_MARKS = "the colon and the quotation marks are those of the reader's language"
CHANGES: Mapping[str, tuple[str, ...]] = {
    "alert.html.j2": ("the alert has a template of its own", _MARKS),
    "base.html.j2": ("the frame of every mail", "colours and sizes stand in style.css.j2"),
    "brief.html.j2": (
        "the brief has a template of its own, with a box for what is to be decided first",
        _MARKS,
    ),
    "digest.html.j2": (
        "one template for all layouts",
        "the body of each layout stands in brief.html.j2, full.html.j2 and alert.html.j2",
        _MARKS,
    ),
    "digest.txt.j2": (
        "one text for all layouts",
        "notes, sides, dossiers, blocks and overviews are shown",
        _MARKS,
    ),
    "draft.html.j2": ("what stands above a draft", "the address of its page"),
    "draft.txt.j2": ("what stands above a draft, as text", "the address of its page"),
    "full.html.j2": ("the full digest has a template of its own, with all its blocks", _MARKS),
    "macros.html.j2": (
        "one entry",
        "notes, sides, dossiers, blocks, overviews; text from right to left",
        _MARKS,
    ),
    "macros.txt.j2": (
        "entries, blocks and overviews as text",
        _MARKS,
        "no comma stands behind a sentence",
    ),
    "notice.html.j2": ("a notice to staff", "text from right to left"),
    "notice.txt.j2": ("a notice to staff", "a long subject is broken into lines"),
    "style.css.j2": (
        "colours and sizes of every mail, also on dark screens, phones and paper",
        "the words above figures stay whole on a phone",
    ),
}
"""For each template what its versions brought, the first one first."""
_VERSION = re.compile(r"\{#-?\s*servwatch template (\d{1,6})\b")


@dataclass(frozen=True, slots=True)
class Outdated:
    """A copy that is older than the shipped template, or that nothing uses."""

    path: Path
    version: int  # 0 where the copy says none
    shipped: int  # 0 where no such template is shipped
    brought: tuple[str, ...]  # by the versions since


def version_of(text: str) -> int:
    """The version that a template says it is; 0 where it says none."""
    found = _VERSION.match(text.lstrip("\ufeff \r\n"))
    return int(found[1]) if found else 0


def outdated(folder: Path) -> Iterator[Outdated]:
    """The copies in a folder that are older than what is shipped, by name. Files that cannot be read are passed over."""
    for path in sorted(folder.glob("*.j2")):
        changes = CHANGES.get(path.name, ())
        try:
            version = version_of(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            continue  # rendering it tells what is wrong
        if version < len(changes):
            yield Outdated(path, version, len(changes), changes[version:])
