"""Two services on one PostgreSQL database with one schedule: each edition is built once, each message is sent once.

Real processes, begun at one moment two seconds before three digests for forty members are due. One may be killed (-9) over it;
the other takes over. (It would do so by itself within a minute; SIGHUP makes it look at once.)
"""

import os
import random
import signal
import time
from collections import Counter
from contextlib import ExitStack

import pytest

from tests.cycle.killing import DIGESTS, DUE, LATER, RECIPIENTS, START, Sink, Trial, finish, judge, make
from tests.cycle.watch import Watch
from tests.internet import Internet
from tests.processes import Process

pytestmark = [pytest.mark.postgresql, pytest.mark.timeout(3600)]

SERVICE = """
    import structlog
    from datetime import datetime, timedelta, UTC
    from pathlib import Path
    from servwatch.service.service import Service

    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())

    class MovedClock:
        def now(self):
            return datetime.now(UTC) + moved

    go()
    moved = datetime.fromisoformat(sys.argv[2]) - timedelta(seconds=2) - datetime.now(UTC)
    service = Service(Path(sys.argv[1]), {}, clock=MovedClock())
    service.obey_signals()
    service.run()
"""
ALL = RECIPIENTS * len(DIGESTS)


class Pair:
    """Two services at work on one watch, and the relay that takes their mail."""

    def __init__(self, folder, server, stack):
        internet = stack.enter_context(Internet())
        self.sink = Sink()
        stack.callback(self.sink.stop)
        folder.mkdir()
        self.watch = Watch(folder, internet, database=server.url(server.new()))
        make(self.watch, internet, self.sink)
        self.watch.write()
        finish(self.watch, START)
        self.services = [Process(SERVICE, self.watch.path, f"{DUE}:00+01:00") for _ in range(2)]
        stack.callback(self.end)
        for service in self.services:
            service.wait_until_ready()
        for service in self.services:
            service.popen.stdin.write("\n")
            service.popen.stdin.flush()

    def end(self):
        for service in self.services:
            if service.popen.poll() is None:
                service.kill()

    def worker(self):
        """The service that holds the lock of the cycle, or held it last."""
        from servwatch.archive.schema import lock_holder

        with self.watch.archive() as archive, archive.database.read() as connection:
            holders = [row.holder for row in connection.execute(lock_holder.select())]
        found = (s for s in self.services if any(h.endswith(f":{s.popen.pid}") for h in holders))
        return next(found, self.services[0])

    def until_sent(self, survivors):
        """Wait until nothing is left to send but what waits in doubt."""
        end = time.monotonic() + 120
        while not self.done():
            assert time.monotonic() < end, self.states()
            time.sleep(0.2)
            for service in survivors:
                assert service.popen.poll() is None, service.popen.communicate()
                os.kill(service.popen.pid, signal.SIGHUP)

    def done(self):
        states = self.states()
        return sum(states.values()) == ALL and set(states) <= {"accepted", "unknown"}

    def states(self):
        with self.watch.archive() as archive:
            return Counter({state.value: count for state, count in archive.desk.counts().items()})

    def judged(self, trial):
        """What the mailboxes and the ledger hold once the doubtful one has been sent again."""
        self.end()
        report = finish(self.watch, LATER)
        judge(self.watch, self.sink, trial, len(report["duplicates"]))
        with self.watch.archive() as archive:
            built = [(e.digest, e.number) for e in archive.editions.recent(limit=100)]
        if sorted(built) != [(digest, 1) for digest in sorted(DIGESTS)]:
            trial.problems.append(f"built: {built}")
        return trial


def until(happened):
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.slow
def test_two_services_build_each_edition_once_and_send_each_message_once(postgresql_server, tmp_path):
    with ExitStack() as stack:
        pair = Pair(tmp_path / "watch", postgresql_server, stack)
        until(lambda: pair.sink.copies)
        pair.until_sent(pair.services)
        trial = pair.judged(Trial(0, 0.0, ""))
    assert (trial.problems, trial.extra) == ([], 0)


def test_where_the_one_at_work_is_killed_the_other_sends_the_rest(postgresql_server, tmp_path):
    with ExitStack() as stack:
        pair = Pair(tmp_path / "watch", postgresql_server, stack)
        until(lambda: len(pair.sink.copies) > ALL // 4)
        killed = pair.worker()
        killed.kill()
        assert len(pair.sink.copies) < ALL, "it was done before it could be killed"
        pair.until_sent([s for s in pair.services if s is not killed])
        trial = pair.judged(Trial(0, 0.0, ""))
    assert trial.problems == []


@pytest.mark.slow
def test_twenty_kills_of_either_at_any_moment_lose_nothing_and_double_nothing(postgresql_server, tmp_path):
    rng, trials = random.Random(11), []
    for number in range(20):
        with ExitStack() as stack:
            pair = Pair(tmp_path / str(number), postgresql_server, stack)
            trial = Trial(number + 1, rng.uniform(0.5, 5.0), "")
            time.sleep(trial.moment)
            killed = rng.choice([pair.worker(), *pair.services])
            trial.cut = str(dict(pair.states()))
            killed.kill()
            pair.until_sent([s for s in pair.services if s is not killed])
            trials.append(pair.judged(trial))
            print(f"{trial.number}: after {trial.moment:.2f} s, {trial.cut}, {trial.extra} extra copies")
    assert [(t.number, t.cut, t.problems) for t in trials if t.problems] == []
