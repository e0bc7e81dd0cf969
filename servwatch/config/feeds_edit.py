"""Change feeds.toml as a person would: one line, or an entry at its end. The result is checked before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from servwatch.config.files import read_file
from servwatch.config.loading import Loaded, load
from servwatch.config.members_file import locked, write_atomically
from servwatch.config.syntax.tree import Node, read_document
from servwatch.errors import ConfigError, NotFound

_OFF, _ON = "false", "true"


@dataclass(frozen=True, slots=True)
class Edited:
    """What was changed: the files, in their order."""

    files: tuple[Path, ...]


def enable_sources(path: Path, ids: Sequence[str], environ: Mapping[str, str]) -> Edited:
    """Enable sources where they stand: `enabled = true` in place of false, all else as it was.

    A source of the shipped list is enabled by an entry in the file at `path`, which overrides it.
    Raises ConfigError where the configuration is or would be invalid, and leaves it untouched then; NotFound; OSError.
    """
    path = path.absolute()
    with locked(path.resolve().parent):
        loaded = _loaded(path, environ)
        texts = {file: _text(Path(file)) for file in loaded.files}
        for id_ in ids:
            _enable(id_, loaded, texts, str(path))
        return _written(path, texts, environ, enabled=ids)


def append_sources(path: Path, entries: str, environ: Mapping[str, str]) -> Edited:
    """Put entries at the end of the file at `path`. Raises as `enable_sources`."""
    path = path.absolute()
    with locked(path.resolve().parent):
        loaded = _loaded(path, environ)
        texts = {file: _text(Path(file)) for file in loaded.files}
        texts[str(path)] = _appended(texts[str(path)], entries)
        return _written(path, texts, environ)


def _loaded(path: Path, environ: Mapping[str, str]) -> Loaded:
    loaded = load(path, environ=environ)
    loaded.require()
    return loaded


def _enable(id_: str, loaded: Loaded, texts: dict[str, str], main: str) -> None:
    source = _source(loaded.root, id_)
    switch = source.child("enabled")
    if switch is not None and switch.value is True:
        return
    if switch is not None and switch.file in texts:
        line, column = switch.at
        texts[switch.file] = _replaced(texts[switch.file], line, column)
    elif (own := source.child("id")) is not None and own.file in texts:
        texts[own.file] = _inserted(texts[own.file], own.key_at[0], f"enabled = {_ON}")
    else:
        local = _local(id_, texts)
        if local is not None:
            texts[local.file] = _inserted(texts[local.file], local.key_at[0], f"enabled = {_ON}")
        else:
            texts[main] = _appended(texts[main], f'[[source]]\nid = "{id_}"\nenabled = {_ON}\n')


def _source(root: Node, id_: str) -> Node:
    sources = root.child("source")
    for source in sources.value if sources is not None else ():
        name = source.child("id")
        if name is not None and name.value == id_:
            return source  # type: ignore[no-any-return]
    raise NotFound("there is no source {id}", id=id_, remedy="See `servwatch sources list`.")


def _local(id_: str, texts: Mapping[str, str]) -> Node | None:
    """The `id` of a source in one of our own files, which overrides a shipped one."""
    for file, text in texts.items():
        sources = read_document(file, text.replace("\r\n", "\n")).root.child("source")
        for source in sources.value if sources is not None and isinstance(sources.value, list) else ():
            name = source.child("id")
            if name is not None and name.value == id_:
                return name  # type: ignore[no-any-return]
    return None


def _replaced(text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    before, after = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
    if not after.startswith(_OFF):
        raise ConfigError("line {line} does not read as it did a moment ago", line=line, remedy="Try again.")
    lines[line - 1] = before + _ON + after.removeprefix(_OFF)
    return "\n".join(lines)


def _inserted(text: str, line: int, new: str) -> str:
    """A new line below one, with its indentation and its kind of line end."""
    lines = text.split("\n")
    above = lines[line - 1]
    indent = above[: len(above) - len(above.lstrip(" \t"))]
    lines.insert(line, f"{indent}{new}" + ("\r" if above.endswith("\r") else ""))
    return "\n".join(lines)


def _appended(text: str, entries: str) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text else end if text.endswith("\n") else end * 2
    return text + gap + entries.rstrip("\n").replace("\n", end) + end


def _written(
    path: Path, texts: Mapping[str, str], environ: Mapping[str, str], *, enabled: Sequence[str] = ()
) -> Edited:
    """Check the new texts as a whole, then write those that differ."""

    def read(file: Path) -> str:
        return texts[str(file)].replace("\r\n", "\n") if str(file) in texts else read_file(file)

    result = load(path, environ=environ, read=read)
    settings = result.settings
    missed = [id_ for id_ in enabled if settings is not None and not _is_on(settings.source(id_))]
    if settings is None or missed:
        raise ConfigError(
            "the configuration would not be valid: nothing was changed",
            problems=result.errors,
            remedy="Change it by hand, and run `servwatch check`.",
        )
    changed = [Path(file) for file, text in texts.items() if text != _text(Path(file))]
    for file in changed:
        write_atomically(file.resolve(), texts[str(file)])  # a link stays one
    return Edited(tuple(changed))


def _is_on(source: object) -> bool:
    return bool(getattr(source, "enabled", False))


def _text(path: Path) -> str:
    """The text with its own line ends."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()
