from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.sources.date_words import _MONTHS, MONTHS, plain
from servwatch.sources.dates import AHEAD, EARLIEST, read_date, settle
from tests.sources.reading import NOW

BRUSSELS = ZoneInfo("Europe/Brussels")


def stated(text, zone=BRUSSELS):
    return read_date(text, zone=zone, now=NOW)


def settled(*texts, zone=BRUSSELS):
    return settle([stated(t, zone) for t in texts], zone)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        # RFC 822 and 2822, as it should be and as it is
        ("Mon, 27 Jul 2026 22:00:00 GMT", "2026-07-27T22:00"),
        ("Thu, 23 Jul 2026 14:15:00 +0200", "2026-07-23T12:15"),
        ("Tue, 30 Jun 2026 00:00:00 +0200", "2026-06-29T22:00"),
        ("Fri,31 Jul 2026 10:00:00 GMT", "2026-07-31T10:00"),
        ("Fri, 31 Jul 2026 10:00 UT", "2026-07-31T10:00"),
        ("Fri, 31 Jul 2026 10:00:00", "2026-07-31T08:00"),
        ("Fri, 31 Jul 2026 10:00:00 EDT", "2026-07-31T14:00"),
        ("Fri, 31 Jul 2026 10:00:00 Z", "2026-07-31T10:00"),
        ("Fri, 31 Jul 2026 10:00:00 A", "2026-07-31T10:00"),
        ("Fri, 31 Jul 2026 08:09:10 GMT+02:00", "2026-07-31T06:09:10"),
        ("Fri, 31 Jul 2026 10:00:00 -0000", "2026-07-31T10:00"),
        ("15 Sep 26 10:00 EDT", "2026-09-15T14:00"),
        ("15 Sep 98 10:00 GMT", "1998-09-15T10:00"),
        ("Fri, 31 Jul 2026 24:00:00 GMT", "2026-08-01T00:00"),
        ("Fri, 31 Jul 2026 23:59:60 GMT", "2026-07-31T23:59:59"),
        ("Fri, 11 Mar 2016 01:15:00 +3000", "2016-03-11T00:15"),
        # ISO 8601
        ("2026-07-31T10:00:00Z", "2026-07-31T10:00"),
        ("2026-07-31T10:00:00.000+0000", "2026-07-31T10:00"),
        ("2026-07-31T10:00:00.1234567+02:00", "2026-07-31T08:00:00.123456"),
        ("2026-07-31T10:00:00", "2026-07-31T08:00"),
        ("2026-01-31T10:00:00", "2026-01-31T09:00"),
        ("2026-07-31 10:00:00 +0200", "2026-07-31T08:00"),
        ("2026-07-31 10:00:00 UTC", "2026-07-31T10:00"),
        ("2026-07-31T10:00Z", "2026-07-31T10:00"),
        ("20260731T101112Z", "2026-07-31T10:11:12"),
        ("2026-W31-5T10:00:00Z", "2026-07-31T10:00"),
        ("2026-7-1 9:05", "2026-07-01T07:05"),
        # epoch
        ("1785492000", "2026-07-31T10:00"),
        ("1785492000.0", "2026-07-31T10:00"),
        ("1785492000123", "2026-07-31T10:00:00.123000"),
        # in words
        ("Monday, July 27, 2026 - 15:30", "2026-07-27T13:30"),
        ("Thu Jul 16 00:00:00 CEST 2026", "2026-07-15T22:00"),
        ("July 27, 2026 3:45 PM ET", "2026-07-27T19:45"),
        ("January 27, 2026 12:15 AM ET", "2026-01-27T05:15"),
        ("27 Jul 2026 10:00:00 Europe/London", "2026-07-27T09:00"),
        ("27 Jul 2026 10:00:00 Europe/Atlantis", "2026-07-27T08:00"),
        ("Mon, 27 Jul 2026 10:00:00 IST", "2026-07-27T08:00"),
        ("Mon, 27 Jul 2026 10:00:00 PT", "2026-07-27T17:00"),
        ("Saturday, 1 of August 2026, 9:05 a.m.", "2026-08-01T07:05"),
        ("1er août 2026 à 15h30", "2026-08-01T13:30"),
        ("maandag 27 juli 2026, 15u30", "2026-07-27T13:30"),
        ("mer, 16 nov 2022 00:38:15 +0100", "2022-11-15T23:38:15"),
        ("Seg, 24 Set 2018 19:42:40 -0300", "2018-09-24T22:42:40"),
        ("Σαβ, 03 Ιουλ 2004 12:00:00 EET", "2004-07-03T10:00"),
        ("2004년 05월 28일 01:31:15", "2004-05-27T23:31:15"),
        # in figures
        ("2026/08/31 08:24:00", "2026-08-31T06:24"),
        ("27/07/2026 15:30", "2026-07-27T13:30"),
        ("27.07.2026 15:30:10", "2026-07-27T13:30:10"),
        ("28/01/2017 - 15:36", "2017-01-28T14:36"),
        ("Fri, 2006/09/15 08:19:53 EDT", "2006-09-15T12:19:53"),
    ],
)
def test_a_time_is_understood(text, utc):
    found = stated(text)
    assert found is not None
    assert (found.instant, found.timed) == (datetime.fromisoformat(utc).replace(tzinfo=UTC), True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-07-31", "2026-07-31"),
        ("20260731", "2026-07-31"),
        ("2026-W31-5", "2026-07-31"),
        ("2026-07-31+02:00", "2026-07-31"),
        ("2026-07-31Z", "2026-07-31"),
        ("31 Jul, 2026 +0530", "2026-07-31"),
        ("31 Jul 2026", "2026-07-31"),
        ("Dec 31 2003", "2003-12-31"),
        ("Sept. 3, 2026", "2026-09-03"),
        ("27/07/2026", "2026-07-27"),
        ("27-07-2026", "2026-07-27"),
        ("27.07.2026", "2026-07-27"),
        ("5. 6. 2026", "2026-06-05"),
        ("05/06/2026", "2026-06-05"),
        ("07/31/2026", "2026-07-31"),
        ("7/8/26", "2026-08-07"),
        ("27 / 07 / 2026", "2026-07-27"),
        ("27 juli 2026", "2026-07-27"),
        ("12. März 2026", "2026-03-12"),
        ("mar. 12 mai 2026", "2026-05-12"),
        ("5 de junio de 2026", "2026-06-05"),
        ("24 September 2026", "2026-09-24"),
        ("20 January 2026 - 10.30", "2026-01-20"),
        ("6 Φεβρουαρίου 2026", "2026-02-06"),
        ("5 lipca 2026", "2026-07-05"),
        ("2004. július 4.", "2004-07-04"),
        ("Tuesday, 3rd November 2026", "2026-11-03"),
    ],
)
def test_a_day_without_a_time_is_that_day_in_the_councils_zone(text, day):
    found = stated(text)
    assert found is not None
    assert (found.day, found.timed) == (date.fromisoformat(day), False)
    assert found.instant.astimezone(BRUSSELS) == datetime.fromisoformat(day).replace(tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "yesterday",
        "2 hours ago",
        "Read more",
        "0000-00-00",
        "0000-00-00 00:00:00",
        "0001-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "1989-12-31",
        "31/12/2099",
        "9999-12-31T23:59:59Z",
        "2026-02-30",
        "30 Feb 2026",
        "31/31/2026",
        "Mon, 27 Xyz 2026 10:00:00 GMT",
        "2026-07-31T25:00:00Z",
        "2026-13-01",
        "2026-07",
        "2026",
        "July 2026",
        "12",
        "99999999999999",
        "99999999999999999999999",
        "1 2 3 4 5 6 7",
        "15 listopada 2026",
        "\x00",
        "٣١/٠٧/٢٠٢٦" * 20,
    ],
    ids=repr,
)
def test_nonsense_is_no_date(text):
    assert stated(text) is None


