"""Every sample of tests/data/feeds gives what stands beside it. See the README there."""

import json
import os
from dataclasses import asdict

import pytest

from tests.sources.reading import FEEDS, read

SAMPLES = sorted(
    p for p in FEEDS.iterdir() if p.is_file() and p.suffix != ".md" and ".expected." not in p.name
)


def as_json(value):
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(value)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.name)
def test_a_sample_gives_what_stands_beside_it(sample):
    found = json.loads(json.dumps(asdict(read(sample.read_bytes())), default=as_json))
    beside = sample.with_name(f"{sample.name}.expected.json")
    if os.environ.get("SERVWATCH_WRITE_EXPECTED"):
        beside.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(beside.read_text(encoding="utf-8"))


def test_the_readme_tells_of_every_sample():
    readme = (FEEDS / "README.md").read_text(encoding="utf-8")
    assert [p.name for p in SAMPLES if p.name not in readme] == []
