"""The import direction of the house, held by import-linter's contract in pyproject.toml."""

from click.testing import CliRunner
from importlinter.cli import lint_imports_command


def test_data_flows_down_the_pipeline_and_never_back_up():
    result = CliRunner().invoke(lint_imports_command, ["--no-cache"])
    assert result.exit_code == 0, result.output
