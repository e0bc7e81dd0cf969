"""A folder in which the demo ran, a watch on a loopback internet, and a clean environment."""

import os
import shutil

import pytest

from tests.cli.line import servwatch
from tests.cli.tuning_desk import Folder, sent_in
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
