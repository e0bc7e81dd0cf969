"""Every SMTP fault times a kill at every write: none lost, at most one copy too many, and only in the gap."""

import pytest

from tests.mail.crash_play import MESSAGES, Kill, every_kill, play
from tests.mail.faults import ALL, SIXTEEN

# The first message's writes: start, mark, settle. A fault before the dot has no mark.
SAMPLE = [Kill(write, after) for write in (1, 2, 3) for after in (False, True)]


def assert_guarantee(ending):
    assert ending.lost == 0, ending
    assert ending.extra <= MESSAGES, ending
    assert ending.outside_gap == 0, ending
    assert ending.altered == 0, ending
    assert ending.unreported == 0, ending


@pytest.mark.parametrize("kill", SAMPLE, ids=str)
@pytest.mark.parametrize("name", SIXTEEN)
def test_a_fault_and_a_kill_at_the_first_message(name, kill):
    assert_guarantee(play(ALL[name], kill))


def test_a_kill_between_the_dot_and_its_answer_makes_exactly_one_copy_and_says_so():
    ending = play(ALL["dot 250, QUIT drop"], Kill(3))
    assert (ending.killed_at, ending.states, ending.extra) == ("settle and start", ("accepted",) * 3, 1)


def test_a_kill_before_the_mark_makes_none():
    ending = play(ALL["dot 250, QUIT drop"], Kill(2))
    assert (ending.killed_at, ending.states, ending.extra) == ("mark", ("accepted",) * 3, 0)


def test_a_message_never_taken_is_sent_again():
    ending = play(ALL["dot drop, not taken"], Kill())
    assert (ending.states, ending.extra, ending.lost) == (("accepted",) * 3, 0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_a_fault_and_a_kill_at_every_write(name):
    for _, ending in every_kill(ALL[name]):
        assert_guarantee(ending)
