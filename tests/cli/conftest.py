"""A folder in which the demo ran, a watch on a loopback internet, and a clean environment."""

import os
import shutil

import pytest

from tests.cli.line import servwatch
from tests.cli.tuning_desk import Folder, sent_in
from tests.cycle.review_play import Play
from tests.cycle.watch import Watch
from tests.internet import Internet


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch):
    ours = [n for n in os.environ if n.startswith("SERVWATCH_") and n != "SERVWATCH_CORPUS"]
    for name in (*ours, "NO_COLOR", "COLUMNS", "LINES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory):
    """The first run of the demo: its folder, and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    return folder, servwatch(folder, "run", "--demo")


@pytest.fixture
def demo(demo_run, tmp_path):
    """A copy of the folder of the demo, as its first run left it."""
    folder, outcome = demo_run
    outcome.well()
    return shutil.copytree(folder / "servwatch-demo", tmp_path / "servwatch-demo")


@pytest.fixture
def internet():
    with Internet() as internet:
        yield internet


@pytest.fixture
def watch(tmp_path, internet):
    return Watch(tmp_path, internet)


@pytest.fixture(scope="session")
def sent(tmp_path_factory):
    """The folder of a watch that has read a feed and sent an edition."""
    return sent_in(tmp_path_factory.mktemp("sent"))


@pytest.fixture
def tuned(sent, tmp_path):
    """A copy of that folder."""
    return Folder(shutil.copytree(sent, tmp_path / "watch"))


@pytest.fixture(scope="session")
def drafted(tmp_path_factory):
    """A folder with a draft of four entries, as the cycle made it, and one of its items in a foreign language."""
    folder = tmp_path_factory.mktemp("drafted")
    with Internet() as internet:
        play = Play(Watch(folder, internet), "window")
        servwatch(folder, "run", "--all", "--now", "2026-11-26T08:00").well()
        servwatch(folder, "digest", "list").well()
        servwatch(folder, "run", "--now", "2026-11-26T14:00").well()
        foreign = play.item("Employment")
    return folder, foreign


@pytest.fixture
def folder(drafted, tmp_path):
    """A copy of that folder."""
    return shutil.copytree(drafted[0], tmp_path / "watch")
