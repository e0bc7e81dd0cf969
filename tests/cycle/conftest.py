"""A watch on a loopback internet, in a folder of its own."""

import pytest

from tests.cycle.watch import Watch, rss
from tests.cycle.weekly import news
from tests.internet import Internet


@pytest.fixture
def internet():
    with Internet() as internet:
        yield internet


@pytest.fixture
def watch(tmp_path, internet):
    return Watch(tmp_path, internet)


@pytest.fixture
def weekly(watch, internet):
    """A watch of one feed and one weekly digest for one member."""
    internet.at("ec.example.org/rss").serves(rss(news(1), news(2)), etag='"1"')
    watch.source("ec")
    watch.digest("board", lookback="7d", when_empty="note")
    watch.member("a@example.org", "board")
    return watch
