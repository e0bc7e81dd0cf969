"""Who is mailed a digest: the stricter of invitation and what was said since wins, and everybody else is listed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.digest.readers import NotMailed, ending, readers
from servwatch.model import (
    EVERY_DIGEST,
    Recipient,
    RecipientState,
    RecipientStates,
    SuppressedFor,
    Suppression,
)

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
AN = Recipient("An@example.org", copy=("desk@example.org",))
BO = Recipient("bo@example.org")


def states(*suppressed, digest=EVERY_DIGEST, reason=SuppressedFor.UNSUBSCRIBED, erased=()):
    said = {digest: Suppression(reason, NOW, digest)}
    by_address = {address: RecipientState(address, said) for address in suppressed}
    return RecipientStates(by_address, dict.fromkeys(map("#{}".format, erased), NOW), "#{}".format)


NOTHING_SAID = RecipientStates()


def split(invited, said=NOTHING_SAID, digest="board"):
    found = readers(invited, said, digest, TODAY)
    return [r.recipient.email for r in found.mailed], {p.recipient.email: p.reason for p in found.passed}


def test_the_invited_are_mailed_with_their_copies():
    assert split([AN, BO]) == (["An@example.org", "bo@example.org", "desk@example.org"], {})


def test_a_suppressed_address_is_listed_with_its_reason_and_its_copies_with_it():
    mailed, passed = split([AN, BO], states("an@example.org"))
    assert mailed == ["bo@example.org"]
    assert passed == {"An@example.org": NotMailed.SUPPRESSED, "desk@example.org": NotMailed.FOLLOWS}
    one = readers([AN], states("an@example.org"), "board", TODAY).passed[0]
    assert (one.suppression.reason, one.suppression.since) == (SuppressedFor.UNSUBSCRIBED, NOW)


def test_what_is_suppressed_for_one_digest_is_mailed_the_others():
    said = states("bo@example.org", digest="board")
    assert split([BO], said, "board")[0] == []
    assert split([BO], said, "tenders")[0] == ["bo@example.org"]


def test_a_suppressed_address_is_not_mailed_as_a_copy_either():
    mailed, passed = split([AN], states("desk@example.org"))
    assert (mailed, passed) == (["An@example.org"], {"desk@example.org": NotMailed.SUPPRESSED})


def test_who_was_erased_is_suppressed_though_only_a_hash_is_kept():
    found = readers([BO], states(erased=["bo@example.org"]), "board", TODAY)
    assert found.mailed == ()
    assert found.passed[0].suppression.reason == SuppressedFor.ERASED


@pytest.mark.parametrize(
    ("since", "until", "reason"),
    [
        (None, None, None),
        (TODAY, TODAY, None),
        (TODAY + timedelta(1), None, NotMailed.NOT_BEGUN),
        (None, TODAY - timedelta(1), NotMailed.ENDED),
    ],
)
def test_a_mandate_holds_from_its_first_day_to_its_last(since, until, reason):
    member = Recipient("an@example.org", since=since, until=until)
    assert split([member])[1].get("an@example.org") == reason


def test_a_copy_that_is_a_member_itself_gets_one_message_its_own():
    both = [Recipient("an@example.org", copy=("BO@example.org",)), Recipient("bo@example.org", name="Bo")]
    found = readers(both, RecipientStates(), "board", TODAY)
    assert [(r.recipient.email, r.recipient.name, r.copy_of) for r in found.mailed] == [
        ("an@example.org", "", ""),
        ("bo@example.org", "Bo", ""),
    ]


def test_whose_mandate_is_over_still_gets_the_copy_of_another():
    old = Recipient("bo@example.org", until=TODAY - timedelta(1))
    assert split([old, Recipient("an@example.org", copy=("bo@example.org",))]) == (
        ["an@example.org", "bo@example.org"],
        {},
    )


def test_a_copy_of_two_members_gets_one_message_and_goes_on_when_one_of_them_leaves():
    two = [Recipient(f"{name}@example.org", copy=("desk@example.org",)) for name in "ab"]
    assert split(two)[0].count("desk@example.org") == 1
    assert "desk@example.org" in split(two, states("a@example.org"))[0]


def test_a_copy_reads_as_the_member_does():
    member = Recipient("an@example.org", "An", "fr", copy=("desk@example.org",))
    copy = readers([member], RecipientStates(), "board", TODAY).mailed[1]
    assert (copy.recipient.language, copy.recipient.name, copy.copy_of) == ("fr", "", "an@example.org")


ADDRESS = st.sampled_from([f"{name}@example.org" for name in ("a", "A", "b", "B", "c", "d")])
MEMBER = st.builds(
    Recipient,
    ADDRESS,
    since=st.sampled_from([None, TODAY, TODAY + timedelta(1)]),
    until=st.sampled_from([None, TODAY, TODAY - timedelta(1)]),
    copy=st.lists(ADDRESS, max_size=3).map(tuple),
)


@given(
    st.lists(MEMBER, max_size=6, unique_by=lambda m: m.key),
    st.sets(ADDRESS.map(str.casefold)),
    st.sets(ADDRESS.map(str.casefold)),
)
def test_every_invited_address_stands_once_mailed_or_listed_and_no_suppressed_one_is_mailed(
    invited, suppressed, erased
):
    found = readers(invited, states(*suppressed, erased=erased), "board", TODAY)
    mailed = [r.recipient.key for r in found.mailed]
    passed = [p.recipient.key for p in found.passed]
    assert sorted(mailed + passed) == sorted({a.casefold() for m in invited for a in (m.email, *m.copy)})
    assert not {*suppressed, *erased}.intersection(mailed)


def test_mandates_that_end_within_a_month_are_told_the_first_to_end_first():
    days = {"a": 31, "b": 30, "c": 0, "d": -1, "e": 7}
    members = [Recipient(f"{n}@example.org", until=TODAY + timedelta(d)) for n, d in days.items()]
    found = ending([*members, BO], TODAY)
    assert [one.email[0] for one in found] == ["c", "e", "b"]
