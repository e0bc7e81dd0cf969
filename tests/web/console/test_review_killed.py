"""kill -9 of the console while an editor saves: what was being written is there whole, or not at all."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest

from servwatch.model import ActKind
from tests.internet import Internet
from tests.web.console.drafted import ENTRY, Desk, drafted, marks
from tests.web.console.visitor import Visitor

SERVER = """
import sys
from pathlib import Path
from tests.web.console.drafted import AT_WORK
from tests.web.console.visitor import Console

folder = Path(sys.argv[1])
with Console(folder / "feeds.toml", AT_WORK) as console:
    (folder / "address.new").write_text(console.address)
    (folder / "address.new").rename(folder / "address")
    sys.stdin.read()
"""
TOP = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with Internet() as internet:
        yield drafted(tmp_path_factory.mktemp("watch"), internet)


class Killed:
    """A console in a process of its own, and an editor who saves without pause until it is gone."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=TOP,
            env={**os.environ, "PYTHONPATH": str(TOP)},
        )
        address = folder / "address"
        while not address.exists():
            assert self.process.poll() is None
            time.sleep(0.02)
        self.visitor = Visitor(address.read_text())
        self.saved: list[str] = []  # what the console said that it has
        self.saving = threading.Semaphore(0)  # one for each form that is about to be sent

    def save(self) -> None:
        """Headlines of all entries at once, and one taken out and back in, over and over."""
        mine = self.visitor
        try:
            for number in range(10_000):
                page = mine.see("/review/board")
                entries = ENTRY.findall(page)
                text = f"Kop {number}"
                fields = {f"headline-{item}": text for item in entries}
                self.saving.release()
                if mine.post("/review/board/headlines", **marks(page), **fields).status_code == 303:
                    self.saved.append(text)
                page = mine.see("/review/board")
                self.saving.release()
                mine.post(f"/review/board/items/{entries[-1]}/drop", **marks(page))
                page = mine.see("/review/board")
                mine.post(f"/review/board/items/{entries[-1]}/drop", **marks(page), undo="yes")
        except httpx.HTTPError:
            return

    def after(self, forms: int, seconds: float) -> None:
        """Let the editor work until so long after one more than so many forms began to be sent, then kill the console."""
        at_work = threading.Thread(target=self.save)
        at_work.start()
        for _ in range(forms + 1):
            assert self.saving.acquire(timeout=60)
        time.sleep(seconds)
        self.process.send_signal(signal.SIGKILL)
        assert self.process.wait() == -signal.SIGKILL
        at_work.join()
        self.process.stdin.close()
        self.visitor.client.close()


def problems(desk: Desk, saved: list[str]) -> list[str]:
    """What is not as promised."""
    with desk.archive() as archive:
        (row,) = archive.drafts.all_alive()
        acts = archive.drafts.acts(row)
        judged = archive.judgements.in_digest("board", since=0)
    found = []
    headlines = Counter(act.new for act in acts if act.kind is ActKind.HEADLINE)
    found += [f"{text}: {count} of 4" for text, count in headlines.items() if count != 4]
    found += [f"{text} was said to be saved" for text in saved if text not in headlines]
    drops = sum(act.kind is ActKind.DROP for act in acts)
    if drops != len(judged):
        found.append(f"{drops} acts, {len(judged)} judgements")
    with sqlite3.connect(desk.path.parent / "servwatch.db") as connection:
        found += [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    return found


def kill(made, tmp_path, count: int, seed: int) -> int:
    """So many kills; how many saves there were in all."""
    rng, saves = random.Random(seed), 0
    for number in range(count):
        desk = Desk(made, tmp_path / str(number))
        desk.account("editor", "an")
        killed = Killed(desk.path.parent)
        assert killed.visitor.sign_in("an").status_code == 303
        killed.visitor.token()
        killed.after(rng.randrange(3), rng.uniform(0, 0.15))
        assert problems(desk, killed.saved) == []
        saves += len(killed.saved)
        with desk:  # and the next one goes on with it
            assert "entry-" in desk.visitor("editor", name="an").see("/review/board")
    return saves


@pytest.mark.timeout(120)
def test_two_kills_leave_each_save_whole_or_undone(made, tmp_path):
    kill(made, tmp_path, 2, seed=3)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_thirty_kills_leave_each_save_whole_or_undone(made, tmp_path):
    assert kill(made, tmp_path, 30, seed=7) > 10
