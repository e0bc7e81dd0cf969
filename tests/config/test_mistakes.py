"""Some eighty different mistakes in one configuration: each is told once, at its place, with what is expected."""

import pytest

from servwatch.config import load
from tests.config.configurations import DATA

MISTAKES = DATA / "mistakes"


@pytest.fixture(scope="module")
def result():
    return load(MISTAKES / "feeds.toml", environ={})


def test_every_mistake_is_told_as_the_reviewed_table_says(result):
    told = [str(problem).replace(f"{MISTAKES}/", "") for problem in result.problems]
    expected = (MISTAKES / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert told == expected


def test_there_are_many_more_mistakes_than_twenty_five_and_no_settings(result):
    assert len(result.errors) >= 80
    assert result.settings is None


def test_no_mistake_is_told_twice(result):
    places = [(problem.file, problem.line, problem.column) for problem in result.problems]
    assert len(set(places)) == len(places)


def test_no_secret_is_repeated_in_a_message(result):
    assert "s3cret" not in "\n".join(map(str, result.problems))


def test_every_place_lies_within_the_file(result):
    lines = {name: text.split("\n") for name, text in result.files.items()}
    for problem in result.problems:
        assert 1 <= problem.line <= len(lines[problem.file])
        assert 1 <= problem.column <= len(lines[problem.file][problem.line - 1]) + 1
