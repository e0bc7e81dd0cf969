"""What several tests of mail share."""

import pytest
import trustme

from servwatch.mail import SmtpTransport
from tests.mail.letters import relay


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def ca_file(authority, tmp_path):
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture
def open_transport():
    """Transports that are closed when the test ends."""
    opened = []

    def opening(server, **fields):
        opened.append(SmtpTransport(relay(server.port, **fields)))
        return opened[-1]

    yield opening
    for transport in opened:
        transport.close()
