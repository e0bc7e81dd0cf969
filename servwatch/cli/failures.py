"""Tell a failure: the plain sentence with what to do, the problems of a configuration line by line."""

from __future__ import annotations

import os
import sys

from servwatch.errors import ConfigError, ServwatchError, Translate, UsageError


def report_failure(error: Exception) -> int:
    """Print a failure to standard error and return the exit code. Raises what is not a known failure."""
    if isinstance(error, OSError):
        error = _of_the_system(error)
    if not isinstance(error, ServwatchError):
        raise error
    if isinstance(error, ConfigError):
        for problem in error.problems:
            print(problem, file=sys.stderr)  # noqa: T201
    print(f"servwatch: {error.sentence(_translate())}", file=sys.stderr)  # noqa: T201
    if "SERVWATCH_DEBUG" in os.environ:
        raise error
    return error.exit_code


def _of_the_system(error: OSError) -> ServwatchError:
    """A full disk, a missing right: what the system says, and on which file."""
    if "SERVWATCH_DEBUG" in os.environ:
        raise error
    return UsageError(
        "the system refuses: {cause}",
        place=str(error.filename or ""),
        remedy="Is its name right?"
        if isinstance(error, FileNotFoundError)
        else "See that the folder is there, has room, and that you may write in it.",
        cause=error.strerror or str(error) or type(error).__name__,
    )


def _translate() -> Translate:
    """The reader's language, by the usual variables; English where none of ours is asked for."""
    language = next((os.environ[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(v)), "")[:2]
    if language not in ("nl", "fr"):
        return str
    from servwatch.locale import translator

    return translator(language)
