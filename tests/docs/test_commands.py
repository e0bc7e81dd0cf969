"""Every command in the documentation is one: its words and options exist, and those marked runnable are run."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.config.command_line import servwatch
from tests.docs.pages import ROOT, blocks, name, pages
from tests.docs.said_commands import in_blocks, in_contrib, inline, of_line, parse

PAGES = pages()
RUNNABLE = [
    pytest.param(code, id=f"{name(page)}:{line}")
    for page in PAGES
    for line, mark, code in blocks(page.read_text(encoding="utf-8"), "sh")
    if mark == "runnable"
]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_of_a_page_is_known_to_the_command_line(page):
    text = page.read_text(encoding="utf-8")
    for line, arguments in in_blocks(text):
        _known(f"{name(page)}:{line}", arguments, whole=True)
    for line, arguments in inline(text):
        _known(f"{name(page)}:{line}", arguments, whole=False)


def test_every_command_of_contrib_is_known_to_the_command_line():
    found = list(in_contrib())
    assert {file for file, *_ in found} == {
        "Containerfile",
        "crontab",
        "servwatch-run.service",
        "servwatch.service",
    }
    for file, line, arguments in found:
        _known(f"contrib/{file}:{line}", arguments, whole=True)


def _known(place, arguments, *, whole):
    try:
        parse(arguments, whole=whole)
    except Exception as error:
        message = getattr(error, "message", None) or str(error)
        raise AssertionError(f"{place}: servwatch {' '.join(arguments)}: {message}") from error


def test_the_pages_name_many_commands_and_run_many():
    said = [arguments for page in PAGES for _, arguments in inline(page.read_text(encoding="utf-8"))]
    assert len(said) > 40
    assert len(RUNNABLE) >= 9


@pytest.mark.parametrize(
    ("line", "calls"),
    [
        ("servwatch init watch && cd watch && servwatch run  # both", [["init", "watch"], ["run"]]),
        (".venv/bin/servwatch -q run | cat", [["-q", "run"]]),
        ('servwatch why "minimum wages"', [["why", "minimum wages"]]),
        ("podman run -v ./watch:/watch:Z servwatch", []),
        ("useradd --create-home servwatch", []),
    ],
)
def test_calls_are_found_in_a_line_of_a_shell(line, calls):
    assert list(of_line(line)) == calls


@pytest.mark.parametrize(
    "wrong", [["nothing"], ["run", "--nothing"], ["digest", "nothing"], ["--nothing", "run"]]
)
@pytest.mark.parametrize("whole", [True, False])
def test_a_command_that_is_none_is_noticed(wrong, whole):
    with pytest.raises(Exception, match="nothing"):
        parse(wrong, whole=whole)


@pytest.mark.parametrize("wrong", [["digest", "preview"], ["outbox", "drop", "first"], ["run", "x"]])
def test_a_call_in_a_block_must_be_whole(wrong):
    with pytest.raises(Exception, match=r"Missing|not a whole number|unexpected"):
        parse(wrong, whole=True)


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """A folder in which the demo was run once, and a `servwatch` on the path."""
    folder = tmp_path_factory.mktemp("docs")
    run = servwatch("run", "--demo", folder=folder)
    assert run.returncode == 0, run.stdout + run.stderr
    program = folder / "bin" / "servwatch"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m servwatch "$@"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    return folder


@pytest.mark.parametrize("code", RUNNABLE)
def test_what_is_marked_runnable_runs_in_the_folder_of_the_demo(code, tried, tmp_path):
    folder = shutil.copytree(tried / "servwatch-demo", tmp_path / "servwatch-demo")
    environ = {key: value for key, value in os.environ.items() if not key.startswith("SERVWATCH_")}
    run = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code],
        cwd=folder,
        env={**environ, "PATH": f"{tried / 'bin'}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
