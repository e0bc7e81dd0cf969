"""What several tests of mail share."""

import pytest
import trustme

from servwatch.mail import SmtpTransport
from tests.mail.letters import relay
from tests.smtp_server import ScriptedSmtpServer


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def ca_file(authority, tmp_path):
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture(params=["at once", "one by one"])
def pipelining(request, monkeypatch):
    """Whether the relay takes sender and recipient at once."""
    monkeypatch.setattr(ScriptedSmtpServer, "pipelining", request.param == "at once")


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
