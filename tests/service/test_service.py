"""The service in this process, at virtual times: the same cycle as `run`, at the times the timetable says."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from servwatch.cycle.locks import lock
from servwatch.service.readiness import Readiness
from servwatch.service.service import Service
from tests.cycle.watch import brussels, entry, rss

FEED = "ec.example.org/rss"


class MovedClock:
    """The machine's clock, set to another time: it goes on from there."""

    def __init__(self, begins):
        self._moved = begins - datetime.now(UTC)

    def now(self):
        return datetime.now(UTC) + self._moved


class Running:
    """A service at work in a thread of its own, as if it were `begins`."""

    def __init__(self, watch, begins, **options):
        watch.write()
        options.setdefault("look_at_files", timedelta(seconds=0.1))
        self.service = Service(watch.path, {}, clock=MovedClock(brussels(begins)), **options)
        self._thread = threading.Thread(target=self.service.run)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.service.stop()
        self._thread.join(30)
        assert not self._thread.is_alive()


def until(happened, what):
    """Wait until it happened; say what did not."""
    end = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < end, f"{what} did not come about"
        time.sleep(0.02)


@pytest.fixture
def weekly(watch, internet):
    text = entry("Nieuws over werk", "https://ec.example.org/1", date=brussels("2026-11-26 08:00"))
    internet.at(FEED).serves(rss(text), etag='"1"')
    watch.source("ec")
    watch.digest("board", schedule="0 7 * * fri", lookback="7d")
    watch.member("a@example.org", "board")
    return watch


def test_what_is_due_is_read_at_once_and_the_digest_sent_at_its_time(weekly, internet):
    weekly.run("2026-11-23 09:00")
    with Running(weekly, "2026-11-27 06:59:57"):
        until(lambda: len(internet.asked(FEED)) == 2, "the poll")
        until(weekly.letters, "the digest")
    assert len(weekly.letters()) == 1
    assert "Nieuws over werk" in weekly.texts()[0]
    (edition,) = editions(weekly)
    assert edition.scheduled == brussels("2026-11-27 07:00")
    assert edition.frozen >= edition.scheduled


def test_digests_that_were_missed_while_it_was_down_are_made_good_by_one(weekly):
    with Running(weekly, "2026-11-23 09:00"):
        until(weekly.titles, "the first poll")
    with Running(weekly, "2026-12-16 15:00"):
        until(weekly.letters, "the digest")
    assert len(weekly.letters()) == 1


def test_a_source_is_read_again_when_its_time_comes(weekly, internet):
    weekly.general = ""
    weekly.source("ec", every="1s")
    with Running(weekly, "2026-11-23 09:00"):
        until(lambda: len(internet.asked(FEED)) >= 2, "the second poll")
    assert internet.asked(FEED)[1].headers.get("if-none-match") == '"1"'


def test_a_changed_file_is_read_while_it_runs(weekly, internet):
    internet.at("ilo.example.org/rss").serves(rss(entry("ILO over werk", "https://ilo.example.org/1")))
    with Running(weekly, "2026-11-23 09:00"):
        until(weekly.titles, "the first poll")
        weekly.source("ilo")
        weekly.write()
        until(lambda: internet.asked("ilo.example.org/rss"), "the poll of the new source")


def test_a_file_that_became_faulty_leaves_the_last_valid_one_in_force_and_tells_staff(weekly, internet):
    weekly.mail = 'administrators = ["admin@example.org"]'
    with Running(weekly, "2026-11-23 09:00"):
        until(weekly.titles, "the first poll")
        weekly.path.write_text(weekly.path.read_text() + "\nfoo = 1\n")
        until(lambda: weekly.letters("admin@example.org"), "the notice")
        text = weekly.texts("admin@example.org")[0]
        assert "feeds.toml:" in text
        assert "foo" in text
        weekly.write()


def test_the_service_goes_on_where_another_process_holds_the_lock(weekly, internet):
    weekly.write()
    with weekly.archive() as archive:
        with lock(archive.database, "cycle"), Running(weekly, "2026-11-23 09:00") as running:
            until(lambda: running.service._calls.empty(), "the first cycle")
            running.service.reload()
            until(lambda: not running.service._changed, "the reload")
        assert archive.runs.last() is None
    assert internet.asked(FEED) == []


def test_what_stays_due_does_not_keep_the_machine_busy(weekly):
    """Another process sends for long: the mail is due all the time, and cannot be sent."""
    weekly.run("2026-11-23 09:00")
    with weekly.archive() as archive, lock(archive.database, "sender"):
        before = archive.runs.last().id
        with Running(weekly, "2026-11-27 07:00"):
            until(lambda: editions(weekly), "the edition")
            time.sleep(0.5)
        assert archive.runs.last().id <= before + 3
        assert [m.state.value for m in archive.desk.messages()] == ["pending"]


def editions(watch):
    with watch.archive() as archive:
        return list(archive.editions.recent(limit=1))


def test_the_manager_hears_of_readiness_of_life_and_of_the_end(weekly, manager):
    environ = {"NOTIFY_SOCKET": str(manager.path), "WATCHDOG_USEC": "200000"}
    with Running(weekly, "2026-11-23 09:00", readiness=Readiness(environ)):
        assert manager.hears() == "READY=1"
        assert manager.hears() == "WATCHDOG=1"
    told = manager.hears()
    while told == "WATCHDOG=1":
        told = manager.hears()
    assert told == "STOPPING=1"


def test_nobody_hears_where_there_is_no_manager(tmp_path):
    assert not Readiness({}).tell("READY=1")
    assert not Readiness({"NOTIFY_SOCKET": str(tmp_path / "none")}).tell("READY=1")


def test_an_abstract_socket_is_told_too(tmp_path):
    import socket

    name = f"servwatch-{tmp_path.name}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(f"\0{name}")
        listener.settimeout(10)
        assert Readiness({"NOTIFY_SOCKET": f"@{name}"}).tell("READY=1")
        assert listener.recv(100) == b"READY=1"
