"""Every sample of every kind but `feed` gives what stands beside it. See the READMEs in tests/data."""

import json
import os

import pytest

from servwatch.sources import READERS
from tests.sources.samples import as_plain, context, files, folder

KINDS = sorted(set(READERS) - {"feed"})
SAMPLES = [(kind, sample) for kind in KINDS for sample in files(kind)]


@pytest.mark.parametrize(("kind", "sample"), SAMPLES, ids=lambda value: getattr(value, "name", value))
def test_a_sample_gives_what_stands_beside_it(kind, sample):
    found = as_plain(READERS[kind].parse(sample.read_bytes(), context(sample)))
    beside = sample.with_name(f"{sample.name}.expected.json")
    if os.environ.get("SERVWATCH_WRITE_EXPECTED"):
        beside.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(beside.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_readme_tells_of_every_sample(kind):
    readme = (folder(kind) / "README.md").read_text(encoding="utf-8")
    assert [p.name for p in files(kind) if p.name not in readme] == []
