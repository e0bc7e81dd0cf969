"""What tests of several packages share: databases of both kinds, and the captured corpus."""

import os
from pathlib import Path

import pytest

from servwatch.archive.database import Database
from tests import examples, postgresql


def pytest_configure(config):
    examples.choose(config.option.markexpr)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """`-n auto` is one more than there are processors: a fifth of the time, tests wait for disks and programs."""
    return int(os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS", 0)) or len(os.sched_getaffinity(0)) + 1


KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(scope="session")
def postgresql_server():
    """A server of our own, whose new databases have an archive's schema already."""
    binaries = postgresql.programs()
    if binaries is None:
        pytest.skip("the PostgreSQL server programs are not on this machine")
    server = postgresql.Server(binaries)
    template = server.new_empty()
    Database(server.url(template)).close()
    server.make_template(template)
    yield server
    server.stop()


@pytest.fixture(params=KINDS)
def database_url(request, tmp_path):
    """The address of a fresh archive, on SQLite and on PostgreSQL in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'servwatch.db'}"
        return
    server = request.getfixturevalue("postgresql_server")
    name = server.new()
    yield server.url(name)
    server.drop(name)


@pytest.fixture(params=KINDS)
def empty_url(request, tmp_path):
    """The address of a database without any table, on SQLite and on PostgreSQL in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server = request.getfixturevalue("postgresql_server")
    name = server.new_empty()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def database(database_url):
    """A fresh archive, on SQLite and on PostgreSQL in turn."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def corpus():
    """The folder of captured feeds."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "corpus"
    folder = Path(os.environ.get("SERVWATCH_CORPUS", beside))
    if not folder.is_dir():
        pytest.skip(f"no captured feeds at {folder}; SERVWATCH_CORPUS can name them")
    return folder
