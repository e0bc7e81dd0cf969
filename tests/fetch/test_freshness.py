"""Cache-Control, Expires, Age and Retry-After in seconds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.fetch.freshness import LONGEST, cache_directives, fresh_for, http_date, retry_after

NOW = 1_795_000_000.0  # Wed, 18 Nov 2026 11:06:40 GMT
DATE = "Wed, 18 Nov 2026 11:06:40 GMT"
HOUR_LATER = "Wed, 18 Nov 2026 12:06:40 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"cache-control": "max-age=3600"}, 3600),
        ({"cache-control": "public, MAX-AGE = 60"}, 60),
        ({"cache-control": 'max-age="60"'}, 60),
        ({"cache-control": "max-age=60; public"}, 60),
        ({"cache-control": "max-age=60, max-age=9999"}, 60),
        ({"cache-control": "max-age=60", "age": "45"}, 15),
        ({"cache-control": "max-age=60", "age": "4500"}, 0),
        ({"cache-control": "max-age=60", "age": "soon"}, 60),
        ({"cache-control": "max-age=-60"}, 0),
        ({"cache-control": "max-age=1.5"}, 0),
        ({"cache-control": "max-age"}, 0),
        ({"cache-control": "max-age=" + "9" * 30}, LONGEST),
        ({"cache-control": "no-store, max-age=60"}, 0),
        ({"cache-control": "no-cache, max-age=60"}, 0),
        ({"cache-control": 'no-cache="set-cookie", max-age=60'}, 60),
        ({"cache-control": "s-maxage=600"}, 0),
        ({"cache-control": "max-age=60", "expires": "0"}, 60),
        ({"expires": HOUR_LATER, "date": DATE}, 3600),
        ({"expires": HOUR_LATER}, 3600),
        ({"expires": HOUR_LATER, "date": HOUR_LATER}, 0),
        ({"expires": HOUR_LATER, "date": DATE, "age": "600"}, 3000),
        ({"expires": "0", "date": DATE}, 0),
        ({"expires": "-1"}, 0),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT", "date": DATE}, 0),
    ],
)
def test_freshness_follows_rfc_9111(headers, seconds):
    assert fresh_for(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "120"}, 120),
        ({"retry-after": " 120 "}, 120),
        ({"retry-after": "0"}, 0),
        ({"retry-after": HOUR_LATER}, 3600),
        ({"retry-after": HOUR_LATER, "date": HOUR_LATER}, 0),
        ({"retry-after": DATE, "date": HOUR_LATER}, 0),
        ({"retry-after": "Wednesday, 18-Nov-26 12:06:40 GMT"}, 3600),
        ({"retry-after": "Wed Nov 18 12:06:40 2026"}, 3600),
        ({"retry-after": "later"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "9" * 40}, LONGEST),
    ],
)
def test_retry_after_follows_rfc_9110(headers, seconds):
    assert retry_after(headers, NOW) == seconds


@pytest.mark.parametrize("text", ["", "0", "x" * 1000, "Fri, 99 Zzz 2026 00:00:00 GMT"])
def test_what_is_no_date_is_none(text):
    assert http_date(text) is None


@given(st.text(max_size=200))
def test_any_header_gives_a_sane_number(text):
    headers = {"cache-control": text, "expires": text, "age": text, "date": text, "retry-after": text}
    assert 0 <= fresh_for(headers, NOW) <= LONGEST
    wish = retry_after(headers, NOW)
    assert wish is None or 0 <= wish <= LONGEST


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_age_only_shortens(max_age, age):
    alone = fresh_for({"cache-control": f"max-age={max_age}"}, NOW)
    aged = fresh_for({"cache-control": f"max-age={max_age}", "age": str(age)}, NOW)
    assert aged == max(0, alone - min(age, LONGEST))


def test_directives_are_read_once_each():
    assert cache_directives('A=1, b, a=2, c="x, y"') == {"a": "1", "b": "", "c": "x, y"}
