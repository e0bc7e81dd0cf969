"""The small languages of values: durations, addresses, time zones, rates, ids, texts."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from servwatch.config.values import (
    DatabaseAddress,
    Duration,
    HostPort,
    Id,
    MailAddress,
    Mailbox,
    PositiveDuration,
    Rate,
    Text,
    TimeZone,
    WebAddress,
    is_id,
)
from tests.config.validated import read, refusal

TYPES = [
    DatabaseAddress,
    Duration,
    HostPort,
    Id,
    MailAddress,
    Mailbox,
    PositiveDuration,
    Rate,
    Text,
    TimeZone,
    WebAddress,
]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0s", 0),
        ("30s", 30),
        ("15m", 900),
        ("15min", 900),
        ("2h", 7200),
        ("7d", 604_800),
        ("2w", 1_209_600),
        ("500ms", 0.5),
        ("1.5h", 5400),
        ("1h 30m", 5400),
        ("1h30m", 5400),
        (" 2h ", 7200),
        ("3660d", 316_224_000),
    ],
)
def test_a_duration_is_read(text, seconds):
    assert read(Duration, text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "2",
        "2 uur",
        "h",
        "-2h",
        "2H",
        "2h!",
        "1e3s",
        "2,5h",
        "٢h",
        30,
        2.5,
        True,
        None,
    ],
)
def test_what_is_no_duration_is_refused(value):
    assert refusal(Duration, value)["expected"].startswith('a duration such as "30s"')


@pytest.mark.parametrize("value", ["4000d", "9" * 400 + "d"])
def test_a_duration_of_more_than_ten_years_is_refused_for_that(value):
    assert refusal(Duration, value)["expected"] == "a duration of at most ten years (3660d)"
    assert refusal(PositiveDuration, value)["expected"] == "a duration of at most ten years (3660d)"


@pytest.mark.parametrize("value", ["0s", "0d", "0h 0m"])
def test_where_nothing_makes_no_sense_a_duration_is_above_zero(value):
    assert "above zero" in refusal(PositiveDuration, value)["expected"]
    assert read(PositiveDuration, "1ms") == timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("Europe/Brusels", "Europe/Brussels"),
        ("europe/brussels", "Europe/Brussels"),
        ("Brussels", "Europe/Brussels"),
        ("Brussel", "Europe/Brussels"),
        ("Europe", ""),
        ("", ""),
        ("../etc/passwd", ""),
        ("/etc/passwd", ""),
        ("a\0b", ""),
        ("\udcff", ""),
    ],
)
def test_an_unknown_time_zone_is_refused_with_the_nearest_that_is_known(name, nearest):
    told = refusal(TimeZone, name)
    assert told["expected"] == 'a time zone such as "Europe/Brussels"'
    if nearest:
        assert told["nearest"] == nearest


def test_a_time_zone_is_read():
    assert read(TimeZone, "Europe/Brussels").key == "Europe/Brussels"


@pytest.mark.parametrize(
    ("text", "a_minute"), [("25/min", 25), ("1/s", 60), ("30/h", 0.5), (" 25 / min ", 25)]
)
def test_a_rate_is_read_as_messages_a_minute(text, a_minute):
    assert read(Rate, text) == a_minute


@pytest.mark.parametrize(
    "value", ["25", "0/min", "-1/min", "2.5/min", "25/day", "", 25, "25/minute", "9" * 5000 + "/s"]
)
def test_what_is_no_rate_is_refused(value):
    assert refusal(Rate, value)["expected"] == 'a rate such as "25/min"'


@pytest.mark.parametrize("value", ["a", "ilo-news", "x_1", "3f", "a" * 64])
def test_an_id_is_read(value):
    assert read(Id, value) == value
    assert is_id(value)


@pytest.mark.parametrize("value", ["", "A", "a b", "-a", "_a", "é", "a" * 65, "a\n", "a.b", "a/b", "*", 3])
def test_what_is_no_id_is_refused(value):
    assert refusal(Id, value)["expected"].startswith("an id of small letters")
    assert not isinstance(value, str) or not is_id(value)


@pytest.mark.parametrize("value", ["127.0.0.1:8081", "localhost:80", "[::1]:443", "host.example.org:65535"])
def test_a_host_with_its_port_is_read(value):
    assert read(HostPort, value) == value


@pytest.mark.parametrize(
    "value",
    ["127.0.0.1", "host:", ":80", "host:x", "http://host:80", "::1:80", "host:123456", "host:80\n", 80],
)
def test_what_is_no_host_with_a_port_is_refused(value):
    assert refusal(HostPort, value)["expected"] == 'an address and port such as "127.0.0.1:8081"'


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a", "a"), (" é ", "é"), ("l’emploi\u00a0: oui", "l’emploi\u00a0: oui"), ("漢", "漢")],
)
def test_a_text_is_read_without_the_blanks_around_it(value, expected):
    assert read(Text, value) == expected


@pytest.mark.parametrize(
    "value", ["", " ", "\u00a0", "a\nb", "a\rb", "a\0b", "\x1b[31m", "a\u2028b", "a\x85b", 3, [], None]
)
def test_an_empty_text_or_one_over_several_lines_is_refused(value):
    assert refusal(Text, value)["expected"] == "a text that is not empty, on one line"


ANYTHING = st.one_of(
    st.text(),
    st.text("<>@,.;:\"'()[]\\ \t\r\n\0aé-/+*0123456789"),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.just(datetime(2026, 1, 1, tzinfo=UTC)),
    st.lists(st.text(), max_size=2),
    st.dictionaries(st.text(), st.text(), max_size=2),
)


@pytest.mark.parametrize("kind", TYPES, ids=[str(n) for n in range(len(TYPES))])
@given(value=ANYTHING)
def test_no_value_raises_anything_but_a_refusal(kind, value):
    with suppress(ValidationError):
        read(kind, value)


@given(st.integers(0, 10_000), st.sampled_from(["s", "m", "min", "h"]), st.integers(0, 59))
def test_the_parts_of_a_duration_add_up(number, unit, seconds):
    whole = read(Duration, f"{number}{unit} {seconds}s")
    assert whole == read(Duration, f"{number}{unit}") + timedelta(seconds=seconds)


def test_a_date_is_no_text():
    assert refusal(Text, date(2026, 1, 1))
