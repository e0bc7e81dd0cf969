"""A watch on a loopback internet, in a folder of its own."""

import pytest

from tests.cycle.watch import Watch
from tests.internet import Internet


@pytest.fixture
def internet():
    with Internet() as internet:
        yield internet


@pytest.fixture
def watch(tmp_path, internet):
    return Watch(tmp_path, internet)
