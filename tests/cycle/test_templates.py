"""Templates of staff: checked before anything is sent, and replaced by the shipped ones where they fail."""

import os
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from servwatch.config import shipped
from servwatch.cycle.template_check import LAYOUTS, template_problems
from servwatch.digest.template_versions import CHANGES, version_of
from tests.cli.line import servwatch
from tests.digest.examples import settings

VERSIONS = Path(__file__).with_name("shipped_templates.txt")


@pytest.fixture
def folder(tmp_path):
    """A folder with copies of all shipped templates, as `init` writes them."""
    return shutil.copytree(shipped("templates"), tmp_path / "templates")


def told(folder):
    return template_problems(replace(settings(), templates=folder))


def test_untouched_copies_are_in_order(folder):
    assert told(folder) == []


def test_without_a_folder_there_is_nothing_to_check(tmp_path):
    assert template_problems(settings()) == []
    assert [p.text for p in told(tmp_path / "afwezig")] == ["there is no such folder"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_fault_in_any_layout_is_found_with_its_line(folder, layout):
    path = folder / f"{layout}.html.j2"
    path.write_text(path.read_text() + "\n{% block extra %}{% endblock %}{{ view.afwezig }}")
    path.write_text(path.read_text().replace("{% block body %}", "{% block body %}\n{{ view.afwezig }}"))
    (problem,) = told(folder)
    assert (problem.file, problem.line, problem.severity) == (str(path), 5, "error")


@pytest.mark.parametrize(
    "name",
    ["macros.html.j2", "macros.txt.j2", "digest.txt.j2", "style.css.j2", "notice.txt.j2", "base.html.j2"],
)
def test_a_fault_in_any_file_is_found(folder, name):
    (folder / name).write_text((folder / name).read_text() + "{% if %}")
    problems = told(folder)
    assert {p.file for p in problems} == {str(folder / name)}


def test_a_fault_that_shows_only_in_an_entry_is_found(folder):
    path = folder / "macros.html.j2"
    path.write_text(path.read_text().replace("{{ e.dossier }}", "{{ e.dossiers }}"))
    (problem,) = told(folder)
    assert "dossiers" in problem.text


def test_a_frame_that_leaves_no_room_for_news_is_refused(folder):
    path = folder / "base.html.j2"
    path.write_text(path.read_text().replace("</body>", "<!-- " + "x" * 90_000 + " --></body>"))
    (problem,) = told(folder)
    assert "more than 90000 bytes" in problem.text


def test_a_copy_that_is_older_than_the_shipped_one_is_told_with_what_it_lacks(folder):
    older = folder / "macros.html.j2"
    older.write_text(older.read_text().replace("servwatch template 3", "servwatch template 2"))
    bare = folder / "base.html.j2"
    bare.write_text(bare.read_text().split("#}\n", 1)[1])
    first, second = told(folder)
    assert (first.file, first.severity) == (str(bare), "warning")
    assert "style.css.j2" in first.text
    assert "of version 2, and version 3 is shipped: " + CHANGES["macros.html.j2"][2] in second.text


def test_each_shipped_template_says_its_version_and_what_it_brought():
    files = {
        path.name: version_of(path.read_text(encoding="utf-8")) for path in shipped("templates").iterdir()
    }
    assert files == {name: len(changes) for name, changes in CHANGES.items()}


def test_a_shipped_template_that_changed_says_a_new_version():
    """Staff hold copies: ``UPDATE_GOLDEN=1`` writes the file anew, and only where the version grew."""
    known = dict(line.rsplit(" ", 1) for line in VERSIONS.read_text(encoding="utf-8").splitlines())
    found = {}
    for path in sorted(shipped("templates").iterdir()):
        text = path.read_text(encoding="utf-8")
        found[f"{path.name} {version_of(text)}"] = sha256(text.encode()).hexdigest()[:16]
    changed = {name for name in found if found[name] != known.get(name, found[name])}
    assert changed == set(), (
        "raise the version in its first line, and say in template_versions.py what it brings"
    )
    if "UPDATE_GOLDEN" in os.environ:
        VERSIONS.write_text("".join(f"{name} {digest}\n" for name, digest in found.items()), encoding="utf-8")
    assert found.keys() == known.keys(), "UPDATE_GOLDEN=1 takes note of the new version"


def test_check_tells_of_old_copies_and_refuses_broken_ones(tmp_path):
    servwatch(tmp_path, "init").well()
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(
        feeds.read_text().replace('language = "nl"\n', 'language = "nl"\ntemplates = "templates"\n', 1)
    )
    assert servwatch(tmp_path, "check").well().out.count("template") == 0
    old = tmp_path / "templates" / "style.css.j2"
    old.write_text(old.read_text().split("#}\n", 1)[1].replace("#12304f", "#2f4030"))
    out = servwatch(tmp_path, "check").well().out
    assert "style.css.j2:1:1: warning: this copy is of version none, and version 2 is shipped" in out
    (tmp_path / "templates" / "alert.html.j2").write_text("\n{{ view.afwezig }}\n")
    assert "alert.html.j2:2:1: error" in servwatch(tmp_path, "check").well(1).out
