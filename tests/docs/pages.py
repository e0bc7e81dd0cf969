"""The pages of the documentation, and the parts of them that programs write."""

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
_SCRATCH = {".git", ".venv", "node_modules", "build", "dist"}


def pages():
    """Every Markdown page of the project, but the notes beside fixtures."""
    found = [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "contrib").rglob("*.md")]
    return sorted(path for path in found if not _SCRATCH.intersection(path.relative_to(ROOT).parts))


def name(path):
    """A page as a test is named after it."""
    return str(path.relative_to(ROOT))


def blocks(text, language):
    """The code blocks in a language: (first line of the block, from 1; what stands on the opening line; the code)."""
    found, opened, kept, rest = [], 0, [], ""
    for number, line in enumerate(text.split("\n"), 1):
        if not opened and (fence := re.fullmatch(r"```([\w-]*) ?(.*)", line)):
            opened, kept, rest = number, [], fence[2]
            spoken = fence[1]
        elif opened and line == "```":
            if spoken == language:
                found.append((opened + 1, rest, "\n".join(kept) + "\n"))
            opened = 0
        elif opened:
            kept.append(line)
    assert not opened, f"the block of line {opened} is not closed"
    return found


def outside_blocks(text):
    """The text with its code blocks emptied, line for line."""
    lines, inside = [], False
    for line in text.split("\n"):
        fence = line.startswith("```")
        lines.append("" if inside or fence else line)
        inside = inside != fence
    return "\n".join(lines)


def held(page, part, written):
    """Assert that a part of a page is what a program writes; with UPDATE_DOCS set, write it there."""
    path = DOCS / page
    text = path.read_text(encoding="utf-8")
    begin, end = f"<!-- {part}: written by a program, change it there -->\n", f"<!-- {part}: end -->"
    before, found, rest = text.partition(begin)
    assert found, f"docs/{page} has no part {part}"
    old, found, after = rest.partition(end)
    assert found, f"the part {part} of docs/{page} has no end"
    wanted = f"\n{written.strip()}\n\n"
    if old != wanted and "UPDATE_DOCS" in os.environ:
        path.write_text(f"{before}{begin}{wanted}{end}{after}", encoding="utf-8")
        return
    assert old == wanted, f"docs/{page} is not up to date: run the tests of docs once with UPDATE_DOCS=1"
