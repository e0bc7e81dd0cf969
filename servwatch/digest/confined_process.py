"""The process in which templates of users are rendered; `confined` starts it.

What is asked comes in pickled; what comes out is a line of JSON for each page: what users wrote has run by then, and
a pickle of theirs would be obeyed.
"""

from __future__ import annotations

import json
import math
import pickle
import resource
import signal
import sys
from dataclasses import asdict
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from servwatch.digest.confined import Notice
from servwatch.digest.render import Renderer
from servwatch.digest.view import DigestView
from servwatch.errors import TemplateError
from servwatch.locale import Words, words

MEMORY = 1 << 30
"""Bytes of address space."""


def main() -> None:
    """Render all pages that are asked for."""
    folders, language, zone, seconds, pages = pickle.load(sys.stdin.buffer)  # noqa: S301  # from the process that began this one
    speech = words(language, ZoneInfo(zone))
    renderer = Renderer(*folders)
    _confine()
    for page in pages:
        _allow(seconds)
        sys.stdout.write(json.dumps(_rendered(renderer, page, speech)) + "\n")
        sys.stdout.flush()


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow(seconds: float) -> None:
    """Time for one page: an exception when it is over, which knows the line; the end where nothing hears it."""
    signal.signal(signal.SIGPROF, _time_is_up)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    used = resource.getrusage(resource.RUSAGE_SELF)
    last = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (last, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _time_is_up(*_signal: object) -> NoReturn:
    signal.signal(
        signal.SIGPROF, signal.SIG_DFL
    )  # where this one is caught on the way, the next ends the process
    signal.setitimer(signal.ITIMER_PROF, 1)
    raise TimeoutError("it takes too long")


def _rendered(renderer: Renderer, page: DigestView | Notice, speech: Words) -> dict[str, Any]:
    try:
        if isinstance(page, Notice):
            result = renderer.notice(page.subject, page.paragraphs, page.lines, speech)
        else:
            result = renderer.digest(page, speech)
    except TemplateError as error:
        return {"place": error.place, "cause": str(error.facts.get("cause", error))[:500]}
    return {"rendered": asdict(result)}


if __name__ == "__main__":
    main()
