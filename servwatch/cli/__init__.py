"""The command line: thin commands that parse arguments, call one function, and print."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; exit 0 when all went well, 3 where something needs attention, 1 on failure."""
    from servwatch.cli.app import app
    from servwatch.cli.failures import report_failure

    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone: nothing is left to say
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  # the last one to ask: a known failure is told, another is raised
        sys.exit(report_failure(error))
