"""While the brake stands nothing leaves, whoever put it on; an administrator lifts it, and all goes on."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from servwatch.archive.archive import Archive
from servwatch.archive.brake import CLOCK, CLONED, ORDER
from servwatch.archive.outbox_desk import OutboxDesk
from servwatch.cycle.clock import FixedClock, SystemClock, Uptime
from servwatch.cycle.guard import SteadyClock, guard, lift_brake, machine_id
from servwatch.model import Hold, MessageState
from tests.archive.messages import holding, message
from tests.cli.line import servwatch
from tests.cycle.watch import brussels

NOW = brussels("2026-11-23 09:00")
HOUR = timedelta(hours=1)


@dataclass
class Machine:
    """A machine whose clock can be set, and whose uptime cannot."""

    time: datetime = NOW
    seconds: float = 1000.0
    boot: str = "first"
    name: str = "here"
    puts_on: list[str] = field(default_factory=list)

    def now(self):
        return self.time

    def uptime(self):
        return Uptime(self.boot, self.seconds)

    def goes_on(self, by):
        self.time += by
        self.seconds += by.total_seconds()

    def restarts(self, after):
        self.time += after
        self.seconds, self.boot = 20.0, f"{self.boot}'"


@pytest.fixture
def machine():
    return Machine()


@pytest.fixture
def archive(database_url):
    with Archive(database_url) as archive:
        yield archive


def looked_at(archive, machine):
    guard(archive, machine, lambda: machine.name)
    return [brake.why for brake in archive.brakes.standing()]


def test_a_machine_that_goes_on_is_trusted(archive, machine):
    assert looked_at(archive, machine) == []
    for pause in (HOUR, timedelta(days=40)):  # it slept, or nobody ran anything
        machine.goes_on(pause)
        assert looked_at(archive, machine) == []


@pytest.mark.parametrize("jump", [timedelta(days=2), timedelta(days=-2), timedelta(days=365)])
def test_a_clock_that_is_set_by_days_stops_all(archive, machine, jump):
    looked_at(archive, machine)
    machine.goes_on(HOUR)
    machine.time += jump
    assert looked_at(archive, machine) == [CLOCK]
    machine.goes_on(HOUR)
    assert looked_at(archive, machine) == [CLOCK]  # until somebody says that it is right


def test_a_clock_that_is_set_by_hours_does_not(archive, machine):
    looked_at(archive, machine)
    for jump in (timedelta(hours=23), timedelta(hours=-23)):
        machine.time += jump
        assert looked_at(archive, machine) == []


def test_over_a_restart_only_a_clock_that_went_back_can_be_told(archive, machine):
    looked_at(archive, machine)
    machine.restarts(timedelta(days=20))  # it was off
    assert looked_at(archive, machine) == []
    machine.restarts(timedelta(days=-20))  # its battery is empty
    assert looked_at(archive, machine) == [CLOCK]


def test_another_machine_stops_all_until_somebody_says_that_it_is_right(archive, machine):
    looked_at(archive, machine)
    machine.name = "there"
    assert looked_at(archive, machine) == [CLONED]
    lift_brake(archive, machine, lambda: machine.name)
    assert looked_at(archive, machine) == []
    machine.name = "here"  # of a file only one machine is right; a server may have several
    assert looked_at(archive, machine) == ([CLONED] if archive.database.is_sqlite else [])


def test_a_machine_without_a_name_is_not_asked(archive, machine):
    machine.name = ""
    assert looked_at(archive, machine) == []


def test_a_machine_that_lost_its_name_is_another_one_until_somebody_says_that_it_is_right(archive, machine):
    looked_at(archive, machine)
    machine.name = ""  # as images of a machine are prepared, see machine-id(5)
    assert looked_at(archive, machine) == [CLONED]
    lift_brake(archive, machine, lambda: machine.name)
    assert looked_at(archive, machine) == []
    machine.name = "new"
    assert looked_at(archive, machine) == [CLONED]


def test_a_machine_that_gets_its_first_name_is_trusted(archive, machine):
    machine.name = ""
    looked_at(archive, machine)
    machine.name = "here"
    assert looked_at(archive, machine) == []


def test_lifting_takes_the_clock_as_it_is(archive, machine):
    looked_at(archive, machine)
    machine.time += timedelta(days=30)
    looked_at(archive, machine)
    brakes, _ = lift_brake(archive, machine, lambda: machine.name)
    assert [brake.why for brake in brakes] == [CLOCK]
    assert looked_at(archive, machine) == []


def test_a_time_that_was_given_is_no_jump(archive):
    guard(archive, FixedClock(NOW), lambda: "here")
    guard(archive, FixedClock(NOW + timedelta(days=90)), lambda: "here")
    assert archive.brakes.standing() == []


def test_the_clock_of_this_machine_has_an_uptime():
    assert isinstance(SystemClock(), SteadyClock)
    assert not isinstance(FixedClock(NOW), SteadyClock)
    assert SystemClock().uptime().seconds > 0


@pytest.mark.parametrize("text", ["", "uninitialized\n", None])
def test_a_machine_may_have_no_id(tmp_path, text):
    if text is not None:
        (tmp_path / "id").write_text(text)
    assert machine_id(tmp_path / "id") == ""


def test_the_id_itself_is_not_told(tmp_path):
    (tmp_path / "id").write_text("0123456789abcdef0123456789abcdef\n")
    name = machine_id(tmp_path / "id")
    assert len(name) == 32
    assert "0123456789abcdef" not in name


def test_the_emergency_brake_holds_what_comes_too(weekly):
    weekly.run("2026-11-24 09:00")
    weekly.run("2026-11-27 07:05")
    first = len(weekly.letters())
    said = servwatch(weekly.folder, "outbox", "hold", "--all").well().out
    assert "nothing leaves until" in said
    report = weekly.run("2026-12-04 07:05")
    assert [(e.digest, e.number) for e in report.editions] == [("board", 2)]
    assert len(weekly.letters()) == first
    (brake,) = [a for a in report.attention if a.what == "brake"]
    assert "outbox release --all" in brake.remedy
    assert report.exit_code == 3
    weekly.run("2026-12-05 07:05")
    said = servwatch(weekly.folder, "outbox", "release", "--all").well().out
    assert "The brake is lifted (order)" in said
    weekly.run("2026-12-12 07:05")  # later than the second edition would have been worth sending
    assert len(weekly.letters()) == first + 2
    with weekly.archive() as archive:
        assert archive.brakes.standing() == []


def test_a_single_message_is_held_without_the_brake(weekly):
    weekly.run("2026-11-24 09:00")
    servwatch(weekly.folder, "digest", "build", "board").well()
    servwatch(weekly.folder, "outbox", "hold", "1").well()
    with weekly.archive() as archive:
        assert archive.brakes.standing() == []


def test_digest_send_says_why_nothing_leaves(weekly):
    weekly.run("2026-11-20 09:00")
    with weekly.archive() as archive:
        archive.brakes.put_on(ORDER, NOW)
    sent = servwatch(weekly.folder, "digest", "send", "board")
    assert (sent.code, weekly.letters()) == (3, [])
    assert "the brake stands" in sent.out


def test_what_was_held_by_itself_stays_held_when_another_brake_is_lifted(weekly):
    weekly.run("2026-11-24 09:00")
    servwatch(weekly.folder, "digest", "build", "board").well()
    servwatch(weekly.folder, "outbox", "hold", "1").well()
    with weekly.archive() as archive:
        archive.brakes.put_on(CLOCK, NOW)
        _, released = lift_brake(archive, FixedClock(NOW))
        assert (released, [m.hold for m in archive.desk.messages()]) == (0, [Hold.ORDER])


def test_what_was_held_by_number_stays_held_when_the_emergency_brake_is_lifted(weekly):
    weekly.member("b@example.org", "board")
    weekly.member("c@example.org", "board")
    weekly.run("2026-11-24 09:00")
    servwatch(weekly.folder, "digest", "build", "board").well()
    servwatch(weekly.folder, "outbox", "hold", "1").well()
    servwatch(weekly.folder, "outbox", "hold", "--all").well()
    servwatch(weekly.folder, "outbox", "hold", "2").well()
    told = servwatch(weekly.folder, "outbox", "release", "--all").well().out
    with weekly.archive() as archive:
        states = {m.id: (m.state, m.hold) for m in archive.desk.messages()}
    assert [states[n] for n in (1, 2)] == [(MessageState.HELD, Hold.ORDER)] * 2
    assert (MessageState.PENDING, None) in states.values()
    assert "stay held" in told


def test_what_the_relay_refused_does_not_expire_because_the_brake_stood(database):
    held = holding(
        database, message(1, state=MessageState.HELD, hold=Hold.RELAY, expires=NOW), message(2, expires=NOW)
    )
    OutboxDesk(database).release_waiting()
    assert held.expire(NOW + timedelta(days=30)) == 0
    assert held.probe() == 1
