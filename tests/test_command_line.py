"""The command line as a whole: every command is listed, and made when it is called."""

import re

import pytest

from servwatch.cli.app import command_line
from servwatch.cli.catalogue import CommandLine

NAMES = list(command_line().catalogue)


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        command_line()(list(arguments), prog_name="servwatch")
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_help_lists_every_command_with_its_first_line(capsys):
    listed = re.findall(r"^  ([a-z]+)  +(\S.*)$", shown(capsys, "--help"), re.MULTILINE)
    assert [name for name, _ in listed if name in NAMES] == NAMES
    assert dict(listed)["run"].startswith("Do one cycle: poll")


@pytest.mark.parametrize("name", NAMES)
def test_each_command_tells_its_options_before_and_after_it(name, capsys):
    told = shown(capsys, name, "--help")
    assert told.startswith(f"Usage: servwatch {name}")
    if "COMMAND" not in told:
        assert "--config" in told


def test_a_command_is_what_typer_makes_of_it_alone():
    root = command_line()
    assert isinstance(root, CommandLine)
    assert root.catalogue["run"].name == "run"
    assert "list" in root.catalogue["digest"].commands


def test_a_slip_of_the_pen_is_answered_with_what_was_meant(capsys):
    with pytest.raises(SystemExit) as ended:
        command_line()(["itmes"], prog_name="servwatch")
    assert ended.value.code == 2
    assert "Did you mean 'items'" in capsys.readouterr().err


def test_the_catalogue_holds_what_was_registered_and_nothing_else():
    with pytest.raises(KeyError):
        command_line().catalogue["nothing"]
