"""A watch on a loopback internet, and the service manager that listens to what a service tells."""

import socket

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


class Manager:
    """The notification socket of systemd (sd_notify(3)): datagrams of lines NAME=value."""

    def __init__(self, path):
        self.path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._socket.settimeout(30)

    def hears(self):
        """The next thing that is told."""
        return self._socket.recv(4096).decode()

    def close(self):
        self._socket.close()


@pytest.fixture
def manager(tmp_path):
    manager = Manager(tmp_path / "notify")
    yield manager
    manager.close()
