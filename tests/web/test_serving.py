"""The web server lives beside the service: it begins with it, follows its configuration, and ends with it."""

import socket
import threading
import time
from datetime import timedelta

import httpx
import pytest

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


def test_readers_are_answered_as_long_as_the_service_runs_and_a_public_address_is_set(watch):
    server = WebServer()
    service = Service(watch.path, {}, look_at_files=timedelta(seconds=0.1), beside=server)
    thread = threading.Thread(target=service.run)
    thread.start()
    try:
        until(lambda: server.address is not None)
        first = "http://{}:{}/u/x".format(*server.address)
        assert httpx.get(first).status_code == 200
        watch.general = ""
        watch.write()
        until(lambda: server.address is None)
        with pytest.raises(httpx.ConnectError):
            httpx.get(first)
        watch.general = PUBLIC.format(port=0)
        watch.write()
        until(lambda: server.address is not None)
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


def test_without_a_public_address_no_web_server_is_even_loaded(watch):
    import subprocess
    import sys

    watch.general = ""
    watch.write()
    code = (
        "import sys; from pathlib import Path; from servwatch.web.server import WebServer; "
        "from servwatch.cycle.configuration import in_force; "
        "server = WebServer(); server.begin(in_force(Path(sys.argv[1]), {}).settings); "
        "assert server.address is None; "
        "sys.exit(any(name in sys.modules for name in ('uvicorn', 'starlette')))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(watch.path)], check=False).returncode == 0
