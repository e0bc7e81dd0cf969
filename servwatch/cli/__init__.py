"""The command line: thin commands that parse arguments, call one function, and print."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

USAGE = 2
"""What the parser of arguments exits with; other programs know our 0, 1 and 3 only."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; exit 0 when all went well, 3 where something needs attention, 1 on failure."""
    # Modules and settings are no garbage: to look for cycles in them takes a tenth of a short run.
    gc.set_threshold(50_000, 20, 50)
    code = _ended(arguments)
    try:
        if sys.stdout is not None:  # as it is where standard output was closed
            sys.stdout.flush()
    except OSError as error:
        code = _unsaid(error)
    sys.exit(1 if code == USAGE else code)


def _ended(arguments: Sequence[str] | None) -> int:
    from servwatch.cli.app import command_line
    from servwatch.cli.failures import report_failure

    try:
        command_line()(arguments, prog_name="servwatch")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError as error:
        return _unsaid(error)
    except Exception as error:  # noqa: BLE001  # the last one to ask: a known failure is told, another is raised
        return report_failure(error)
    return 0


def _unsaid(error: OSError) -> int:
    """Nobody can be told any more, or only on standard error; whoever closed a pipe wants to hear nothing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the end of the program tries again
    if not isinstance(error, BrokenPipeError):
        print(f"servwatch: the output cannot be written: {error.strerror}.", file=sys.stderr)  # noqa: T201
    return 1
