"""The files of one configuration: feeds.toml, what it includes, the shipped watch list under it, the members."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from os.path import normpath
from pathlib import Path

from servwatch.config.shipped import shipped
from servwatch.config.syntax.tree import Document, Node, read_document
from servwatch.config.values import is_one_line
from servwatch.errors import Problem

Read = Callable[[Path], str]
"""The text of a file. Raises OSError or UnicodeDecodeError; KeyError where a stored revision lacks it."""


@dataclass(frozen=True, slots=True)
class Files:
    """What was read. A file that cannot be read is an empty document, and a problem."""

    main: Document
    included: tuple[Document, ...]
    base: Document | None
    members: Document
    texts: Mapping[str, str]  # absolute path -> text, of everything but the shipped base
    problems: tuple[Problem, ...]  # of reading; those of the TOML are with each document
    complete: bool  # every named file was read

    @property
    def documents(self) -> tuple[Document, ...]:
        """All of them."""
        return (self.main, *self.included, self.members, *((self.base,) if self.base else ()))


def read_file(path: Path) -> str:
    """The text of a file. Raises OSError, UnicodeDecodeError."""
    return path.read_text(encoding="utf-8")


def read_files(path: Path, read: Read) -> Files:
    """Read the configuration at an absolute path, and every file that it names."""
    reader = _Reader(path, read)
    main = reader.document(path)
    included = reader.included(main.root)
    members = reader.members(main.root)
    base = _shipped_base(main.root)
    return Files(
        main, included, base, members, reader.texts, tuple(reader.problems), complete=reader.complete
    )


class _Reader:
    def __init__(self, path: Path, read: Read) -> None:
        self.texts: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.complete = True
        self._path = path
        self._read = read

    def document(self, path: Path, named_by: Node | None = None) -> Document:
        """One file. One that cannot be read is blamed on the line that names it."""
        name = str(path)
        try:
            text = self._read(path)
        except UnicodeDecodeError as error:
            self._blame(
                _place(error, name), f"the text is not UTF-8 ({error.reason})", "a file saved as UTF-8"
            )
        except (OSError, KeyError, ValueError) as error:
            where = (named_by.file, *named_by.at) if named_by else (name, 1, 1)
            unknown = (
                "it is not part of this revision"
                if isinstance(error, KeyError)
                else "no file can be named so"
            )
            reason = getattr(error, "strerror", None) or unknown
            text = f"{name} cannot be read ({reason})"
            self._blame(where, text, "a readable file", _near_file(path))
        else:
            self.texts[name] = text
            return read_document(name, text)
        return read_document(name, "")

    def included(self, root: Node) -> tuple[Document, ...]:
        """The files that `include` names, each once."""
        seen = {normpath(self._path)}
        documents = []
        for node in _texts(root, "include"):
            path = self._path.parent / node.value
            if normpath(path) in seen:
                text = f"{path.name} is in the configuration already"
                self.problems.append(Problem(node.file, *node.at, text, "each file once"))
            else:
                documents.append(self.document(path, node))
            seen.add(normpath(path))
        return tuple(documents)

    def members(self, root: Node) -> Document:
        """The members file; one that is not named may be missing."""
        named = next(iter(_texts(root, "members")), None)
        if named is not None:
            return self.document(self._path.parent / named.value, named)
        default = self._path.parent / "members.toml"
        try:
            self._read(default)
        except (FileNotFoundError, KeyError):
            return read_document(str(default), "")
        except (OSError, ValueError):
            pass
        return self.document(default)

    def _blame(self, where: tuple[str, int, int], text: str, expected: str, near: str = "") -> None:
        self.complete = False
        self.problems.append(Problem(*where, text, expected, near))


def _texts(root: Node, key: str) -> Sequence[Node]:
    """The text, or the texts of the list, that a key of [servwatch] has."""
    table = _general(root)
    node = table.child(key) if table is not None else None
    nodes = [] if node is None else node.value if isinstance(node.value, list) else [node]
    return [n for n in nodes if isinstance(n.value, str) and is_one_line(n.value)]


def _general(root: Node) -> Node | None:
    """The table [servwatch], also where its name is misspelt."""
    near = get_close_matches("servwatch", root.value, n=1, cutoff=0.7)
    table = root.child(near[0]) if near else None
    return table if table is not None and isinstance(table.value, dict) else None


def _shipped_base(root: Node) -> Document | None:
    """The shipped watch list, also where `extends` is misspelt: that is one fault, not a hundred."""
    table = _general(root)
    if table is None or not get_close_matches("extends", table.value):
        return None
    path = shipped("feeds.toml")
    return read_document(str(path), read_file(path))


def _place(error: UnicodeDecodeError, name: str) -> tuple[str, int, int]:
    """Where the first byte stands that is not UTF-8."""
    before = error.object[: error.start].decode()
    return name, before.count("\n") + 1, len(before) - before.rfind("\n")


def _near_file(path: Path) -> str:
    """The file beside it whose name is most like it, "" where none is."""
    try:
        names = {p.stem: p.name for p in path.parent.glob("*.toml") if p.name != path.name}
    except OSError:
        return ""
    near = get_close_matches(path.stem, names, n=1)
    return names[near[0]] if near else ""
