"""Two runs at once: one works, the other says so and exits 0; nothing is sent twice."""

import json
import subprocess

import pytest

from tests.cycle.killing import DIGESTS, RECIPIENTS, command, environment, make
from tests.cycle.watch import Watch
from tests.internet import Internet

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(params=KINDS)
def watch(request, tmp_path):
    with Internet() as internet:
        if request.param == "sqlite":
            yield Watch(tmp_path, internet)
        else:
            server = request.getfixturevalue("postgresql_server")
            yield Watch(tmp_path, internet, database=server.url(server.new()))


def test_of_two_runs_one_works_and_one_says_so(watch):
    make(watch, watch.internet, None)
    watch.run("2026-11-23 09:00")
    watch.internet.at("s1.example.org/rss").serves(b"<rss/>", delay=2.0)  # holds whichever comes first
    runs = [
        subprocess.Popen(
            command(watch, "2026-11-27T07:00"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        for _ in range(2)
    ]
    told = [run.communicate(timeout=120) for run in runs]
    reports = [json.loads(out) for out, _ in told]
    busy = [r for r in reports if r["held_by"]]
    worked = [r for r in reports if not r["held_by"]]
    assert len(busy) == 1
    assert "another servwatch is at work (cycle)" in busy[0]["held_by"]
    assert ", since 20" in busy[0]["held_by"]
    assert busy[0]["exit_code"] == 0
    assert len(worked[0]["editions"]) == len(DIGESTS)
    assert len(watch.letters()) == RECIPIENTS * len(DIGESTS)
