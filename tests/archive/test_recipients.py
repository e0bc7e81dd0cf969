"""What recipients and the mail system say is kept per address, and only a person's word stops mail."""

from datetime import UTC, datetime, timedelta

import pytest

from servwatch.archive.recipients import FORGOTTEN_AFTER, Recipients
from servwatch.model import Frequency, Preferences, SuppressedFor
from tests.archive.arrivals import DAY, HOUR, NOW

AN = "an@example.org"
GONE = "550 5.1.1 <an@example.org>: User unknown"


@pytest.fixture
def recipients(database):
    return Recipients(database)


def utc_day(time):
    return time.astimezone(UTC).date()


def test_of_an_address_nothing_was_said_of_nothing_is_known(recipients):
    state = recipients.states().of("Nobody@Example.org")
    assert (state.address, state.suppression("board"), state.bounces) == ("nobody@example.org", None, ())


def test_a_suppressed_address_is_so_however_it_is_written(recipients):
    assert recipients.suppress(
        "An@Example.ORG", SuppressedFor.UNSUBSCRIBED, NOW, digest="board", detail="web"
    )
    found = recipients.states().of("AN@example.org").suppression("board")
    assert (found.reason, found.since, found.detail) == (SuppressedFor.UNSUBSCRIBED, NOW, "web")
    assert recipients.states().of(AN).suppression("tenders") is None


def test_what_is_suppressed_for_all_is_so_for_each_digest(recipients):
    recipients.suppress(AN, SuppressedFor.BY_HAND, NOW)
    assert recipients.states().of(AN).suppression("board").reason == SuppressedFor.BY_HAND


def test_the_first_word_stays(recipients):
    assert recipients.suppress(AN, SuppressedFor.UNSUBSCRIBED, NOW, digest="board")
    assert not recipients.suppress(AN, SuppressedFor.BY_HAND, NOW + DAY, digest="board")
    found = recipients.states().of(AN).suppression("board")
    assert (found.reason, found.since) == (SuppressedFor.UNSUBSCRIBED, NOW)


def test_a_restored_address_is_mailed_again_and_what_came_back_is_forgotten(recipients):
    recipients.suppress(AN, SuppressedFor.BOUNCED, NOW)
    recipients.suppress(AN, SuppressedFor.UNSUBSCRIBED, NOW, digest="board")
    recipients.bounced(AN, NOW, "5.1.1", GONE)
    assert recipients.restore("AN@example.org") == 2
    state = recipients.states().of(AN)
    assert (state.suppression("board"), state.bounces) == (None, ())
    assert recipients.restore(AN) == 0


def test_one_digest_is_restored_without_the_others(recipients):
    for digest in ("board", "tenders"):
        recipients.suppress(AN, SuppressedFor.UNSUBSCRIBED, NOW, digest=digest)
    assert recipients.restore(AN, digest="board") == 1
    assert recipients.states().of(AN).suppression("board") is None
    assert recipients.states().of(AN).suppression("tenders") is not None


def test_only_the_reasons_that_are_named_are_lifted(recipients):
    recipients.suppress(AN, SuppressedFor.BY_HAND, NOW, digest="board")
    assert recipients.restore(AN, digest="board", reasons=(SuppressedFor.UNSUBSCRIBED,)) == 0
    assert recipients.states().of(AN).suppression("board") is not None


def test_mail_that_comes_back_is_counted_and_suppresses_nobody(recipients):
    for hours in (0, 1, 30):
        recipients.bounced("An@example.org", NOW + hours * HOUR, "5.1.1", GONE)
    state = recipients.states().of(AN)
    (bounces,) = state.bounces
    assert (bounces.code, bounces.first, bounces.last) == ("5.1.1", NOW, NOW + 30 * HOUR)
    assert (bounces.count, bounces.text) == (3, GONE)
    assert state.suppression("board") is None


def test_a_bounce_that_is_read_late_does_not_pass_for_the_newest(recipients):
    recipients.bounced(AN, NOW, "4.2.2", "full")
    recipients.bounced(AN, NOW - DAY, "4.2.2", "nearly full")
    (bounces,) = recipients.states().of(AN).bounces
    assert (bounces.first, bounces.last, bounces.count, bounces.text) == (NOW - DAY, NOW, 2, "full")


def test_what_came_back_long_ago_does_not_count_any_more(recipients):
    recipients.bounced(AN, NOW, "5.1.1", GONE)
    later = NOW + FORGOTTEN_AFTER + timedelta(seconds=1)
    recipients.bounced(AN, later, "5.1.1", GONE)
    (bounces,) = recipients.states().of(AN).bounces
    assert (bounces.first, bounces.count) == (later, 1)


@pytest.mark.parametrize(
    ("codes", "dead"),
    [
        ([("5.1.1", 0)], False),
        ([("5.1.1", 0), ("5.1.1", 1)], False),  # the same day
        ([("5.1.1", 0), ("5.1.10", 24)], True),
        ([("5.2.2", 0), ("5.2.2", 24)], False),  # full, not gone
        ([("5.1.1", 0), ("4.2.2", 24)], False),
        ([("5.7.1", 0), ("5.7.1", 48)], False),  # ours
    ],
)
def test_an_address_seems_dead_when_it_is_unknown_on_two_different_days(recipients, codes, dead):
    morning = datetime(2026, 11, 20, 6, tzinfo=UTC)
    for code, hours in codes:
        recipients.bounced(AN, morning + hours * HOUR, code, "text")
    assert recipients.states().of(AN).seems_dead(utc_day) is dead


def test_preferences_come_out_as_they_went_in_and_the_newest_count(recipients):
    recipients.prefer(AN, Preferences(Frequency.WEEKLY, "brief", ("work", "energy")), NOW)
    recipients.prefer("AN@example.org", Preferences(Frequency.MONTHLY, None, ()), NOW, digest="board")
    state = recipients.states().of(AN)
    usual = Preferences(Frequency.EACH, "full", None)
    assert state.preferring("board", usual) == Preferences(Frequency.MONTHLY, "brief", ())
    assert state.preferring("tenders", usual) == Preferences(Frequency.WEEKLY, "brief", ("work", "energy"))
    recipients.prefer(AN, Preferences(), NOW)
    assert recipients.states().of(AN).preferring("tenders", usual) == usual


def test_the_key_of_an_archive_is_made_once(database):
    first = Recipients(database, lambda: b"1" * 32).key()
    assert Recipients(database, lambda: b"2" * 32).key() == first == b"1" * 32