def test_the_near_future_is_kept_and_the_far_one_is_not():
    assert stated("Tue, 15 Dec 2026 10:00:00 GMT") is not None
    assert stated((NOW + AHEAD - timedelta(days=1)).isoformat()) is not None
    assert stated((NOW + AHEAD + timedelta(days=1)).isoformat()) is None


def test_a_date_without_a_zone_is_one_of_the_council():
    assert stated("2026-07-31T10:00:00", ZoneInfo("Asia/Tokyo")).instant == datetime(
        2026, 7, 31, 1, tzinfo=UTC
    )


def test_every_language_names_twelve_months_and_no_name_has_two_meanings():
    words = _MONTHS.split()
    assert len(words) % 12 == 0
    assert {MONTHS[plain(w)] for w in words if plain(w) in MONTHS} == set(range(1, 13))
    assert {w for w in words if plain(w) not in MONTHS} == {"listopada"}


def test_where_every_time_of_a_feed_is_midnight_only_the_days_are_known():
    """The World Trade Organization: 00:00:00 GMT, which is two o'clock in Brussels."""
    found = settled("Fri, 31 Jul 2026 00:00:00 GMT", "Thu, 30 Jul 2026 00:00:00 GMT", "")
    assert found == [
        (datetime(2026, 7, 30, 22, tzinfo=UTC), True),
        (datetime(2026, 7, 29, 22, tzinfo=UTC), True),
        (None, False),
    ]


