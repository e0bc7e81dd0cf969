"""`servwatch run` with the shipped feeds.toml where no host can be reached: told for each source, exit 3."""

import os
import shutil
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
SHIPPED = TOP / "feeds.toml"
NO_NETWORK = ["unshare", "--map-root-user", "--net"]  # a network of its own, in which nothing is


def unshared():
    """Whether this machine lets us take the network away from a program."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*NO_NETWORK, "true"], capture_output=True, check=False).returncode == 0


@pytest.fixture
def closed_port():
    """A port of this machine at which nobody listens."""
    with socket.socket() as taken:  # bound, so that nobody else gets it; not listening, so that it refuses
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def run(folder, *before, fetch=""):
    """Run the main job in a folder with the shipped list; return exit code, lines printed, and the log."""
    text = SHIPPED.read_text(encoding="utf-8").replace("[fetch]\n", f"[fetch]\n{fetch}\n", 1)
    (folder / "feeds.toml").write_text(text, encoding="utf-8")
    environ = {k: v for k, v in os.environ.items() if not k.startswith("SERVWATCH_")}
    done = subprocess.run(
        [*before, sys.executable, "-m", "servwatch", "run"],
        cwd=folder,
        env={**environ, "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout.splitlines(), done.stderr


def enabled():
    """The ids of the sources that the shipped list polls."""
    sources = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["source"]
    return sorted(source["id"] for source in sources if source.get("enabled", True))


def told_per_source(lines):
    """What the table of sources says: id, verdict and reason of each line."""
    head, *rest = lines
    why = head.index("why")
    sources = rest[: next(n for n, line in enumerate(rest) if " sources polled, " in line)]
    return [(*line.split()[:2], line[why:]) for line in sources]


@pytest.mark.skipif(not unshared(), reason="this machine lets no program be cut off from the network")
def test_without_any_network_each_source_is_told_and_the_run_ends_cleanly(tmp_path):
    code, lines, log = run(tmp_path, *NO_NETWORK)
    told = told_per_source(lines)
    assert code == 3
    assert sorted(source for source, _, _ in told) == enabled()
    assert {verdict for _, verdict, _ in told} == {"unreachable"}
    assert all(why.startswith("the name ") and "does not resolve" in why for _, _, why in told)
    assert f"{len(told)} sources polled, 0 well; 0 new items." in lines
    assert "Traceback" not in log


def test_behind_a_proxy_that_refuses_each_source_is_told_and_the_run_ends_cleanly(tmp_path, closed_port):
    code, lines, log = run(tmp_path, fetch=f'proxy = "http://127.0.0.1:{closed_port}"')
    told = told_per_source(lines)
    assert code == 3
    assert sorted(source for source, _, _ in told) == enabled()
    assert {(verdict, why) for _, verdict, why in told} == {
        ("unreachable", "127.0.0.1 refuses the connection")
    }  # by the proxy's address
    assert "Traceback" not in log
