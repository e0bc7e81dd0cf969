"""The log on standard error: lines for people, or one JSON object a line for machines."""

from __future__ import annotations

import logging
import sys

import structlog

from servwatch.cli.printing import coloured_on


def configure(level: str, *, as_json: bool) -> None:
    """Set the log up once. Secrets and addresses of people never go into it."""
    processors: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    if as_json:
        processors.append(structlog.processors.JSONRenderer())
    else:
        processors.append(structlog.dev.ConsoleRenderer(colors=coloured_on(sys.stderr), pad_event_to=32))
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=_on_standard_error,
        cache_logger_on_first_use=False,
    )


def _on_standard_error(*_: object) -> structlog.PrintLogger:
    """Standard error as it is at this moment: a progress bar puts itself in between."""
    return structlog.PrintLogger(sys.stderr)
