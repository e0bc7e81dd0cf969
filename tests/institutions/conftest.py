"""A world at noon of a Thursday, and somebody who asks."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import feedparser
import httpx
import pytest

from tests.institutions import World, everything
from tests.internet import Internet

NOON = datetime(2026, 10, 8, 12, tzinfo=UTC)
WATCHER = "Mozilla/5.0 (compatible; watcher; +https://www.example.org)"


class Visitor:
    """Asks over the wire, by raw requests; follows nothing."""

    def __init__(self, internet: Internet, world: World) -> None:
        self.world = world
        self._client = httpx.Client(base_url=f"http://{internet.address}", trust_env=False, verify=False)

    def ask(self, address, *, method="GET", agent=WATCHER, accept="*/*", headers=None, **body):
        parts = urlsplit(address)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        sent = {"Host": parts.hostname, "User-Agent": agent, "Accept": accept, **(headers or {})}
        return self._client.request(method, target, headers=sent, **body)

    def read(self, channel, **how):
        return self.ask(self.world.channels[channel].address, **how)

    def close(self):
        self._client.close()


def items(answer):
    """The entries of a feed, which must be well-formed."""
    parsed = feedparser.parse(answer.content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed.entries


def plain(link):
    """An address without the habits of its publisher."""
    return link.replace("/./", "/").replace(".eu//", ".eu/")


@pytest.fixture
def world_and_visitor():
    with Internet() as internet:
        world = World(internet, everything())
        world.now = NOON
        visitor = Visitor(internet, world)
        yield world, visitor
        visitor.close()


@pytest.fixture
def world(world_and_visitor):
    return world_and_visitor[0]


@pytest.fixture
def visitor(world_and_visitor):
    return world_and_visitor[1]
