"""The web server lives beside the service: it begins with it, follows its configuration, and ends with it."""

import socket
import threading
import time
from datetime import timedelta

import httpx
import pytest

from servwatch.cycle.configuration import in_force
from servwatch.errors import ConfigError
from servwatch.service.service import Service
from servwatch.web.server import WebServer
from tests.cycle.watch import Watch
from tests.internet import Internet

PUBLIC = 'public_url = "https://watch.example.org"\nlisten = "127.0.0.1:{port}"'


@pytest.fixture
def watch(tmp_path):
    with Internet() as internet:
        made = Watch(tmp_path, internet)
        made.general = PUBLIC.format(port=0)
        made.write()
        yield made


def until(happened):
    end = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def _answers(server, path):
    try:
        return httpx.get("http://{}:{}".format(*server.address) + path).status_code == 200
    except (httpx.TransportError, TypeError):
        return False


def test_readers_are_answered_as_long_as_the_service_runs_and_a_public_address_is_set(watch):
    server = WebServer()
    service = Service(watch.path, {}, look_at_files=timedelta(seconds=0.1), beside=server)
    thread = threading.Thread(target=service.run)
    thread.start()
    try:
        until(lambda: server.address is not None)
        first = "http://{}:{}/u/x".format(*server.address)
        assert httpx.get(first).status_code == 200
        assert httpx.get(first.removesuffix("u/x")).headers["location"] == "/sign-in"
        watch.general = 'listen = "127.0.0.1:0"'
        watch.write()
        until(lambda: _answers(server, "/sign-in") and not _answers(server, "/u/x"))
    finally:
        service.stop()
        thread.join(30)
    assert not thread.is_alive()
    assert server.address is None


def test_an_address_that_is_taken_stops_the_service_from_beginning_with_a_sentence(watch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        watch.general = PUBLIC.format(port=taken.getsockname()[1])
        watch.write()
        with pytest.raises(ConfigError, match=r"nothing can listen at 127\.0\.0\.1:"):
            Service(watch.path, {}, beside=WebServer()).run()


def test_a_console_for_the_house_alone_whose_address_is_taken_does_not_stop_the_watch(watch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        watch.general = f'listen = "127.0.0.1:{taken.getsockname()[1]}"'
        watch.write()
        server = WebServer()
        server.begin(in_force(watch.path, {}))
        assert server.address is None
