"""The real command line, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def servwatch(*arguments, folder, **environ):
    """Run `servwatch` in a folder, in an environment without variables of ours but those given."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("SERVWATCH_")}
    return subprocess.run(
        [sys.executable, "-m", "servwatch", *map(str, arguments)],
        cwd=folder,
        env={**clean, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **environ},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
