"""A small watch with a console."""

import pytest

from tests.cycle.watch import Watch, brussels
from tests.internet import Internet
from tests.web.console.visitor import Console

NOW = brussels("2026-11-27 07:00")


@pytest.fixture
def watch(tmp_path):
    with Internet() as internet:
        made = Watch(tmp_path, internet)
        made.general = 'listen = "127.0.0.1:0"'
        made.write()
        yield made


@pytest.fixture
def console(watch):
    with Console(watch.path, NOW) as made:
        yield made


@pytest.fixture(scope="module")
def open_console(tmp_path_factory):
    """A console that a whole module of tests shares, since none of them changes what another sees."""
    with Internet() as internet:
        made = Watch(tmp_path_factory.mktemp("console"), internet)
        made.general = 'listen = "127.0.0.1:0"'
        made.write()
        with Console(made.path, NOW) as console:
            yield console
