"""Render with templates that users wrote, in a process of its own: bound in time, memory and output.

Jinja's sandbox keeps a template from reaching into Python, but not from counting to a thousand million or
from doubling a text forty times. So the process that runs it may use ten seconds of processor time and a gibibyte, and
whatever happens to it, the edition that is due is rendered with the shipped templates.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servwatch.digest.render import Rendered
from servwatch.digest.view import DigestView
from servwatch.errors import TemplateError
from servwatch.locale import Words

SECONDS = 10.0
"""Of processor time for one page; a digest of 2,000 entries takes one."""
_PROCESS = "servwatch.digest.confined_process"
_PATIENCE = 120
"""Seconds of the clock for all, on however slow a machine."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What `Renderer.notice` takes."""

    subject: str
    paragraphs: tuple[str, ...]
    lines: tuple[str, ...]


class ConfinedRenderer:
    """As `Renderer`, for a folder whose templates are not to be trusted."""

    def __init__(self, folder: Path, *fallbacks: Path, seconds: float = SECONDS) -> None:
        self._folders, self._seconds = (folder, *fallbacks), seconds

    def digest(self, view: DigestView, speech: Words) -> Rendered:
        """Render a digest. Raises TemplateError with file and line, as far as they are known."""
        (result,) = self.each([view], speech)
        if isinstance(result, TemplateError):
            raise result
        return result

    def each(self, pages: Sequence[DigestView | Notice], speech: Words) -> list[Rendered | TemplateError]:
        """Render several in one process; for each the page, or what is wrong."""
        asked = pickle.dumps((self._folders, speech.language, speech.zone.key, self._seconds, tuple(pages)))
        try:
            done = subprocess.run(  # noqa: S603  # this program itself
                [sys.executable, "-P", "-m", _PROCESS],
                input=asked,
                capture_output=True,
                timeout=_PATIENCE,
                check=False,
                env=_environment(),
            )
            told = [_result(json.loads(line)) for line in done.stdout.splitlines()]
        except (subprocess.TimeoutExpired, ValueError):
            told = []
        if len(told) == len(pages):
            return told
        return [*told, *(self._unending() for _ in pages[len(told) :])]

    def _unending(self) -> TemplateError:
        return _fault(f"{self._folders[0]}:0", "it takes more time or memory than a page may")


def _environment() -> dict[str, str]:
    """What the process needs to find this program, and none of the secrets that may stand beside it."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}


def _result(told: dict[str, Any]) -> Rendered | TemplateError:
    if "rendered" not in told:
        return _fault(told["place"], told["cause"])
    return Rendered(
        **told["rendered"] | {"breaches": ()}
    )  # JSON knows no tuples; a renderer finds no breaches


def _fault(place: str, cause: str) -> TemplateError:
    return TemplateError(
        "the template does not work: {cause}",
        place=place,
        remedy="Mend it, or remove it: the shipped one is used where there is none.",
        cause=cause,
    )
