"""The references that programs write are what those programs write today."""

import subprocess
import sys

from servwatch.config.reference import reference
from servwatch.config.tables import FeedsFile, MembersFile
from tests.docs import command_pages
from tests.docs.pages import ROOT, held


def test_the_reference_of_the_configuration_is_that_of_the_option_tables():
    held("configuration.md", "reference", reference())


def test_the_reference_of_the_commands_is_that_of_the_command_line():
    held("commands.md", "commands", command_pages.reference())


def test_every_key_is_described_in_whole_sentences():
    tables, seen = [FeedsFile, MembersFile], set()
    while tables:
        table = tables.pop()
        for name, field in table.model_fields.items():
            assert field.description, f"{table.__name__}.{name}"
            assert field.description.endswith("."), f"{table.__name__}.{name}"
            tables += [t for t in _tables_in(field.annotation) if t not in seen]
        seen.add(table)
    assert len(seen) >= 10


def _tables_in(annotation):
    import typing

    if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
        return [annotation]
    return [t for inner in typing.get_args(annotation) for t in _tables_in(inner)]


def test_a_person_can_print_the_reference():
    command = [sys.executable, "-m", "servwatch.config.reference"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert printed.stdout == reference()
    assert printed.stderr == ""
