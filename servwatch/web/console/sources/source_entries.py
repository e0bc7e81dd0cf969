"""The entry of a source as a form: the keys that most have as fields, all else as the lines that stand in the file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any

from servwatch.config import (
    entry_text_of,
    file_of_entry,
    further_lines,
    mark_of,
    with_further_lines,
    with_keys,
)
from servwatch.config.kind_keys import LOGIN_KEYS
from servwatch.config.source_entry import LANGUAGES
from servwatch.cycle.saving import MOVED
from servwatch.errors import ConfigError, UsageError
from servwatch.model import Side, Source
from servwatch.web.console.forms import Form
from servwatch.web.console.visit import Visit

FIELDS = ("name", "body", "url", "languages", "every", "weight", "side")
HIDDEN = ("id", "enabled", *FIELDS)
"""Keys that are not among the lines of the form: its fields, and those that buttons change."""


@dataclass(frozen=True, slots=True)
class EntryForm:
    """What the form shows: values of FIELDS as they are written, the further lines, and the state they were read in."""

    values: Mapping[str, Any]
    lines: str
    mark: str
    own: bool  # whether the entry stands in a file of ours


def entry_form(visit: Visit, source: Source) -> EntryForm:
    """The form of a source as the files have it."""
    texts = visit.current.loaded.files
    text = texts.get(file_of_entry(texts, source.id, str(visit.settings.path)), "")
    written = _written(visit, source.id)
    values = {key: written.get(key, _UNSAID[key]) for key in FIELDS}
    lines, entry = further_lines(text, source.id, HIDDEN), entry_text_of(text, source.id)
    return EntryForm(values, lines, mark_of(entry), bool(entry))


def wanted_of(form: Form) -> dict[str, Any]:
    """What a form asks for, by key. Raises UsageError."""
    weight = form.line("weight").replace(",", ".")
    try:
        number = float(weight or _UNSAID["weight"])
    except ValueError:
        number = inf
    if not isfinite(number):
        raise UsageError("{text} is no number", text=weight)
    wanted: dict[str, Any] = {key: form.line(key, 2000) for key in ("name", "body", "url", "every", "side")}
    wanted["languages"] = [one for one in LANGUAGES if one in form.all("languages")]
    wanted["weight"] = int(number) if number == int(number) else number
    return wanted


def changed_texts(
    texts: Mapping[str, str], main: str, source: str, form: EntryForm, wanted: Mapping[str, Any], lines: str, mark: str
) -> dict[str, str]:  # fmt: skip
    """The edit that a form asks for. Raises ConfigError where somebody was quicker, or where it cannot be made."""
    file = file_of_entry(texts, source, main)
    if mark_of(entry_text_of(texts[file], source)) != mark:
        raise ConfigError(
            MOVED,
            remedy="Look at what stands there now, and save again.",
        )
    changes = {key: wanted[key] for key in FIELDS if _differ(wanted[key], form.values[key])}
    taken_out = {key: None for key, value in changes.items() if value in ("", []) and key in _MAY_LACK}
    text = with_keys(texts[file], source, changes | taken_out)
    return {file: with_further_lines(text, source, HIDDEN, lines)}


def names_secrets(texts: Mapping[str, str], id: str) -> bool:  # noqa: A002
    """Whether an entry reads mail or names files with passwords, which would be sent to the server that it names."""
    for text in texts.values():
        entry = entry_text_of(text, id)
        try:
            found = tomllib.loads(entry).get("source", [])
        except tomllib.TOMLDecodeError:
            return True  # it will be refused all the same
        if any(one.get("kind") == "mailbox" or LOGIN_KEYS & one.keys() for one in found):
            return True
    return False


def shown_languages(visit: Visit) -> list[tuple[str, str]]:
    """The languages that a source may have, with their names."""
    return [(code, visit.words.named(code)) for code in LANGUAGES]


def shown_sides(visit: Visit) -> list[tuple[str, str]]:
    """The sides that a source may speak for, with their names."""
    _ = visit.words._
    names = {
        Side.PUBLIC: _("public bodies"),
        Side.EMPLOYERS: _("employers"),
        Side.WORKERS: _("workers"),
        Side.OTHER: _("others"),
    }
    return [(side.value, name) for side, name in names.items()]


_UNSAID: Mapping[str, Any] = {
    "name": "",
    "body": "",
    "url": "",
    "languages": [],
    "every": "",
    "weight": 1,
    "side": Side.PUBLIC.value,
}
_MAY_LACK = ("languages", "every")


def _written(visit: Visit, id: str) -> dict[str, Any]:  # noqa: A002
    """The keys of a source as they are written, ours over the shipped ones."""
    sources = visit.current.loaded.root.child("source")
    for node in sources.value if sources is not None else ():
        name = node.child("id")
        if name is not None and name.value == id:
            return dict(node.plain())
    return {}


def _differ(wanted: Any, written: Any) -> bool:
    """Whether a value is to be changed; the boxes of a form do not know in which order a list was written."""
    if isinstance(wanted, list) and isinstance(written, list):
        return sorted(wanted) != sorted(written)
    return bool(wanted != written)
