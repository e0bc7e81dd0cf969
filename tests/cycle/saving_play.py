"""Save in a process of its own, and kill it before each of the calls by which it touches the world."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from servwatch.archive.archive import Archive
from servwatch.cycle.configuration import examine
from servwatch.cycle.saving import Files, Signed, marks_of, replacing, save

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SIGNED = Signed("ann", "a better word", NOW)
_TOUCHES = frozenset(
    ("open", "write", "flush", "fsync", "rename", "replace", "unlink", "remove", "fchmod", "fchown", "flock", "close", "commit", "execute")
)  # fmt: skip


def change(path: Path, changed: dict[str, str], signed: Signed = SIGNED):
    """Save texts as somebody who saw the files as they are."""
    loaded = examine(path, {})
    seen = marks_of(loaded.files)
    with Archive(f"sqlite:///{path.parent / 'servwatch.db'}") as archive:
        return save(Files(archive, path, {}), replacing(changed, seen), signed)


def killed_at(step: int, act: Callable[[], object]) -> bool:
    """Do something in a child that is killed before its call of that number; False where it needs fewer."""
    child = os.fork()
    if child == 0:
        count = 0

        def watch(_frame, event, call):
            nonlocal count
            if event == "c_call" and call.__name__ in _TOUCHES:
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.setprofile(watch)
            act()
        except BaseException:
            sys.setprofile(None)
            traceback.print_exc()
            os._exit(2)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)
