"""Each benchmark runs, at a size too small to tell anything, and measures what it says."""

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks.loopback import bare_loop, language_of, make_feeds, serving
from benchmarks.measured import run, summed
from servwatch.model import Verdict
from servwatch.sources import KINDS, ParseContext

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


def told(module: str, *arguments: str) -> Any:
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments, "--json"]
    return json.loads(
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120).stdout
    )


def test_the_feeds_of_the_polling_benchmark_are_read_in_full():
    bodies = list(make_feeds(4, 3))
    assert bodies == list(make_feeds(4, 3))
    for body in bodies:
        context = ParseContext(source_id="feed", url="https://example.org/", now=NOW)
        parsed = KINDS["feed"].parse(body, context)
        assert parsed.verdict is Verdict.OK
        assert len(parsed.items) == 3
        assert all(item.summary and item.published and item.url for item in parsed.items)
    assert [language_of(n) for n in range(4)] == ["nl", "en", "fr", "nl"]


def test_the_server_answers_each_request_and_knows_what_it_sent():
    with serving(5, 1, 0.0) as server:
        asyncio.run(bare_loop(server.http, 5, 2))
        assert server.served() == {"200": 5}


def test_a_day_of_items_gets_its_stories_beside_those_there_are():
    from benchmarks.stories import line

    found = line(20, 40)
    assert (found["new"], found["known"]) == (20, 40)
    assert found["stories"] > 0
    assert found["peak_mib"] > 30


def test_polling_counts_cold_and_warm_answers_and_all_processes():
    found = told("polling", "--sources", "3", "--items", "2", "--latency", "0", "--rounds", "1")
    ours = found["programs"]["servwatch"]
    for phase in ("cold", "warm"):
        (measured,) = ours[phase]
        assert measured["code"] == 0
        assert measured["answers"] == {"200" if phase == "cold" else "304": 3}
        assert measured["cpu"] > 0.1
    assert ours["cold"][0]["peak"] > ours["warm"][0]["peak"] > 30  # the parser comes on top
    assert set(found["floor"]) == {"latency", "bare_loop"}


def test_a_large_watch_list_is_polled_at_its_pace_and_one_in_ten_has_news():
    first, second = told("watch_list", "--sources", "20", "--hosts", "5", "--pace", "0.3")
    assert first["answers"]["200"] == 20
    assert (second["answers"]["200"], second["answers"]["304"]) == (2, 18)
    for found in (first, second):
        assert found["code"] == 0
        assert found["pressure"]["hosts"] == 5
        assert found["pressure"]["least"] > 0.15


def test_growth_has_a_line_for_each_size():
    found = told("growth", "--feeds", "2", "--archive", "1000", "--terms", "150")
    assert [len(found[what]) for what in ("feeds", "archive", "terms")] == [1, 1, 1]
    assert all(figure > 0 for lines in found.values() for _, line in lines for figure in line.values())


@pytest.mark.slow
def test_tuning_has_a_line_for_each_command():
    (found,) = told("tuning", "--items", "300").values()
    assert set(found) == {"backtest", "backtest, digests only", "themes report", "themes suggest"}
    assert all(figure > 0 for line in found.values() for figure in line.values())


def test_start_takes_turns_with_the_bare_interpreter():
    found = told("start", "--rounds", "1")
    assert {len(seconds) for seconds in found.values()} == {1}
    assert found["servwatch --help"][0] > found["python -c pass"][0] > 0


@pytest.mark.parametrize("children", [0, 1, 2])
def test_memory_is_summed_over_all_processes_that_live_at_one_time(children, tmp_path):
    child = "held = bytearray(64 * 2**20); import sys; sys.stdin.read()"
    parent = (
        "import subprocess, sys, time\n"
        f"below = [subprocess.Popen([sys.executable, '-c', {child!r}], stdin=subprocess.PIPE)"
        f" for _ in range({children})]\n"
        "held = bytearray(64 * 2**20)\ntime.sleep(1)\n"
        "[one.communicate() for one in below]"
    )
    measured = run([sys.executable, "-c", parent], folder=tmp_path, environment={})
    assert measured.code == 0
    assert 64 * (1 + children) < measured.peak < 64 * (1 + children) + 20 * (1 + children)


def test_a_process_that_ended_holds_nothing():
    with subprocess.Popen([sys.executable, "-c", "pass"]) as process:
        process.wait()
    assert summed(process.pid) == 0


def test_references_are_measured_at_three_shares_of_items_that_name_something():
    found = told("referencing", "300")
    assert [line["share"] for line in found] == [0.0, 0.2, 1.0]
    assert found[0]["references"] < found[1]["references"] < found[2]["references"]
    assert all(line["rate"] > 0 for line in found)


def test_retagging_tells_its_rate_and_the_memory_it_holds():
    (found,) = told("retagging", "--items", "2000").values()
    assert found["a_second"] > 10
    assert found["held"]
    assert 30 < found["held"][-1] < 220
