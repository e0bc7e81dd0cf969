"""Read a configuration: every file, every fault, and the settings where there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from servwatch.config.conversion import to_settings
from servwatch.config.crosscheck import crosscheck
from servwatch.config.findings import problems_of
from servwatch.config.layering import Layered, Override, layer
from servwatch.config.parse_tree import Document, Node, read_document
from servwatch.config.shipped import shipped
from servwatch.config.tables import FeedsFile, MembersFile, Table
from servwatch.errors import ConfigError, ConfigMissing, Problem, SecretMissing
from servwatch.model import Settings

Read = Callable[[Path], str]
T = TypeVar("T", bound=Table)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a configuration gave: the settings, or None where a problem is an error."""

    settings: Settings | None
    problems: tuple[Problem, ...]
    files: Mapping[str, str]  # absolute path -> text, of everything but the shipped base
    root: Node
    overrides: tuple[Override, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the configuration from being used."""
        return tuple(p for p in self.problems if p.severity == "error")

    def require(self) -> Settings:
        """The settings. Raises ConfigError with every problem where there are none."""
        if self.settings is None:
            count = len(self.errors)
            raise ConfigError(
                "the configuration has {count} error(s)",
                problems=self.problems,
                remedy="Mend them, or run `servwatch check` to see them again.",
                count=count,
            )
        return self.settings

    def place(self, *path: str | int) -> tuple[str, int, int]:
        """File, line and column of the deepest node on a path of the tree; ids stand for list indexes."""
        node = self.root
        for step in path:
            below = node.child(step)
            if below is None and isinstance(node.value, list):
                below = next((n for n in node.value if (i := n.child("id")) and i.value == step), None)
            if below is None:
                break
            node = below
        return node.file, *node.at


def find_config(given: Path | None, environ: Mapping[str, str], folder: Path) -> Path:
    """The feeds.toml to use: as given, else $SERVWATCH_CONFIG, else ./feeds.toml. Raises ConfigMissing."""
    named = given or (Path(environ["SERVWATCH_CONFIG"]) if environ.get("SERVWATCH_CONFIG") else None)
    path = (named or folder / "feeds.toml").absolute()
    if not path.is_file():
        raise ConfigMissing(
            "there is no such configuration file" if named else "there is no feeds.toml in this folder",
            place=str(path),
            remedy="Name one with --config, or make one with `servwatch init`.",
        )
    return path


def read_file(path: Path) -> str:
    """The text of a file. Raises OSError, UnicodeDecodeError."""
    return path.read_text(encoding="utf-8")


def load(path: Path, *, environ: Mapping[str, str], db: str | None = None, read: Read = read_file) -> Loaded:
    """Read the configuration at `path`. Faults are in the result; only a fault of our own is raised."""
    files: dict[str, str] = {}
    problems: list[Problem] = []
    main = _document(path, read, files, problems)
    included = [
        _document(path.parent / node.value, read, files, problems, named_by=node)
        for node in _included(main.root)
    ]
    base = _shipped_base(main.root)
    layered = layer(main, included, base)
    members = _members(path, layered.root, read, files, problems)
    documents = [main, *included, members, *([base] if base else [])]
    problems += [p for d in documents for p in d.problems]
    problems += layered.problems
    feeds = _validated(FeedsFile, layered.root, documents, problems)
    people = _validated(MembersFile, members.root, documents, problems)
    problems += crosscheck(layered.root, members.root)
    settings = None
    if feeds and people and not any(p.severity == "error" for p in problems):
        settings = _settings(feeds, people, path, environ, db, layered, problems)
    return Loaded(settings, tuple(_sorted(problems, files)), files, layered.root, layered.overrides)


def _document(
    path: Path, read: Read, files: dict[str, str], problems: list[Problem], named_by: Node | None = None
) -> Document:
    name = str(path)
    try:
        text = read(path)
    except (OSError, UnicodeDecodeError, KeyError) as error:
        where = (named_by.file, *named_by.at) if named_by else (name, 1, 1)
        near = _near_file(path)
        problems.append(
            Problem(*where, f"{name} cannot be read ({type(error).__name__})", "a readable file", near)
        )
        return read_document(name, "")
    files[name] = text
    return read_document(name, text)


def _near_file(path: Path) -> str:
    try:
        names = [p.name for p in path.parent.glob("*.toml")]
    except OSError:
        return ""
    return next(iter(get_close_matches(path.name, names, n=1)), "")


def _included(root: Node) -> Sequence[Node]:
    table = root.child("servwatch")
    include = table.child("include") if table is not None else None
    if include is None or not isinstance(include.value, list):
        return ()
    return [node for node in include.value if isinstance(node.value, str) and node.value.strip()]


def _shipped_base(root: Node) -> Document | None:
    table = root.child("servwatch")
    extends = table.child("extends") if table is not None else None
    if extends is None or extends.value != "shipped":
        return None
    path = shipped("feeds.toml")
    return read_document(str(path), read_file(path))


def _members(path: Path, root: Node, read: Read, files: dict[str, str], problems: list[Problem]) -> Document:
    """The members file; one that is not named may be missing."""
    table = root.child("servwatch")
    node = table.child("members") if table is not None else None
    if node is not None and isinstance(node.value, str) and node.value.strip():
        return _document(path.parent / node.value, read, files, problems, named_by=node)
    default = path.parent / "members.toml"
    try:
        text = read(default)
    except (FileNotFoundError, KeyError):
        return read_document(str(default), "")
    except (OSError, UnicodeDecodeError):
        return _document(default, read, files, problems)
    files[str(default)] = text
    return read_document(str(default), text)


def _validated(model: type[T], root: Node, documents: list[Document], problems: list[Problem]) -> T | None:
    try:
        return model.model_validate(root.plain())
    except ValidationError as error:
        problems += problems_of(error, model, root, documents)
        return None


def _settings(
    feeds: FeedsFile,
    members: MembersFile,
    path: Path,
    environ: Mapping[str, str],
    db: str | None,
    layered: Layered,
    problems: list[Problem],
) -> Settings | None:
    try:
        return to_settings(feeds, members, path, environ, db)
    except SecretMissing as error:
        problems.append(Problem(str(path), *layered.root.at, error.sentence(), "a readable file"))
        return None


def _sorted(problems: list[Problem], files: Mapping[str, str]) -> list[Problem]:
    order = {name: number for number, name in enumerate(files)}
    return sorted(set(problems), key=lambda p: (order.get(p.file, len(order)), p.line, p.column, p.text))
