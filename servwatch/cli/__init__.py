"""The command line: thin commands that parse arguments, call one function, and print."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line; exit 0 when all went well, 3 where something needs attention, 1 on failure."""
    # Modules and settings are no garbage: to look for cycles in them takes a tenth of a short run.
    gc.set_threshold(50_000, 20, 50)
    from servwatch.cli.app import command_line
    from servwatch.cli.failures import report_failure

    try:
        command_line()()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone: nothing is left to say
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  # the last one to ask: a known failure is told, another is raised
        sys.exit(report_failure(error))
