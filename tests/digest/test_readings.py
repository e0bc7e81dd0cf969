"""How each reader gets an edition: nothing missed, nothing twice, whatever rhythm they change to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.digest.collecting import collected, of_themes
from servwatch.digest.readings import comes_now, preferred, reading
from servwatch.model import (
    Frequency,
    Preferences,
    Reading,
    Recipient,
    RecipientState,
    Turn,
)
from tests.digest.examples import DIGEST, edition, mixed

BRUSSELS = ZoneInfo("Europe/Brussels")
MONDAY = datetime(2026, 11, 16, 6, tzinfo=UTC)
THEMES = ("work", "energy", "tax")
WEEKLY, MONTHLY = Preferences(Frequency.WEEKLY), Preferences(Frequency.MONTHLY)


def at(days, hours=0):
    return MONDAY + timedelta(days=days, hours=hours)


@pytest.mark.parametrize(
    ("wanted", "last", "now", "comes"),
    [
        (Preferences(), at(0), at(1), True),
        (WEEKLY, None, at(3), True),
        (WEEKLY, at(0), at(6), False),
        (WEEKLY, at(6), at(7), True),
        (WEEKLY, at(6, 16), at(6, 17.5), True),  # Sunday 23.30 and Monday 00.30 in Brussels
        (WEEKLY, datetime(2026, 12, 31, 6, tzinfo=UTC), datetime(2027, 1, 1, 6, tzinfo=UTC), False),
        (WEEKLY, at(0), at(0, -1), False),
        (MONTHLY, at(0), at(14), False),
        (MONTHLY, at(0), at(15), True),
        (MONTHLY, datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC), True),
    ],
)
def test_a_reader_gets_the_first_edition_of_a_new_week_or_month(wanted, last, now, comes):
    assert comes_now(wanted, Turn(last), now, BRUSSELS) is comes


CHANGES = st.lists(
    st.tuples(
        st.sampled_from([Frequency.EACH, Frequency.WEEKLY, Frequency.MONTHLY]),
        st.integers(1, 40),  # days to the next edition
    ),
    min_size=1,
    max_size=30,
)


@given(CHANGES)
def test_whatever_rhythms_follow_each_other_each_edition_is_told_once_and_in_its_time(steps):
    turn, when, told = Turn(), MONDAY, []
    for number, (frequency, days) in enumerate(steps):
        when += timedelta(days=days)
        if comes_now(Preferences(frequency), turn, when, BRUSSELS):
            told += [*turn.owed, number]
            turn = Turn(when)
        else:
            turn = Turn(turn.last, (*turn.owed, number))
    assert told + list(turn.owed) == list(range(len(steps)))
    if comes_now(Preferences(), turn, when, BRUSSELS):  # who wants each again gets all that is owed
        assert sorted([*told, *turn.owed]) == list(range(len(steps)))


def test_readers_who_want_the_same_have_the_same_reading_however_they_said_it():
    digest = replace(DIGEST, themes=("work", "energy"), layout="brief")
    plain = reading(Recipient("a@example.org"), Preferences(), digest, Turn(), THEMES)
    said = Preferences(Frequency.EACH, "brief", ("energy", "work"))
    assert plain == reading(
        Recipient("b@example.org", language=digest.language), said, digest, Turn(), THEMES
    )
    assert plain == Reading(digest.language)


@pytest.mark.parametrize(
    ("offer", "wanted", "read"),
    [
        (("*",), ("tax", "work"), ("work", "tax")),
        (("work",), ("tax", "work"), ()),
        (("work", "energy"), ("tax", "energy"), ("energy",)),
        (("work", "energy"), ("tax",), ()),  # what was wanted is offered no more: all rather than nothing
        (("*",), THEMES, ()),
    ],
)
def test_themes_are_within_what_the_digest_offers(offer, wanted, read):
    digest = replace(DIGEST, themes=offer)
    assert reading(Recipient("a@x.org"), Preferences(themes=wanted), digest, Turn(), THEMES).themes == read


def test_what_the_reader_said_goes_before_the_members_file():
    member = Recipient("a@x.org", preferences=Preferences(Frequency.WEEKLY, "full", ("work",)))
    state = RecipientState("a@x.org", preferences={"board": Preferences(layout="brief")})
    assert preferred(member, state, "board") == Preferences(Frequency.WEEKLY, "brief", ("work",))
    assert preferred(member, state, "tenders") == member.preferences


def numbered(number, days, items):
    found = edition(items)
    return replace(found, number=number, scheduled=at(days))


def test_a_collected_edition_tells_every_entry_once_marked_with_its_edition_and_the_newest_first():
    both = mixed()
    new, old = numbered(48, 2, both[:3]), numbered(47, 1, both[2:])
    found = collected(new, [old])
    ids = [entry.item.id for entry in found.entries]
    assert sorted(ids) == sorted({e.item.id for e in (*new.entries, *old.entries)})
    assert [entry.place for entry in found.entries] == list(range(1, len(ids) + 1))
    assert {entry.edition for entry in found.entries} == {47, 48}
    assert found.entries[0].edition == 48
    assert (found.number, found.collects) == (48, (47,))
    assert collected(new, []) is new


def test_of_some_themes_only_their_entries_remain_at_their_places():
    whole = edition(mixed())
    theme = whole.entries[0].theme
    found = of_themes(whole, [theme])
    assert 0 < len(found.entries) < len(whole.entries)
    for entry in found.entries:
        assert entry in whole.entries
        assert theme in {entry.theme, *(t.theme for t in entry.annotation.themes)}
    assert of_themes(whole, ()) is whole
