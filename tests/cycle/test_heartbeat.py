"""The heartbeat: a monitor hears of every cycle that went well, from cron and from the service."""

import random

import pytest

from servwatch.archive.archive import Archive
from servwatch.cycle.clock import FixedClock
from servwatch.cycle.configuration import in_force
from servwatch.cycle.cycle import Plan, Watchers, run_cycle
from tests.cycle.watch import brussels, entry, rss
from tests.lasting_parsers import LentParsers

FEED = rss(entry("Bericht over werk", "https://ec.example.org/1", date=brussels("2026-11-23 08:00")))


def beats(watch, internet, plan):
    internet.at("status.example.org/ping").serves(b"<html>well</html>")
    watch.general = 'heartbeat = "http://status.example.org/ping"'
    watch.source("ec")
    watch.write()
    current = in_force(watch.path, {})
    with Archive(current.settings.database) as archive:
        clock = FixedClock(brussels("2026-11-23 09:00"))
        run_cycle(current, archive, clock, plan, Watchers(rng=random.Random(1), parsers=LentParsers))
    return len(internet.asked("status.example.org/ping"))


@pytest.mark.parametrize("command", ["run", "serve"])
def test_a_cycle_in_which_all_went_well_is_heard_of(watch, internet, command):
    internet.at("ec.example.org/rss").serves(FEED)
    assert beats(watch, internet, Plan(command)) == 1


def test_the_intake_half_alone_says_nothing(watch, internet):
    internet.at("ec.example.org/rss").serves(FEED)
    assert beats(watch, internet, Plan("fetch", build=False, deliver=False)) == 0


def test_nor_does_a_cycle_that_asks_for_attention(watch, internet):
    internet.at("ec.example.org/rss").answers(404)
    assert beats(watch, internet, Plan("run")) == 0
