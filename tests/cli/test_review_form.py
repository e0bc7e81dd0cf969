"""All that editors do with a draft at once: the form that `digest edit` opens."""

import sys
from pathlib import Path

from tests.cli.draft_line import NOON, acts, digest, entry, order, sheet
from tests.cli.line import servwatch


def editor(folder, monkeypatch, change, code=0):
    """A program that stands in for an editor of texts."""
    script = folder / "editor.py"
    script.write_text(
        f"import sys, pathlib, subprocess\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text()\n{change}\n"
        f"path.write_text(text)\nsys.exit({code})\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    monkeypatch.delenv("VISUAL", raising=False)


def test_the_form_does_all_at_once(folder, monkeypatch):
    first, *rest = order(folder)
    change = (
        "head, entries = text.split('== entries ==\\n\\n')\n"
        "blocks = entries.split('\\n\\n')\n"
        "blocks[0] = blocks[0].replace('headline:', 'headline: Uit het formulier')\n"
        "blocks[:4] = [*blocks[1:4], blocks[0]]\n"
        "text = head.replace('== introduction ==', '== introduction ==\\nWelkom.') + '== entries ==\\n\\n' + '\\n\\n'.join(blocks)"
    )
    editor(folder, monkeypatch, change)
    told = digest(folder, "edit", "board", "--by", "Lees Voor").out
    assert "board: 3 changes by Lees Voor." in told
    assert order(folder) == [*rest, first]
    assert entry(folder, first)["headline"] == "Uit het formulier"
    assert sheet(folder)["introduction"] == "Welkom."


def test_a_form_with_a_fault_is_kept_and_opened_again(folder, monkeypatch):
    editor(folder, monkeypatch, "text = text.replace('\\nheadline:', '\\nheadlin: Bijna', 1)")
    told = digest(folder, "edit", "board", code=1).err
    assert "this is not understood" in told
    path = told.partition("--form ")[2].split()[0]
    assert "headlin: Bijna" in Path(path).read_text(encoding="utf-8")
    assert acts(folder) == []
    editor(folder, monkeypatch, "text = text.replace('headlin:', 'headline:')")
    digest(folder, "edit", "board", "--form", path)
    assert [a["new"] for a in acts(folder)] == ["Bijna"]


def test_a_change_by_another_editor_meanwhile_is_noticed_and_the_form_kept(folder, monkeypatch):
    item = order(folder)[0]
    line = [
        sys.executable,
        "-m",
        "servwatch",
        "digest",
        "headline",
        "board",
        str(item),
        "Van Bo",
        "--by",
        "Bo",
        *NOON,
    ]
    change = f"subprocess.run({line!r}, check=True, cwd={str(folder)!r})\ntext = text.replace('\\nheadline:', '\\nheadline: Van An', 1)"
    editor(folder, monkeypatch, change)
    monkeypatch.setenv("PYTHONPATH", str(servwatch.__globals__["ROOT"]))
    told = digest(folder, "edit", "board", "--by", "An", code=1).err
    assert "is not as it was when the form was written" in told
    assert "--form" in told
    assert entry(folder, item)["headline"] == "Van Bo"


def test_an_editor_that_fails_or_is_left_without_saving_changes_nothing(folder, monkeypatch):
    editor(folder, monkeypatch, "")
    assert "Nothing was changed." in digest(folder, "edit", "board").out
    editor(folder, monkeypatch, "text = text.replace('\\nheadline:', '\\nheadline: x', 1)", code=3)
    assert "the editor ended with 3" in digest(folder, "edit", "board", code=1).err
    monkeypatch.setenv("EDITOR", "/nowhere/at-all")
    refused = digest(folder, "edit", "board", code=1).err
    assert "cannot be started: No such file or directory. Set EDITOR" in refused
    assert acts(folder) == []


def test_without_an_editor_nothing_is_started_and_the_form_goes_by_a_file(folder, monkeypatch):
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    told = digest(folder, "edit", "board", code=1).err
    assert "no editor is named" in told
    assert "--print" in told
    form = digest(folder, "edit", "board", "--print").out
    kept = folder / "servwatch-forms" / "draft.txt"  # a folder of the user's, whatever its name
    kept.parent.mkdir()
    kept.write_text(form.replace("\nheadline:", "\nheadline: Een kop", 1))
    digest(folder, "edit", "board", "--from", kept)
    assert sheet(folder)["entries"][0]["headline"] == "Een kop"
    assert kept.exists()
    kept.write_text(form)
    assert f"--from {kept}" in digest(folder, "edit", "board", "--from", kept, code=1).err
    assert "Usage" in digest(folder, "edit", "board", "--from", kept, "--print", code=1).err


def test_an_editor_of_a_terminal_finds_none_where_there_is_none_and_ends(folder, monkeypatch):
    script = folder / "reads.py"
    script.write_text("import sys\nsys.exit(7 if sys.stdin.read() == '' else 0)\n")
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    assert "the editor ended with 7" in digest(folder, "edit", "board", code=1).err
