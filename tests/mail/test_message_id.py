"""Message-IDs: the same for the same mail, short enough for any folding, different for all else."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.mail.headers import message_ids
from servwatch.mail.message_id import edition_message_id, notice_message_id

SIX = datetime(2026, 11, 27, 6, tzinfo=UTC)


def of(**changes):
    arguments = {
        "digest": "dagelijks-bestuur",
        "number": 46,
        "scheduled": SIX,
        "recipient": "lid@example.org",
        "domain": "example.org",
    }
    return edition_message_id(**arguments | changes)


def test_it_says_which_digest_and_which_time_in_utc():
    brussels = datetime(2026, 11, 27, 7, tzinfo=timezone(timedelta(hours=1)))
    assert re.fullmatch(r"<dagelijks-bestuur\.20261127T0600\.[a-z2-7]{16}@example\.org>", of())
    assert of(scheduled=brussels) == of()


def test_the_case_of_an_address_makes_no_difference():
    assert of(recipient="LID@Example.org") == of()


def test_it_is_the_same_in_every_version_of_the_program():
    assert of() == "<dagelijks-bestuur.20261127T0600.xttp4i5nbrop4umk@example.org>"


@pytest.mark.parametrize(
    "change",
    [
        {"number": 47},
        {"recipient": "ander@example.org"},
        {"scheduled": SIX + timedelta(days=1)},
        {"digest": "x"},
    ],
)
def test_any_other_mail_has_another_id(change):
    assert of(**change) != of()


def test_names_cut_to_one_beginning_stay_apart():
    domain = "servwatch.internationaal.example.org"
    first, second = of(digest="dagelijks-bestuur", domain=domain), of(digest="dagelijks-leden", domain=domain)
    assert first != second
    assert max(len(first), len(second)) <= 70


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="aware"):
        of(scheduled=datetime(2026, 11, 27))  # noqa: DTZ001


def test_a_notice_is_told_apart_by_its_fingerprint():
    def notice(fingerprint):
        return notice_message_id(
            kind="relay-refused", fingerprint=fingerprint, recipient="a@example.org", domain="example.org"
        )

    assert notice("1") == notice("1") != notice("2")
    assert re.fullmatch(r"<relay-refused\.[a-z2-7]{16}@example\.org>", notice("1"))


LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", fullmatch=True)


@given(digest=st.text(), recipient=st.text(), labels=st.lists(LABEL, min_size=1, max_size=6))
def test_whatever_it_is_made_of_it_can_stand_in_a_header(digest, recipient, labels):
    domain = ".".join(labels)
    for made in (
        of(digest=digest, recipient=recipient, domain=domain),
        notice_message_id(kind=digest, fingerprint=digest, recipient=recipient, domain=domain),
    ):
        assert message_ids("Message-ID", [made]) == made
