"""Sixteen faults times a kill at every commit, on real outboxes: a fixed sample, and senders that are wrong on purpose."""

from contextlib import closing

import pytest

from servwatch.archive.database import Database
from tests.mail.fault_play import COURSES, FOR_GOOD, HALF_HOUR, MOMENT, SINK_OPTIONS, Stage
from tests.mail.fault_reckoning import gaps, reckon
from tests.mail.faults import SIXTEEN
from tests.mail.faults_proof import STAGES, playable, played, stage
from tests.mail.killed_sender import FLAWS, Kill
from tests.mail.letters import letter
from tests.smtp_sink import MISSING, SINK

needs_sink = pytest.mark.skipif(SINK is None, reason=MISSING)

# Each kind of commit is struck on both of its sides; the numbers are those of the commits in these plays.
SAMPLE = [
    ("greeting 421", HALF_HOUR, Kill(5), "before defer_due"),
    ("greeting 554", MOMENT, Kill(3, after=True), "after hold_due"),
    ("MAIL 550", MOMENT, Kill(3), "before hold_due"),
    ("MAIL 550", MOMENT, Kill(7, after=True), "after release_held"),
    ("greeting 554", MOMENT, Kill(7), "before release_held"),
    ("RCPT 550", MOMENT, Kill(2), "before settle_and_start"),
    ("RCPT drop", HALF_HOUR, Kill(5, after=True), "after defer_due"),
    ("DATA drop", MOMENT, Kill(1, after=True), "after start"),
    ("body drop", MOMENT, Kill(1), "before start"),
    ("dot 250, QUIT drop", MOMENT, Kill(2), "before mark"),
    ("dot 250, QUIT drop", MOMENT, Kill(2, after=True), "after mark"),
    ("dot 250, QUIT drop", MOMENT, Kill(3), "before settle_and_start"),
    ("dot 451", MOMENT, Kill(3, after=True), "after settle_and_start"),
    ("dot drop", MOMENT, Kill(3), "before settle_and_start"),
    ("dot hang", MOMENT, Kill(2, after=True), "after mark"),
]
ON_POSTGRESQL = [SAMPLE[n] for n in (1, 4, 8, 11)]
ON_SINK = [
    ("dot drop", HALF_HOUR, Kill(3), "before settle_and_start"),
    ("dot 250, QUIT drop", HALF_HOUR, Kill(2, after=True), "after mark"),
]


@pytest.fixture
def place(tmp_path):
    url = f"sqlite:///{tmp_path / 'servwatch.db'}"
    with closing(Database(url)) as database:
        yield Stage(database, url, tmp_path)


def struck(ending):
    return " ".join(ending.killed_at.split()[:2])


@pytest.mark.parametrize(
    ("name", "course", "kill", "at"), SAMPLE, ids=[f"{name}, {at}" for name, _, _, at in SAMPLE]
)
def test_a_fault_and_a_kill_lose_nothing_and_double_only_in_the_gap(place, name, course, kill, at):
    ending = place.play(SIXTEEN[name], course, kill)
    assert struck(ending) == at
    assert not ending.broken, ending


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("name", "course", "kill", "at"), ON_POSTGRESQL, ids=[f"{name}, {at}" for name, _, _, at in ON_POSTGRESQL]
)
def test_the_same_on_postgresql(postgresql_server, tmp_path, name, course, kill, at):
    url = postgresql_server.url(postgresql_server.new())
    with closing(Database(url)) as database:
        ending = Stage(database, url, tmp_path).play(SIXTEEN[name], course, kill)
    assert struck(ending) == at
    assert not ending.broken, ending


@needs_sink
@pytest.mark.parametrize(
    ("name", "course", "kill", "at"), ON_SINK, ids=[f"{name}, {at}" for name, _, _, at in ON_SINK]
)
def test_the_same_with_the_sink_that_postfix_comes_with(place, name, course, kill, at):
    ending = place.play(SIXTEEN[name], course, kill, relay="smtp-sink")
    assert struck(ending) == at
    assert not ending.broken, ending


@pytest.mark.parametrize("side", ["before expire", "after expire"])
def test_a_kill_where_the_edition_expires_leaves_it_expired(place, side):
    """The commit of `expire` comes after as many others as the retries made."""
    fault, after = SIXTEEN["greeting drop"], side.startswith("after")
    place.play(fault, FOR_GOOD)
    writes = len((place.folder / "journal-1").read_text().splitlines())
    ending = place.play(fault, FOR_GOOD, Kill(writes, after))
    assert struck(ending) == side
    assert not ending.broken, ending
    assert ending.states == ("expired", "expired")


def test_a_kill_between_the_dot_and_its_answer_makes_one_copy_with_the_same_bytes(place):
    ending = place.play(SIXTEEN["dot 250, QUIT drop"], MOMENT, Kill(3))
    assert (ending.extra, ending.outside_gap, ending.altered, ending.lost) == (1, 0, 0, 0)
    assert ending.states == ("accepted", "accepted")


def test_every_fault_has_a_way_to_be_played_and_every_course_a_name():
    assert set(SINK_OPTIONS) <= set(SIXTEEN)
    assert len(SIXTEEN) == 16
    assert len(COURSES) == 3


# That the proof can fail


@pytest.mark.parametrize(
    ("flaw", "kill", "found"),
    [
        (FLAWS[0], Kill(2), "outside_gap"),  # killed before its late mark, the row says the dot never left
        (FLAWS[1], Kill(3), "altered"),
        (FLAWS[2], Kill(3, after=True), "lost"),  # killed when it had settled, before the dot left
    ],
)
def test_a_sender_that_is_wrong_on_purpose_is_found(place, flaw, kill, found):
    ending = place.play(SIXTEEN["dot 250, QUIT drop"], MOMENT, kill, flaw=flaw)
    assert getattr(ending, found), ending
    assert ending.broken


def test_the_reckoning_finds_what_is_lost_doubled_changed_and_hidden():
    one = letter(1, filler=100)
    accepted = {1: letter(1, state="accepted")}
    assert reckon([one], {}, accepted, []).lost == 1
    assert reckon([one], {}, {}, []).lost == 1
    twice = {one.recipient: [one.mime, one.mime]}
    assert reckon([one], twice, accepted, ["mark 1", "settle 1 accepted"]).outside_gap == 1
    assert reckon([one], twice, accepted, ["mark 1", "settle 1 accepted"]).unreported == 1
    in_the_gap = reckon(
        [one], twice, {1: letter(1, state="accepted", doubts=1)}, ["mark 1", "mark 1", "settle 1 accepted"]
    )
    assert not in_the_gap.broken
    assert in_the_gap.extra == 1
    assert reckon([one], {one.recipient: [one.mime + b" "]}, accepted, []).altered == 1


def test_a_gap_is_a_mark_whose_answer_was_not_written_down():
    journal = [
        "start 1",
        "mark 1",
        "settle_and_start 1 accepted",
        "mark 2",
        "settle 2",
        "mark 2",
        "settle 2 unknown",
    ]
    assert +gaps(journal) == {2: 2}


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("kind", "relay"), STAGES)
def test_every_fault_and_a_kill_at_every_commit(kind, relay):
    if relay == "smtp-sink" and SINK is None:
        pytest.skip(MISSING)
    with stage(kind) as place:
        for fault in playable(relay):
            sums = played(relay, fault, place)
            assert (sums.lost, sums.outside_gap, sums.altered, sums.unreported) == (0, 0, 0, 0), fault.name
            assert sums.kills
