"""A loopback internet for each test, and a fetch from it in one call."""

import asyncio
from datetime import timedelta

import pytest

from servwatch.fetch import Fetcher
from servwatch.model import FetchSettings, Request
from tests.internet import Internet


@pytest.fixture
def internet():
    with Internet() as internet:
        yield internet


@pytest.fixture
def fetch(internet):
    """Fetches addresses or requests one after another with one fetcher: `fetch("http://...")`.

    Keywords are those of `FetchSettings`; `parts` go to the fetcher itself.
    """

    def fetch(*asked, parts=None, **settings):
        async def run():
            async with Fetcher(settings_for(internet, **settings), **(parts or {})) as fetcher:
                return [await fetcher.fetch(as_request(one)) for one in asked]

        outcomes = asyncio.run(run())
        return outcomes[0] if len(asked) == 1 else outcomes

    return fetch


def settings_for(internet: Internet, **changes) -> FetchSettings:
    usual = {
        "connect_to": internet.connect_to(),
        "ca_file": internet.ca_file,
        "pace": timedelta(0),
        "timeout": timedelta(seconds=20),
        "user_agent": "servwatch/1 (+policy@example.org)",
    }
    return FetchSettings(**(usual | changes))


def as_request(asked: Request | str) -> Request:
    return Request(asked) if isinstance(asked, str) else asked
