"""Every sample of tests/data/feeds gives what stands beside it. See the README there."""

import json
import os

import pytest

from tests.sources.reading import FEEDS, read
from tests.sources.samples import as_plain

SAMPLES = sorted(
    p for p in FEEDS.iterdir() if p.is_file() and p.suffix != ".md" and ".expected." not in p.name
)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.name)
def test_a_sample_gives_what_stands_beside_it(sample):
    found = as_plain(read(sample.read_bytes()))
    beside = sample.with_name(f"{sample.name}.expected.json")
    if os.environ.get("SERVWATCH_WRITE_EXPECTED"):
        beside.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(beside.read_text(encoding="utf-8"))


def test_the_readme_tells_of_every_sample():
    readme = (FEEDS / "README.md").read_text(encoding="utf-8")
    assert [p.name for p in SAMPLES if p.name not in readme] == []
