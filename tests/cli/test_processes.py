"""`servwatch` as a process: pipes that close, full disks, signals, terminals, a closed standard output."""

import os
import pty
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.line import ROOT
from tests.cycle.watch import entry, rss

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def started(folder, *arguments, environ=(), **options):
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen(
        [sys.executable, "-m", "servwatch", *arguments], cwd=folder, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **dict(environ)}, **options,
    )  # fmt: skip


def ended(process):
    out, err = process.communicate(timeout=60)
    assert b"Traceback" not in (err or b""), err.decode()
    return process.returncode, (out or b"").decode(), (err or b"").decode()


def on_terminal(folder, *arguments, columns=100, environ=()):
    """Run it on a terminal of so many columns; what the terminal got."""
    ours, its = pty.openpty()
    import termios

    termios.tcsetwinsize(its, (40, columns))
    process = started(
        folder, *arguments, environ={"TERM": "xterm", **dict(environ)}, stdin=its, stdout=its, stderr=its
    )
    os.close(its)
    got = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # the other side was closed
            break
        got += more
    os.close(ours)
    assert process.wait(60) == 0
    return got.decode().replace("\r\n", "\n")


def test_a_pipe_that_closes_early_ends_it_in_silence(demo):
    for line in (["items"], ["items", "--json"], ["digest", "preview", "dagelijks-bestuur"], ["--help"]):
        process = started(demo, "-q", *line)
        process.stdout.close()
        error = process.stderr.read()
        process.stderr.close()
        assert process.wait(60) == 1
        assert error == b""


def test_a_full_disk_under_the_output_is_told(demo):
    with Path("/dev/full").open("wb") as full:
        code, _, err = ended(started(demo, "-q", "status", stdout=full))
    assert code == 1
    assert "No space left" in err


def test_a_full_disk_under_the_archive_is_told_and_harms_nothing(watch, internet):
    many = (entry(f"Nieuws {n} over werk {'x' * 200}", f"https://ec.example.org/{n}") for n in range(900))
    internet.at("ec.example.org/rss").serves(rss(*many))
    watch.source("ec")
    watch.write()

    def small():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    code, _, err = ended(started(watch.folder, "run", preexec_fn=small))
    assert code == 1
    assert "servwatch.db: the database cannot be used" in err
    assert watch.run("2037-11-23 09:00").exit_code == 0
    assert len(watch.titles()) == 900


def test_a_closed_standard_output_is_no_fault(demo):
    process = started(demo, "-q", "status", stdout=None, preexec_fn=lambda: os.close(1))
    assert ended(process)[0] == 0


def test_an_interrupt_ends_a_run_without_a_trace_and_loses_nothing(watch, internet):
    for n in range(4):
        internet.at(f"s{n}.example.org/rss").serves(rss(entry(f"Nieuws {n}", f"https://s{n}.example.org/1")))
        watch.source(f"s{n}")
    internet.at("slow.example.org/rss").serves(rss(entry("Traag", "https://slow.example.org/1")), delay=20)
    watch.source("slow")
    watch.write()
    # A shell that starts the tests in the background has them ignore SIGINT, and all that they start.
    process = started(watch.folder, "run", preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    end = time.monotonic() + 30
    while not internet.asked("slow.example.org/rss"):
        assert time.monotonic() < end
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to all processes in front
    assert ended(process)[0] == 130
    internet.at("slow.example.org/rss").serves(rss(entry("Traag", "https://slow.example.org/1")))
    assert watch.run("2037-11-23 09:00", everything=True).exit_code == 0
    assert len(watch.titles()) == 5


@pytest.mark.parametrize(
    "line", ["status", "check", "items", "sources list", "outbox list", "run --demo", "--help"]
)
def test_a_pipe_gets_whole_lines_without_colours(demo, line):
    folder = demo.parent if "--demo" in line else demo
    code, out, err = ended(started(folder, *line.split(), environ={"COLUMNS": "40", "TERM": "xterm"}))
    assert code == 0
    assert "\x1b" not in out + err
    if line != "--help":
        assert max(map(len, out.splitlines())) > 60


def test_a_terminal_gets_colours_unless_they_are_not_wanted(demo):
    assert ESCAPE.search(on_terminal(demo, "status"))
    assert not ESCAPE.search(on_terminal(demo, "status", environ={"NO_COLOR": "1"}))
    assert not ESCAPE.search(on_terminal(demo, "status", environ={"TERM": "dumb"}))


def test_a_person_at_a_terminal_sees_progress_and_the_report_but_no_log(demo):
    seen = ESCAPE.sub("", on_terminal(demo.parent, "run", "--demo"))
    assert "Reading sources" in seen
    assert "9/9" in seen
    assert "9 sources polled, 9 well" in seen
    assert str(demo / "servwatch.db") in seen
    assert "[info" not in seen


@pytest.mark.parametrize("columns", [40, 100])
@pytest.mark.parametrize("line", ["sources list", "outbox list", "digest list", "check"])
def test_a_table_keeps_to_the_width_of_the_terminal(demo, line, columns):
    seen = ESCAPE.sub("", on_terminal(demo, *line.split(), columns=columns))
    for one in seen.splitlines():
        longest = max(map(len, one.split()), default=0)
        assert len(one) <= max(columns, longest + 6) or one.startswith(str(demo))


def test_a_module_is_called_as_the_program_is(demo):
    assert "Usage: servwatch" in ended(started(demo, "--help"))[1]
