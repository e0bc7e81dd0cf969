"""kill -9 at random moments of a run with three digests and forty recipients, then run to the end.

Maildir: each message exactly once. SMTP: none lost; an extra copy only where the mark before the final
dot was committed and the reply not seen, byte-identical, and reported. The archive is intact.
"""

import pytest

from tests.cycle.killing import table, trials
from tests.cycle.watch import Watch
from tests.internet import Internet


@pytest.fixture
def make_watch(request, tmp_path):
    """Fresh watches on one loopback internet, on the database asked for."""
    numbers = iter(range(10_000))
    with Internet() as internet:

        def make(kind="sqlite"):
            folder = tmp_path / str(next(numbers))
            folder.mkdir()
            if kind == "sqlite":
                return Watch(folder, internet), internet
            server = request.getfixturevalue("postgresql_server")
            return Watch(folder, internet, database=server.url(server.new())), internet

        yield make


def check(make_watch, kind, count, *, smtp, seed):
    results = trials(lambda: make_watch(kind), count, smtp=smtp, seed=seed)
    print(
        f"\n{kind}, {'smtp' if smtp else 'maildir'}: {len(results)} kills, {sum(t.extra for t in results)} extra copies"
    )
    print(table(results))
    assert [(t.number, t.cut, t.problems) for t in results if t.problems] == []
    assert len(results) == count


KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("smtp", [False, True], ids=["maildir", "smtp"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_few_kills_lose_nothing_and_double_nothing(make_watch, kind, smtp):
    check(make_watch, kind, 2 if kind == "sqlite" else 1, smtp=smtp, seed=5)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("smtp", [False, True], ids=["maildir", "smtp"])
@pytest.mark.parametrize("kind", KINDS)
def test_fifty_kills_lose_nothing_and_double_nothing(make_watch, kind, smtp):
    check(make_watch, kind, 50, smtp=smtp, seed=7)
