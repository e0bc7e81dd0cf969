"""`servwatch serve` as the process that systemd starts: readiness, signals, and a log without traces."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cycle.watch import entry, rss

ROOT = Path(__file__).resolve().parents[2]
FEED = "ec.example.org/rss"


class Serving:
    """A `servwatch serve` that is ready."""

    def __init__(self, watch, manager, *options):
        watch.write()
        self.log = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "servwatch", "--config", str(watch.path), *options, "serve", "--listen", "127.0.0.1:0"],
            env={**os.environ, "NOTIFY_SOCKET": str(manager.path), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        assert manager.hears() == "READY=1"

    def told(self, number):
        """Send a signal to all its processes, as a terminal or a service manager does; what it exits with."""
        os.killpg(self.process.pid, number)
        printed, self.log = self.process.communicate(timeout=60)
        assert printed == ""
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


@pytest.fixture
def served(watch, internet):
    internet.at(FEED).serves(rss(entry("Nieuws over werk", "https://ec.example.org/1")), etag='"1"')
    watch.source("ec")
    watch.general = 'listen = "127.0.0.1:0"'
    return watch


def until(happened):
    end = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(served, internet, manager, number):
    with Serving(served, manager) as serving:
        until(served.titles)
        assert serving.told(number) == 0
    assert manager.hears() == "STOPPING=1"
    assert "Traceback" not in serving.log
    assert serving.log.rstrip().endswith("service stopped")
    (ready,) = [line for line in serving.log.splitlines() if "service ready" in line]
    assert str(served.path) in ready
    assert "servwatch accounts add" in serving.log


def test_a_signal_while_it_reads_ends_the_reading_and_keeps_what_came(served, internet, manager):
    hold = internet.at("slow.example.org/rss")
    hold.serves(rss(entry("Traag nieuws over werk", "https://slow.example.org/1")), delay=2)
    for n in range(8):
        internet.at(f"s{n}.example.org/rss").serves(rss(entry(f"Nieuws {n}", f"https://s{n}.example.org/1")))
        served.source(f"s{n}")
    served.source("slow")
    with Serving(served, manager) as serving:
        until(lambda: internet.asked("slow.example.org/rss"))
        assert serving.told(signal.SIGTERM) == 0
    assert "Traceback" not in serving.log
    report = served.run("2037-11-23 09:00", everything=True)
    assert all(poll.verdict.good for poll in report.polls)  # and silent, eleven years later
    assert len(served.titles()) == 10


def test_hangup_reads_the_configuration_again(served, internet, manager):
    internet.at("ilo.example.org/rss").serves(rss(entry("ILO over werk", "https://ilo.example.org/1")))
    with Serving(served, manager) as serving:
        until(served.titles)
        served.source("ilo")
        served.write()
        os.kill(serving.process.pid, signal.SIGHUP)
        until(lambda: len(served.titles()) == 2)
        assert serving.told(signal.SIGTERM) == 0
    assert "configuration reloaded" in serving.log


def test_two_at_once_share_the_work(served, internet, manager):
    with Serving(served, manager) as first, Serving(served, manager) as second:
        until(served.titles)
        assert first.told(signal.SIGTERM) == 0
        assert second.told(signal.SIGTERM) == 0
    assert "Traceback" not in first.log + second.log
    assert served.titles() == ["Nieuws over werk"]
    assert all("if-none-match" in asked.headers for asked in internet.asked(FEED)[1:])


def test_the_log_can_be_json(served, manager):
    import json

    with Serving(served, manager, "--log-format", "json") as serving:
        until(served.titles)
        assert serving.told(signal.SIGTERM) == 0
    events = [json.loads(line)["event"] for line in serving.log.splitlines()]
    assert "service ready" in events[:3]
    assert events[-1] == "service stopped"


def test_without_a_configuration_it_says_what_to_do(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "servwatch", "serve"], cwd=tmp_path, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "servwatch init" in done.stderr
    assert "Traceback" not in done.stderr


ANOTHER_THREAD = """
import signal, sys, threading, time
from pathlib import Path
from servwatch.service.service import Service

service = Service(Path(sys.argv[1]), {})
service.obey_signals()

def told():
    time.sleep(3)  # by then it waits
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)

threading.Thread(target=told, daemon=True).start()
service.run()
print("stopped")
"""


def test_a_signal_that_interrupts_no_wait_is_obeyed_all_the_same(served):
    """The system may give it to any thread, and then the one that waits is not woken."""
    served.write()
    done = subprocess.run(
        [sys.executable, "-c", ANOTHER_THREAD, served.path], env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.endswith("stopped\n"), done.stderr[-2000:]
