"""A council with an archive."""

import pytest

from tests.cycle.surroundings.house import House


@pytest.fixture
def house(tmp_path):
    made = House(f"sqlite:///{tmp_path / 'servwatch.db'}")
    yield made
    made.close()


@pytest.fixture
def either_house(database_url):
    """On SQLite and on PostgreSQL in turn."""
    made = House(database_url)
    yield made
    made.close()