def test_midnight_far_away_stays_on_its_own_day():
    (instant, day_only), *_ = settled("2026-07-31T00:00:00+09:00", "2026-07-30T00:00:00+09:00")
    assert (instant.astimezone(BRUSSELS).date(), day_only) == (date(2026, 7, 31), True)


def test_one_midnight_among_times_is_a_time():
    found = settled("Fri, 31 Jul 2026 00:00:00 GMT", "Fri, 31 Jul 2026 08:15:00 GMT")
    assert found == [
        (datetime(2026, 7, 31, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 31, 8, 15, tzinfo=UTC), False),
    ]


def test_midnight_in_brussels_written_in_gmt_is_a_day_beside_real_times():
    """Press Corner: 22:00:00 GMT in summer and 23:00:00 GMT in winter are the day after."""
    found = settled(
        "Mon, 27 Jul 2026 22:00:00 GMT", "Sun, 11 Jan 2026 23:00:00 GMT", "Mon, 27 Jul 2026 09:41:12 GMT"
    )
    assert [(i.astimezone(BRUSSELS).date().isoformat(), d) for i, d in found] == [
        ("2026-07-28", True),
        ("2026-01-12", True),
        ("2026-07-27", False),
    ]


def test_a_day_and_a_time_in_one_feed_are_told_apart():
    found = settled("2026-07-31", "2026-07-31T00:00:00Z", "2026-07-30T09:00:00Z")
    assert [day_only for _, day_only in found] == [True, False, False]


@given(st.text(max_size=40))
def test_any_text_gives_a_sensible_date_or_none(text):
    found = stated(text)
    assert found is None or (found.day.year >= EARLIEST and found.instant <= NOW + AHEAD)


WRITTEN = [
    "%a, %d %b %Y %H:%M:%S %z",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%d %H:%M:%S %z",
    "%d/%m/%Y %H:%M:%S %z",
    "%A, %B %d, %Y - %H:%M:%S %z",
    "%d. %B %Y %H:%M:%S %z",
    "%Y/%m/%d %H:%M:%S %z",
    "%d %b %Y %I:%M:%S %p %z",
]


@given(
    st.dates(date(1990, 1, 2), date(2030, 1, 1)),
    st.times(
        timezones=st.builds(timezone, st.integers(-12 * 4, 14 * 4).map(lambda n: timedelta(minutes=15 * n)))
    ),
    st.sampled_from(WRITTEN),
)
def test_what_is_written_is_read_again(day, clock, form):
    written = datetime.combine(day, clock.replace(microsecond=0))
    found = stated(written.strftime(form))
    assert found is not None
    assert (found.instant, found.day) == (written, written.date())
