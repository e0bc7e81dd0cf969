"""contrib/: what it tells a machine to run is what the command line takes."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from servwatch.config import times
from tests.cli.line import servwatch

CONTRIB = Path(__file__).resolve().parents[1] / "contrib"
UNITS = sorted(CONTRIB.glob("*.service")) + sorted(CONTRIB.glob("*.timer"))


def lines_to_run():
    """Each command line of servwatch in contrib/, with the file it stands in."""
    for unit in CONTRIB.glob("*.service"):
        yield unit.name, shlex.split(re.search(r"^ExecStart=(.+)$", unit.read_text(), re.MULTILINE).group(1))
    for line in crontab():
        yield "crontab", shlex.split(line.split(None, 5)[5].partition(" ")[2])
    text = (CONTRIB / "Containerfile").read_text()
    entry, command = (
        re.search(rf"^{word} \[(.+)\]$", text, re.MULTILINE).group(1) for word in ("ENTRYPOINT", "CMD")
    )
    yield "Containerfile", [part.strip(' "') for part in f"{entry},{command}".split(",")]


def crontab():
    return [line for line in (CONTRIB / "crontab").read_text().splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("name", "words"), list(lines_to_run()))
def test_every_line_is_a_command_with_options_it_knows(tmp_path, name, words):
    program, *arguments = words
    assert Path(program).name == "servwatch"
    outcome = servwatch(tmp_path, *arguments).well(1)
    assert "there is no" in outcome.err  # the configuration: all else was understood
    assert outcome.err.startswith("servwatch: "), name


def test_the_crontab_runs_every_quarter_of_an_hour_as_a_user_of_its_own():
    from datetime import UTC, datetime
    from itertools import islice
    from zoneinfo import ZoneInfo

    line, backup = crontab()
    schedule, user = " ".join(line.split()[:5]), line.split()[5]
    found = list(islice(times(schedule, ZoneInfo("UTC"), datetime(2026, 1, 1, tzinfo=UTC)), 4))
    assert [time.minute for time in found] == [15, 30, 45, 0]
    assert user == "servwatch"
    assert backup.split()[5] == "servwatch"
    assert "%" not in line + backup  # which crontab(5) turns into a new line


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_finds_no_fault_in_a_unit(tmp_path, unit):
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not on this machine")
    for one in UNITS:  # with a program that is there, and a user that is
        text = one.read_text().replace("/opt/servwatch/bin/servwatch", "/bin/true")
        text = re.sub(r"^(User|Group)=servwatch$", "", text, flags=re.MULTILINE)
        (tmp_path / one.name).write_text(text)
    found = subprocess.run(
        [program, "verify", tmp_path / unit.name], capture_output=True, text=True, timeout=60
    )
    told = [line for line in found.stderr.splitlines() if unit.name in line]
    assert (found.returncode, told) == (0, []) or "Failed to" in found.stderr, found.stderr


def test_exit_code_three_is_no_failure_for_systemd():
    for unit in CONTRIB.glob("*.service"):
        assert re.search(r"^SuccessExitStatus=3$", unit.read_text(), re.MULTILINE), unit.name


def test_the_service_is_given_time_to_end_what_it_does_and_is_told_to_reload():
    text = (CONTRIB / "servwatch.service").read_text()
    assert "Type=notify" in text
    assert "ExecReload=/bin/kill -HUP $MAINPID" in text
    assert re.search(r"^TimeoutStopSec=\d+min$", text, re.MULTILINE)


def test_a_unit_may_write_to_the_folder_of_its_state_only():
    for unit in CONTRIB.glob("*.service"):
        text = unit.read_text()
        assert "ProtectSystem=strict" in text
        assert "StateDirectory=servwatch\n" in text
        assert "ReadWritePaths" not in text
        assert "WorkingDirectory=/var/lib/servwatch\n" in text
