"""Every error servwatch raises, as a tree.

    ServwatchError
    ├── UsageError              the command line asks for something that does not fit together
    ├── ConfigError             the configuration cannot be used; carries every `Problem`
    │   ├── ConfigMissing       no configuration file was found
    │   └── SecretMissing       a password or token is named but not to be had
    ├── NotFound                an id, address or file that names nothing
    ├── ArchiveError            the database cannot do what was asked
    │   ├── ArchiveUnreachable  it does not open
    │   ├── ArchiveTooNew       it was written by a later version
    │   ├── ClockBehind         the time given lies before the last run
    │   ├── JournalUnwritable   what was sent cannot be noted beside the archive
    │   └── BackupError         a backup cannot be made, or is not one that can be restored
    ├── DraftMoved              a draft is not as the editor saw it
    ├── LockHeld                another process is at work
    ├── TemplateError           a template of a digest does not compile or render
    ├── DeliveryError           a transport cannot work at all (a single message's fate is a value)
    └── Unmailable              an address or a message that no mail system may be handed

What can be expected of the world outside (a source that is down, a mail that is refused) is never
an exception but a value: `model.Verdict`, `mail.HandOver`. An error speaks with two voices: `sentence`
is a text of the catalogue for the person who must act, with what to do; `str()` is the technical
line for the log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Translate = Callable[[str], str]
"""A catalogue's look-up, from the English sentence to the reader's."""


class ServwatchError(Exception):
    """Root of all. Names what it is about, where, and the remedy.

    `message` and `remedy` are English sentences with ``{named}`` places, which are also the keys of
    the translations; `facts` fills them.
    """

    exit_code = 1

    def __init__(self, message: str, *, remedy: str = "", place: str = "", **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.place = place
        self.facts = facts

    def sentence(self, translate: Translate = str) -> str:
        """The plain sentence and the remedy, in the language of `translate`."""
        text = translate(self.message).format(**self.facts)
        if self.remedy:
            ended = text if text.endswith((".", "!", "?")) else f"{text}."
            text = f"{ended} {translate(self.remedy).format(**self.facts)}"
        return f"{self.place}: {text}" if self.place else text

    def __str__(self) -> str:
        text = f"{type(self).__name__}: {self.sentence()}"
        cause = self.__cause__
        if cause is None:
            return text
        first = next(iter(str(cause).strip().splitlines()), "")
        return f"{text} ({type(cause).__name__}: {first})"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of a configuration file, at one place.

    `line` and `column` count from 1; `related` names other lines that belong to the fault (where a
    bracket was opened, where a key stood first).
    """

    file: str
    line: int
    column: int
    text: str
    expected: str = ""
    nearest: str = ""
    related: tuple[tuple[str, int], ...] = ()
    severity: str = "error"  # "error" | "warning"
    path: str = ""  # as in `source.ilo-news.url`

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.text}"
        if self.expected:
            text += f"; expected {self.expected}"
        if self.nearest:
            text += f"; did you mean {self.nearest!r}?"
        for file, line in self.related:
            where = f"line {line}" if file == self.file else f"{file}:{line}"
            text += f" (see {where})"
        return text


class UsageError(ServwatchError):
    """The command line asks for something that does not fit together."""


class ConfigError(ServwatchError):
    """The configuration cannot be used. `problems` holds every fault found, in file order."""

    def __init__(self, message: str, *, problems: tuple[Problem, ...] = (), **rest: Any) -> None:
        super().__init__(message, **rest)
        self.problems = problems


class ConfigMissing(ConfigError):
    """No configuration file was found where one was looked for."""


class SecretMissing(ConfigError):
    """A secret is named by the configuration, and neither its file nor its variable gives it."""


class NotFound(ServwatchError):
    """An id, address or file that names nothing. `facts` may hold the nearest known name."""


class ArchiveError(ServwatchError):
    """The database cannot do what was asked."""


class ArchiveUnreachable(ArchiveError):
    """The database does not open."""


class ArchiveTooNew(ArchiveError):
    """The database was written by a later version of servwatch."""


class ClockBehind(ArchiveError):
    """The time given lies before the last run in the archive."""


class JournalUnwritable(ArchiveError):
    """The journal of what was sent cannot be written."""


class BackupError(ArchiveError):
    """A backup cannot be made or read: the file is damaged, is none, or is of a later version."""


class DraftMoved(ServwatchError):
    """A draft is no longer worked on, or another editor changed it meanwhile. `facts`: digest, by or state."""


class LockHeld(ServwatchError):
    """Another process holds the lock. `facts`: name, holder, since (aware datetime)."""


class TemplateError(ServwatchError):
    """A template does not compile or render. `place` is its file and line."""


class DeliveryError(ServwatchError):
    """A transport cannot work at all: its host, its folder or its secret is wrong."""


class Unmailable(ServwatchError):
    """An address, header or attachment that no mail system may be handed. `place` names which."""
