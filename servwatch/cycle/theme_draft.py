"""A theme as somebody edits it: its terms one a line, read back with every fault at its line; and saved where it stands."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from servwatch.config import Loaded, change_theme, mark_of, plain_term, term_of, toml_value
from servwatch.cycle.saving import Files, Moved, Saved, Signed, Texts, save
from servwatch.errors import NotFound
from servwatch.insight.terms import TermFault, parse_term
from servwatch.model import Settings, Term, Theme

NO_TABLE = "This table of a term cannot be read."
NO_THRESHOLD = "A threshold is a number above 0 and at most 100."
TWICE = "This term stands here twice."
MOST_TERMS = 3000
TOO_MANY = "There are more than 3000 terms."
HIGHEST = 100


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with a line of a field. `message` is a sentence of the catalogue; line 0: with the field."""

    field: str
    line: int
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The theme as it would be, and the fields as they were written."""

    theme: Theme
    fields: Mapping[str, str]
    faults: tuple[LineFault, ...] = ()


def theme_of(settings: Settings, id_: str) -> Theme:
    """The theme of an id. Raises NotFound."""
    found = next((theme for theme in settings.themes if theme.id == id_), None)
    if found is None:
        raise NotFound("there is no theme {id}", id=id_)
    return found


def fields_of(theme: Theme, languages: Iterable[str]) -> dict[str, str]:
    """The fields in which a theme is edited: "name-nl", "terms-nl", "exclude" and "exclude-nl", "threshold"."""
    fields = {f"name-{code}": theme.name.get(code, "") for code in ("nl", "en", "fr")}
    fields |= {f"terms-{code}": _lines(theme.terms.get(code, ())) for code in languages}
    fields["exclude"] = "\n".join(theme.exclude.get("", ()))
    fields |= {f"exclude-{code}": "\n".join(words) for code, words in theme.exclude.items() if code}
    return fields | {"threshold": f"{theme.threshold:g}"}


def mark_of_theme(theme: Theme) -> str:
    """A mark of all that is edited of a theme: what an editor saw."""
    return mark_of(repr((theme.name, theme.threshold, theme.terms, theme.exclude)))


def languages_of(theme: Theme) -> tuple[str, ...]:
    """The languages in which its terms are edited: the three of the house, and those it has besides."""
    return ("nl", "en", "fr", *sorted(set(theme.terms) - {"nl", "en", "fr"}))


def read_draft(before: Theme, fields: Mapping[str, str]) -> Draft:
    """The theme that the fields make of `before`; what is not among them stays."""
    faults: list[LineFault] = []
    name, terms, exclude = dict(before.name), dict(before.terms), dict(before.exclude)
    threshold = before.threshold
    for key, text in fields.items():
        part, _, code = key.partition("-")
        if part == "name" and text.strip():
            name[code] = " ".join(text.split())
        elif part == "terms" and (text.strip() or code in terms):
            terms[code] = tuple(_terms(key, code, text, faults))
        elif part == "exclude" and (text.strip() or code in exclude):
            exclude[code] = tuple(_words(key, code, text, faults))
        elif part == "threshold":
            threshold = _threshold(text, before.threshold, faults)
    if sum(map(len, terms.values())) > MOST_TERMS:
        faults.append(LineFault("terms", 0, "", TOO_MANY))
    theme = replace(before, name=name, terms=terms, exclude=exclude, threshold=threshold)
    return Draft(theme, fields, tuple(faults))


def save_theme(files: Files, draft: Draft, seen: str, signed: Signed) -> Saved:
    """Write a draft, where its theme is still as the editor saw it. Raises Moved with the fields of the other; else as `save`."""

    def edit(loaded: Loaded) -> Texts:
        now = theme_of(loaded.require(), draft.theme.id)
        if mark_of_theme(now) != seen:
            raise Moved(fields_of(now, dict.fromkeys([*now.terms, *draft.theme.terms])))
        changed = read_draft(now, draft.fields).theme
        return change_theme(loaded.files, str(files.path.absolute()), now, changed)

    return save(files, edit, signed)


def _lines(terms: Iterable[Term]) -> str:
    return "\n".join(one if isinstance(one, str) else toml_value(one) for one in map(plain_term, terms))


def _written(text: str) -> list[tuple[int, str]]:
    return [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _terms(key: str, language: str, text: str, faults: list[LineFault]) -> list[Term]:
    found: dict[str, Term] = {}
    for number, line in _written(text):
        term = _term(line)
        fault = parse_term(term, language) if term is not None else None
        if term is None or isinstance(fault, TermFault):
            message = fault.message if isinstance(fault, TermFault) else NO_TABLE
            faults.append(LineFault(key, number, line, message))
        elif term.text in found:
            faults.append(LineFault(key, number, line, TWICE))
        else:
            found[term.text] = term
    return list(found.values())


def _term(line: str) -> Term | None:
    """The term of a line: a text, or a table where it begins with a brace; None where that cannot be read."""
    try:
        written: Any = tomllib.loads(f"x = {line}")["x"] if line.startswith("{") else line
        return term_of(written)
    except (ValueError, RecursionError):
        return None


def _words(key: str, language: str, text: str, faults: list[LineFault]) -> list[str]:
    words: dict[str, None] = {}
    for number, line in _written(text):
        fault = parse_term(line, language or "nl")
        if isinstance(fault, TermFault):
            faults.append(LineFault(key, number, line, fault.message))
        words[line] = None
    return list(words)


def _threshold(text: str, before: float, faults: list[LineFault]) -> float:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        value = math.nan
    if not 0 < value <= HIGHEST:
        faults.append(LineFault("threshold", 0, text.strip()[:40], NO_THRESHOLD))
        return before
    return value
