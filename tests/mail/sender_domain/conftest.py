"""A name server to ask, and what asks it."""

import pytest

from servwatch.mail.sender_domain import DnsNames
from tests.name_server import NameServer


@pytest.fixture
def server():
    with NameServer() as server:
        yield server


@pytest.fixture
def names(server):
    return DnsNames(["127.0.0.1"], port=server.port, patience=1.0)
