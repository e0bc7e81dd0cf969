"""Read a configuration: every file, every fault, and the settings where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from servwatch.config.conversion import absolute_database, to_settings
from servwatch.config.crosscheck import crosscheck, entries
from servwatch.config.files import Files, Read, read_file, read_files
from servwatch.config.findings import problems_of
from servwatch.config.layering import Override, identity, layer
from servwatch.config.paths import deepest
from servwatch.config.secret_files import (
    DATABASE,
    MAIL_PASSWORD,
    MAIL_SECRET,
    Key,
    Secrets,
    keys_of_secrets,
    read_secret,
    read_secrets,
    variable_of,
)
from servwatch.config.syntax.tree import Node
from servwatch.config.tables import FeedsFile, MembersFile, ServwatchTable, Table
from servwatch.errors import ConfigError, ConfigMissing, Problem, SecretMissing
from servwatch.model import Settings

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

    def with_problems(self, more: Iterable[Problem]) -> Loaded:
        """The same with further problems, in their places; an error leaves no settings."""
        problems = tuple(_sorted([*self.problems, *more], self.files))
        faulty = any(p.severity == "error" for p in problems)
        return replace(self, problems=problems, settings=None if faulty else self.settings)


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


def load(path: Path, *, environ: Mapping[str, str], db: str | None = None, read: Read = read_file) -> Loaded:
    """Read the configuration at `path`. Faults are in the result; only a fault of our own is raised.

    `read` gives the text of a file, so that a stored revision can be loaded as it was. `db` goes
    before the database address of the file.
    """
    path = path.absolute()
    files = read_files(path, read)
    layered = layer(files.main, files.included, files.base)
    problems = [*files.problems, *layered.problems]
    for document in files.documents:
        problems += document.problems
    feeds = _validated(FeedsFile, layered.root, files, problems)
    people = _validated(MembersFile, files.members.root, files, problems)
    problems += crosscheck(layered.root, files.members.root, sure=_sure(files))
    secrets = _secrets(feeds, path, environ, layered.root, problems) if feeds else Secrets()
    settings = None
    if feeds and people and not any(p.severity == "error" for p in problems):
        settings = to_settings(feeds, people, path, secrets, db)
    return Loaded(
        settings, tuple(_sorted(problems, files.texts)), files.texts, layered.root, layered.overrides
    )


def database_of(loaded: Loaded, path: Path, environ: Mapping[str, str], db: str | None = None) -> str:
    """The database of a configuration with faults, as far as it can be read: there its revisions are kept.

    The same order as where there are none: `db`, the file of `database_file`, the variable, the key, the default.
    """
    folder = path.absolute().parent
    named, file = (_general(loaded.root, key) for key in ("database", "database_file"))
    secret = ""
    if file and not db:
        with suppress(SecretMissing):
            secret = read_secret(folder / file)
    default = ServwatchTable().database
    return absolute_database(db or secret or environ.get(DATABASE, "").strip() or named or default, folder)


def _general(root: Node, key: str) -> str:
    """A text of [servwatch], "" where there is none."""
    value = node.value if (node := (root.child("servwatch") or root).child(key)) is not None else ""
    return value if isinstance(value, str) else ""


def _sure(files: Files) -> bool:
    """Whether every entry of the configuration is known by its id: none stood where nothing could be read."""
    lost = {key for document in files.documents for key in document.lost.values()}
    return files.complete and not lost & {"", "id", "email", "groups"}


def _validated(model: type[T], root: Node, files: Files, problems: list[Problem]) -> T | None:
    try:
        return model.model_validate(root.plain())
    except ValidationError as error:
        problems += problems_of(error, model, root, files.documents)
        return None


def _secrets(
    feeds: FeedsFile, path: Path, environ: Mapping[str, str], root: Node, problems: list[Problem]
) -> Secrets:
    secrets, missing = read_secrets(feeds, path.parent, environ)
    for key, error in missing.items():
        node = deepest(root, key) if key[0] != "source" else _of_source(root, *key[1:])
        problems.append(Problem(node.file, *node.at, error.sentence(), path=".".join(key)))
    problems += _relay_without_secret(feeds, secrets, missing, root)
    problems += _without_secret(feeds, secrets, missing, root)
    return secrets


def _relay_without_secret(
    feeds: FeedsFile, secrets: Secrets, missing: Mapping[Key, SecretMissing], root: Node
) -> Iterator[Problem]:
    """A relay that wants a login, and nothing to log in with."""
    node = deepest(root, ("mail", "auth"))
    given = secrets.password or secrets.client_secret or secrets.refresh_token
    if given or any(key[0] == "mail" for key in missing):
        return
    if feeds.mail.auth == "login":
        text = f"no password to log in with: name a password_file, or set {MAIL_PASSWORD}"
    elif feeds.mail.auth == "xoauth2":
        text = f"nothing to ask for tokens with: name a secret_file, or set {MAIL_SECRET}"
    else:
        return
    yield Problem(node.file, *node.at, text, severity="warning", path="mail.auth")


def _without_secret(
    feeds: FeedsFile, secrets: Secrets, missing: Mapping[Key, SecretMissing], root: Node
) -> Iterator[Problem]:
    """The mailboxes that are read and have nothing to log in with."""
    for source in feeds.source:
        if source.kind == "mailbox" and source.enabled:
            keys = keys_of_secrets(source)
            if not any(secrets.sources[source.id, k] or ("source", source.id, k) in missing for k in keys):
                node, place = _of_source(root, source.id, "user"), f"source.{source.id}"
                yield _no_secret(
                    node, f"the source {source.id!r}", place, variable_of(source.id, keys[0]), keys[0]
                )
    keys = keys_of_secrets(feeds.bounces)
    if feeds.bounces.url and not any(secrets.bounces[k] or ("bounces", k) in missing for k in keys):
        node = deepest(root, ("bounces", "user"))
        yield _no_secret(node, "[bounces]", "bounces", variable_of("bounces", keys[0]), keys[0])


def _no_secret(node: Node, named: str, path: str, variable: str, key: str) -> Problem:
    text = f"nothing to log in with ({named}): name a {key}, or set {variable}"
    return Problem(node.file, *node.at, text, severity="warning", path=f"{path}.{key}")


def _of_source(root: Node, name: str, key: str) -> Node:
    """The key of a source, by its id."""
    source = next((node for node in entries(root, "source") if identity(node) == name), root)
    return source.child(key) or source


def _sorted(problems: list[Problem], files: Mapping[str, str]) -> list[Problem]:
    order = {name: number for number, name in enumerate(files)}
    return sorted(set(problems), key=lambda p: (order.get(p.file, len(order)), p.line, p.column, p.text))
