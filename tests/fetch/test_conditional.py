"""ETag, Last-Modified and 304 (RFC 9110, 13 and 15.4.5)."""

import pytest

from servwatch.model import Request, Verdict
from tests.fetch.samples import FEED, PAGE

URL = "http://www.ilo.org/rss"
AT = "www.ilo.org/rss"
TUESDAY = "Tue, 17 Nov 2026 10:00:00 GMT"
WEDNESDAY = "Wed, 18 Nov 2026 10:00:00 GMT"


def test_the_validators_of_a_good_answer_are_handed_on(internet, fetch):
    internet.at(AT).serves(FEED, etag='"a"', last_modified=TUESDAY)
    fetched = fetch(URL)
    assert (fetched.etag, fetched.last_modified) == ('"a"', TUESDAY)


def test_nothing_is_compared_on_the_first_fetch(internet, fetch):
    internet.at(AT).serves(FEED, etag='"a"')
    fetch(URL)
    (asked,) = internet.asked(AT)
    assert not {"if-none-match", "if-modified-since"} & asked.headers.keys()


@pytest.mark.parametrize("etag", ['"a"', 'W/"a"', "a", '"caf\xe9"', 'W/"5a, b"', "'x y'"])
def test_tags_are_sent_back_as_they_came_weak_and_odd_ones_too(internet, fetch, etag):
    internet.at(AT).serves(FEED, etag=etag)
    known = fetch(URL)
    assert known.etag == etag
    fetch(Request(URL, etag=known.etag))
    assert internet.asked(AT)[1].headers["if-none-match"] == etag


def test_both_validators_are_sent_and_an_unchanged_feed_is_not_read_again(internet, fetch):
    internet.at(AT).serves(FEED, etag='"a"', last_modified=TUESDAY)
    fetched = fetch(Request(URL, etag='"a"', last_modified=TUESDAY))
    assert fetched.verdict is Verdict.NOT_MODIFIED
    assert (fetched.body, fetched.wire_bytes) == (b"", 0)
    assert internet.asked(AT)[0].headers["if-modified-since"] == TUESDAY


def test_a_304_that_repeats_no_validator_keeps_the_old_ones(internet, fetch):
    internet.at(AT).serves(FEED, etag='"a"', last_modified=TUESDAY, repeats_validators=False)
    fetched = fetch(Request(URL, etag='"a"', last_modified=TUESDAY))
    assert fetched.verdict is Verdict.NOT_MODIFIED
    assert (fetched.etag, fetched.last_modified) == ('"a"', TUESDAY)


def test_a_304_with_new_validators_brings_them_up_to_date(internet, fetch):
    internet.at(AT).answers(304, etag='W/"b"', last_modified=WEDNESDAY)
    fetched = fetch(Request(URL, etag='"a"', last_modified=TUESDAY))
    assert (fetched.etag, fetched.last_modified) == ('W/"b"', WEDNESDAY)


def test_a_304_that_nobody_asked_for_is_broken(internet, fetch):
    internet.at(AT).answers(304, etag='"a"')
    fetched = fetch(URL)
    assert (fetched.verdict, fetched.etag) == (Verdict.BROKEN, None)


def test_drupal_that_dates_every_answer_now_is_read_each_time(internet, fetch):
    internet.at(AT).serves(FEED, moving_last_modified=True)
    first = fetch(URL)
    second = fetch(Request(URL, last_modified=first.last_modified))
    assert first.last_modified is not None
    assert second.verdict is Verdict.OK


def test_an_answer_without_validators_makes_us_forget_the_old_ones(internet, fetch):
    internet.at(AT).serves(FEED)
    fetched = fetch(Request(URL, etag='"a"', last_modified=TUESDAY))
    assert (fetched.verdict, fetched.etag, fetched.last_modified) == (Verdict.OK, None, None)


def test_a_bad_answer_leaves_the_validators_of_the_last_good_one(internet, fetch):
    internet.at(AT).serves(PAGE, etag='"wall"', last_modified=WEDNESDAY)
    fetched = fetch(Request(URL, etag='"a"', last_modified=TUESDAY))
    assert fetched.verdict is Verdict.BLOCKED
    assert (fetched.etag, fetched.last_modified) == ('"a"', TUESDAY)


def test_validators_too_long_to_be_honest_are_not_kept(internet, fetch):
    internet.at(AT).serves(FEED, etag='"' + "a" * 5_000 + '"', last_modified="x" * 200)
    fetched = fetch(URL)
    assert (fetched.verdict, fetched.etag, fetched.last_modified) == (Verdict.OK, None, None)


@pytest.mark.parametrize("bad", ['"a"\r\nX-Evil: 1', "a\0", "", " ", "\x7f", '"\u20ac"', "a" * 2_000])
def test_validators_that_no_header_may_hold_are_not_sent(internet, fetch, bad):
    internet.at(AT).serves(FEED)
    assert fetch(Request(URL, etag=bad, last_modified=bad)).verdict is Verdict.OK
    assert not {"if-none-match", "if-modified-since", "x-evil"} & internet.asked(AT)[0].headers.keys()


def test_a_tag_with_a_control_character_is_not_kept(internet, fetch):
    internet.at(AT).serves(FEED, etag='"a\tb"')  # a blank may stand inside a value
    assert fetch(URL).etag == '"a\tb"'


def test_validators_follow_a_redirect(internet, fetch):
    internet.at("old.ilo.org/rss").redirects(URL)
    internet.at(AT).serves(FEED, etag='"a"')
    assert fetch(Request("http://old.ilo.org/rss", etag='"a"')).verdict is Verdict.NOT_MODIFIED
