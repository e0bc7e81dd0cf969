"""The command line, called in this process as a shell would call it."""

import io
import json
import os
import sys
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import structlog

from servwatch.cli import main

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and what it exited with."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """The one JSON value it printed."""
        return json.loads(self.out)

    @property
    def lines(self):
        """The JSON objects it printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    def well(self, code=0):
        """Itself, having exited so and without a trace of a fault inside."""
        assert self.code == code, f"exit {self.code}\n{self.out}\n{self.err}"
        assert "Traceback" not in self.err
        return self


@contextmanager
def inside(folder):
    """Within another working directory."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def servwatch(folder, *arguments, stdin=""):
    """Call it with these arguments in a folder."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    before, sys.stdin = sys.stdin, io.StringIO(stdin)
    code = 0
    try:
        with inside(folder), redirect_stdout(out), redirect_stderr(err):
            try:
                main(list(map(str, arguments)))
            except SystemExit as end:
                code = end.code
    finally:
        sys.stdin = before
        structlog.reset_defaults()
    return Outcome(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))
