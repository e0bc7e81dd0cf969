"""One house for all visitors, and one browser for those of a file."""

import pytest

from tests import chromium
from tests.web.visits.house import house
from tests.web.visits.ways import opened_browser


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    with house(tmp_path_factory.mktemp("visits") / "house") as path:
        yield path


@pytest.fixture(scope="module")
def opened(made):
    """Not for the whole session: while it is open its thread has an event loop, which other tests could not bear."""
    if chromium.browser() is None:
        pytest.skip("there is no Chromium on this machine")
    with opened_browser() as browser:
        yield browser
