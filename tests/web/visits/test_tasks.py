"""What people come for, done in a real browser: with JavaScript and without, at a desk and on a phone, and by keyboard alone."""

import re

import pytest

from servwatch.model.account import Role
from tests.cli.line import ROOT
from tests.web.visits.house import Copy
from tests.web.visits.tasks import TASKS
from tests.web.visits.ways import OTHERS, USUAL, Person

ROLES = (*(Role.READER,) * 6, *(Role.EDITOR,) * 11, *(Role.ADMINISTRATOR,) * 3)
"""Whom each task needs at least: whoever does it is no more than that."""
SAMPLE = {("shape_a_draft", 2), ("tune_a_theme", 0), ("keep_a_search", 1), ("own_a_deadline", 3)}
"""What of the other ways is done every time: the draft on a phone without script, the theme without, the search on a phone, a deadline by
keyboard alone."""

pytestmark = pytest.mark.chromium


def trips():
    """Every task in every way; all of the usual way and a few of the others each time, the rest among the slow tests."""
    for task, role in zip(TASKS, ROLES, strict=True):
        yield pytest.param(task, role, USUAL, id=f"{task.__name__}-{USUAL.name}")
        for number, way in enumerate(OTHERS):
            marks = [] if (task.__name__, number) in SAMPLE else [pytest.mark.slow]
            yield pytest.param(task, role, way, id=f"{task.__name__}-{way.name}", marks=marks)


@pytest.mark.parametrize(("task", "role", "way"), list(trips()))
def test_a_task_is_done(task, role, way, made, opened, tmp_path):
    with Copy(made, tmp_path / "copy") as console:
        console.account(role, "visitor", email="visitor@servwatch.example", initials="VS")
        person = Person(opened, console.address, way)
        try:
            person.sign_in("visitor")
            task(person, console)
            assert person.faults == []
        finally:
            person.leave()


def test_the_tasks_are_those_of_the_documentation():
    told = (ROOT / "docs" / "console.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| ([RSA]) \|", told, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, len(TASKS) + 1))
    letters = {"R": Role.READER, "S": Role.EDITOR, "A": Role.ADMINISTRATOR}
    assert tuple(letters[letter] for _, letter in rows) == ROLES
