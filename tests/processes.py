"""Programs in processes of their own that all begin to work at the same moment."""

import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Process:
    """A program. It does what stands before `go()` at once, what stands behind it when it is told to."""

    def __init__(self, program: str, *arguments: object) -> None:
        prelude = "import os, sys\ndef go():\n    os.write(1, b'ready\\n'); sys.stdin.readline()\n"
        self.popen = subprocess.Popen(
            [sys.executable, "-c", prelude + textwrap.dedent(program), *map(str, arguments)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip

    def wait_until_ready(self) -> None:
        """Return when it has come to `go()` (or to any other line it says)."""
        self.popen.stdout.readline()

    def end(self, timeout: float = 120) -> str:
        """Let it go on, and return what it printed after that; what it complained of is raised."""
        printed, complaints = self.popen.communicate("\n", timeout)
        if self.popen.returncode:
            raise AssertionError(f"exit {self.popen.returncode}\n{printed}\n{complaints}")
        return printed.strip()

    def kill(self) -> None:
        """End it as ``kill -9`` does."""
        self.popen.kill()
        self.popen.communicate()


def at_once(program: str, *arguments: tuple[object, ...]) -> list[str]:
    """Run the program once for each tuple of arguments, all at once; return what they printed."""
    processes = [Process(program, *given) for given in arguments]
    try:
        for process in processes:
            process.wait_until_ready()
        for process in processes:
            process.popen.stdin.write("\n")
            process.popen.stdin.flush()
        return [process.end() for process in processes]
    finally:
        for process in processes:
            if process.popen.poll() is None:
                process.kill()
