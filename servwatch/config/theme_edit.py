"""Change a theme where it stands, as a person would: the keys that differ, and not a byte beside them.

A theme of the shipped list is changed by an entry in the user's own file, which overrides it key by key; a list
of terms is overridden as a whole (`layering`). The result is read again before it is given back: where it
would say anything else than was asked, it is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from servwatch.config.syntax.headers import read_header
from servwatch.config.syntax.statements import key_path, statements
from servwatch.config.toml_array import edited, value_end
from servwatch.config.toml_value import toml_value
from servwatch.errors import ConfigError
from servwatch.model import Term, Theme

Path = tuple[str, ...]
_THEME = "theme"
_LENGTHS = {field.name: field.default for field in fields(Term)}


def change_theme(texts: Mapping[str, str], main: str, before: Theme, after: Theme) -> dict[str, str]:
    """The texts that change so that `before` becomes `after`: names, threshold, terms and excludes.

    `texts` are the user's own files with plain line ends, by name; what none of them has is added to `main`. Raises
    ConfigError where the theme is written in a way that cannot be changed here.
    """
    wanted = dict(_differences(before, after))
    if not wanted:
        return {}
    file = next((name for name, text in texts.items() if _entry(text, after.id) is not None), main)
    text = texts[file]
    if _entry(text, after.id) is None:
        gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
        text += f'{gap}[[theme]]\nid = "{after.id}"\n'
    try:
        expected = _expected(text, after.id, wanted)
        for path, value in wanted.items():
            text = _with(text, after.id, path, value)
        right = _plain(tomllib.loads(text)) == _plain(expected)
    except (ValueError, KeyError, TypeError, IndexError, LookupError) as error:
        raise _refusal(after.id, file) from error
    if not right:
        raise _refusal(after.id, file)
    return {file: text}


def plain_term(term: Any) -> Any:
    """A term as short as it can be written: a text, or a table of what it has besides; of a Term, or of what is read."""
    given = term if isinstance(term, dict | str) else {name: getattr(term, name) for name in _LENGTHS}
    if isinstance(given, str):
        return given
    named = {("text" if key == "term" else key): value for key, value in given.items()}
    lists = {key: list(value) if isinstance(value, tuple) else value for key, value in named.items()}
    more = {key: value for key, value in lists.items() if key != "text" and value != _default(key)}
    return {"term": lists["text"], **more} if more else lists["text"]


def _default(key: str) -> Any:
    value = _LENGTHS.get(key)
    return list(value) if isinstance(value, tuple) else value


def _differences(before: Theme, after: Theme) -> Iterator[tuple[Path, Any]]:
    for language, name in after.name.items():
        if before.name.get(language) != name:
            yield ("name", language), name
    if before.threshold != after.threshold:
        yield ("threshold",), float(after.threshold)
    for language, terms in after.terms.items():
        if before.terms.get(language, ()) != terms:
            yield ("terms", language), [plain_term(term) for term in terms]
    for language, words in after.exclude.items():
        if before.exclude.get(language, ()) != words:
            # as a list where it is one: for every language
            path = ("exclude", language) if set(before.exclude) - {""} else ("exclude",)
            yield path, list(words)


def _entry(text: str, id_: str) -> _Entry | None:
    """The lines of a theme, None where it has none of its own in this text."""
    lines = text.split("\n")
    entry: _Entry | None = None
    below: Path = ()
    for one in statements(lines):
        header = read_header(lines[one.first])
        if header is not None:
            if header.path == (_THEME,) and header.many:
                if entry is not None and entry.id == id_:
                    return entry
                entry, below = _Entry([], [(one.first, ())]), ()
            elif entry is not None and header.path[0] == _THEME:
                below = header.path[1:]
                entry.tables.append((one.first, below))
            elif entry is not None:
                if entry.id == id_:
                    return entry
                entry = None
        elif entry is not None and one.kind == "pair":
            path = (*below, *key_path(lines[one.first]))
            entry.pairs.append(_Pair(path, below, one.first, one.last))
            if path == ("id",):
                entry.id = str(_value(lines[one.first : one.last + 1]))
    return entry if entry is not None and entry.id == id_ else None


@dataclass(frozen=True, slots=True)
class _Pair:
    """A key with its value: rows from 0, both included. `below` is the header it stands under."""

    path: Path
    below: Path
    first: int
    last: int


@dataclass(slots=True)
class _Entry:
    """A `[[theme]]` with its pairs, and the headers of its tables: (row, path)."""

    pairs: list[_Pair]
    tables: list[tuple[int, Path]]
    id: str = ""


def _with(text: str, id_: str, path: Path, value: Any) -> str:
    """The text with one key of a theme set."""
    entry, lines = _entry(text, id_), text.split("\n")
    if entry is None:
        raise KeyError(id_)
    for pair in entry.pairs:
        if pair.path == path[: len(pair.path)]:
            rows = lines[pair.first : pair.last + 1]
            rest = path[len(pair.path) :]
            new = (
                _set("\n".join(rows), value) if not rest else _set_within("\n".join(rows), pair, rest, value)
            )
            lines[pair.first : pair.last + 1] = new.split("\n")
            return "\n".join(lines)
    row, below = _place(entry, path)
    key = ".".join(_step(step) for step in path[len(below) :])
    empty = edited("[]", value, plain_term) if isinstance(value, list) else toml_value(value)
    lines[row + 1 : row + 1] = f"{key} = {empty}".split("\n")
    return "\n".join(lines)


def _place(entry: _Entry, path: Path) -> tuple[int, Path]:
    """Below which row a new key goes, and under which header: by those most like it, else by the id."""
    headed = [(row, below) for row, below in entry.tables if below and below == path[: len(below)]]
    if headed:
        row, below = headed[-1]
        return max([row, *(pair.last for pair in entry.pairs if pair.below == below)]), below
    own = [pair for pair in entry.pairs if not pair.below]
    alike = [pair.last for pair in own if pair.path[0] == path[0]]
    return max(alike, default=next(pair.last for pair in own if pair.path == ("id",))), ()


def _set(statement: str, value: Any) -> str:
    """A statement with another value; what stands behind it on its line stays."""
    start = _begin_of_value(statement)
    end = value_end(statement, start)
    old = statement[start:end]
    new = edited(old, value, plain_term) if isinstance(value, list) else toml_value(value)
    return statement[:start] + new + statement[end:]


def _set_within(statement: str, pair: _Pair, rest: Path, value: Any) -> str:
    """The same for a key of an inline table."""
    import tomlkit  # only who edits needs it

    document: Any = tomlkit.parse(statement + "\n")
    table = document
    for step in (*pair.path[len(pair.below) :], *rest[:-1]):
        table = table[step]
    table[rest[-1]] = value
    return tomlkit.dumps(document).removesuffix("\n")


def _begin_of_value(statement: str) -> int:
    """Behind the equals sign: the first one that a value follows, since a quoted key may have one too."""
    at = statement.find("=")
    while at >= 0:
        try:
            tomllib.loads(f"{statement[:at]}= 0")
        except ValueError:
            at = statement.find("=", at + 1)
            continue
        return at + 1 + len(statement[at + 1 :]) - len(statement[at + 1 :].lstrip(" \t"))
    raise ValueError(statement)


def _value(rows: Sequence[str]) -> Any:
    below: Any = tomllib.loads("\n".join(rows))
    while isinstance(below, dict):
        (below,) = below.values()
    return below


def _step(step: str) -> str:
    return step if step.isascii() and step.replace("-", "").replace("_", "").isalnum() else toml_value(step)


def _expected(text: str, id_: str, wanted: Mapping[Path, Any]) -> dict[str, Any]:
    """What the text would say."""
    document = tomllib.loads(text)
    theme = next(one for one in document[_THEME] if one.get("id") == id_)
    for path, value in wanted.items():
        table = theme
        for step in path[:-1]:
            table = table.setdefault(step, {})
        table[path[-1]] = value
    return document


def _plain(value: Any) -> Any:
    """With every term in one form, so that two ways to write it are the same."""
    if isinstance(value, dict):
        return plain_term(value) if "term" in value else {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _refusal(id_: str, file: str) -> ConfigError:
    return ConfigError(
        "the theme {id} is written in {file} in a way that cannot be changed here",
        remedy="Change it in the text of the file, under Settings.",
        id=id_,
        file=file,
    )
