"""Everything that the watch list enables is played, at the very address it has there."""

from urllib.parse import urlsplit

import pytest

from tests.docs.sources_table import shipped
from tests.institutions import everything

CHANNELS = {c.id: c for i in everything() for c in i.channels}
ENABLED = [source for source in shipped() if source.get("enabled", True)]


@pytest.mark.parametrize(
    "source", [s for s in ENABLED if s["kind"] == "feed"], ids=lambda source: source["id"]
)
def test_an_enabled_feed_is_played_under_its_own_name(source):
    assert CHANNELS[source["id"]].address == source["url"]


@pytest.mark.parametrize(
    "source", [s for s in ENABLED if s["kind"] != "feed"], ids=lambda source: source["id"]
)
def test_any_other_enabled_source_is_played_at_its_host_and_path(source):
    parts = urlsplit(source["url"])
    at_host = [c for c in CHANNELS.values() if c.host == parts.hostname]
    assert any(c.path == parts.path or (c.deep and parts.path.startswith(c.path)) for c in at_host)
