"""`servwatch serve --demo`: one command to a console with something in it, and out again by Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import httpx
import pytest

from tests.cli.line import ROOT, servwatch


@contextmanager
def serving(folder, *options):
    """The program, and the first line it prints; it must end well on Ctrl-C."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("SERVWATCH_")}
    with (folder / "log").open("w") as log, subprocess.Popen(
        [sys.executable, "-m", "servwatch", "serve", *options], cwd=folder, text=True, stdout=subprocess.PIPE,
        stderr=log, env={**clean, "PYTHONPATH": str(ROOT)}, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            yield process.stdout.readline()
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0
        finally:
            if process.poll() is None:
                process.kill()
    assert "Traceback" not in (folder / "log").read_text()


def come_in(line):
    """Open the link that was printed, as a browser does; the log of the console."""
    address = re.fullmatch(r"Open (http://127\.0\.0\.1:\d+/sign-in/\S+) in a browser\n", line)[1]
    with httpx.Client(trust_env=False, follow_redirects=True) as client:
        assert client.get(address).status_code == 200
        assert "demo" in client.post(address).text
        return client.get(address.rpartition("/sign-in")[0] + "/log").text


def test_the_link_that_is_printed_opens_a_console_on_what_was_read(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
    with serving(tmp_path, "--demo", "--listen", place) as line:
        assert place in line
        assert "<code>run</code>" in come_in(line)
    told = servwatch(tmp_path / "servwatch-demo", "accounts", "list", "--json").well().lines
    assert [(one["name"], one["role"]) for one in told] == [("demo", "administrator")]
    assert servwatch(tmp_path / "servwatch-demo", "items", "--json").well().lines


@pytest.mark.slow
def test_a_second_demo_takes_another_port_and_both_can_be_opened(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with serving(tmp_path / "a", "--demo") as first, serving(tmp_path / "b", "--demo") as second:
        assert first != second
        for line in (first, second):
            assert "<code>run</code>" in come_in(line)


def test_an_address_that_is_none_is_refused_and_the_demo_takes_no_other_configuration(tmp_path):
    for listen in ("8080", "localhost", "127.0.0.1:99999", "http://127.0.0.1:80"):
        told = servwatch(tmp_path, "serve", "--listen", listen)
        assert told.code == 1
        assert "--listen" in told.err
    (tmp_path / "feeds.toml").write_text("")
    told = servwatch(tmp_path, "--config", tmp_path / "feeds.toml", "serve", "--demo")
    assert told.code == 1
    assert "of its own" in told.err
