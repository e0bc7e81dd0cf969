"""Where the captured feeds are: $SERVWATCH_CORPUS, else ../shared/corpus beside the repository."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("SERVWATCH_CORPUS") or REPOSITORY.parent / "shared" / "corpus")
TABLES = REPOSITORY / "tests" / "data" / "corpus"


ON_CORPUS = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no captured feeds at {CORPUS}"),
]
"""The marks of tests that read the captured feeds: they are skipped, saying so, where those are not."""


def needs_corpus(test):
    """Mark one test that reads the captured feeds."""
    for mark in ON_CORPUS:
        test = mark(test)
    return test


def files(folder):
    """The files below a folder of the corpus, with their path in it, in order."""
    found = sorted(p for p in (CORPUS / folder).rglob("*") if p.is_file())
    return [(p, p.relative_to(CORPUS).as_posix()) for p in found]


def table(name):
    """The rows of a table of explained facts: a tab-separated file with a head line."""
    head, *rows = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [dict(zip(head.split("\t"), row.split("\t"), strict=True)) for row in rows]


def compare(name, found):
    """Hold the rows `found` against the table, which must hold each of them and no other.

    With SERVWATCH_WRITE_EXPECTED set the table is written first, to be read as a difference before it
    is committed.
    """
    columns = list(found[0])
    if os.environ.get("SERVWATCH_WRITE_EXPECTED"):
        lines = ["\t".join(columns), *("\t".join(row[c] for c in columns) for row in found)]
        (TABLES / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    expected = table(name)
    assert [row for row in found if row not in expected] == [], "new, and not explained"
    assert [row for row in expected if row not in found] == [], "explained, and no longer needed"
