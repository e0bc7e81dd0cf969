"""What a later version will know is told as such, and not as unknown."""

import pytest

from tests.config.configurations import DIGEST, faults


@pytest.fixture
def planned(monkeypatch):
    """Something of the design that is not built."""
    keys = frozenset({"digest.colour", "digest.review:twice"})
    monkeypatch.setattr("servwatch.config.findings.PLANNED", keys)


@pytest.mark.usefixtures("planned")
def test_a_planned_key_is_told_as_such():
    assert faults(f'{DIGEST}colour = "blue"\n') == [
        "feeds.toml:6:1: the key 'colour' of the digest 'weekly' is planned, but not built yet"
    ]


@pytest.mark.usefixtures("planned")
def test_a_planned_value_is_told_as_such():
    (told,) = faults(f'{DIGEST}review = "twice"\n')
    assert 'is "twice": planned, but not built yet' in told
