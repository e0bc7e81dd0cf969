"""What a crontab expression means, and which are refused: crontab(5)."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.config.schedule import ScheduleError, read_cron


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("5 * * * *", 0, {5}),
        ("0,30 * * * *", 0, {0, 30}),
        ("10-12 * * * *", 0, {10, 11, 12}),
        ("*/20 * * * *", 0, {0, 20, 40}),
        ("5/20 * * * *", 0, {5, 25, 45}),
        ("10-20/5 * * * *", 0, {10, 15, 20}),
        ("1,10-11,*/30 * * * *", 0, {0, 1, 10, 11, 30}),
        ("59 23 31 12 *", 0, {59}),
        ("59 23 31 12 *", 1, {23}),
        ("59 23 31 12 *", 2, {31}),
        ("59 23 31 12 *", 3, {12}),
        ("0 7 * jan,MAR *", 3, {1, 3}),
        ("0 7 * feb-apr *", 3, {2, 3, 4}),
        ("0 7 * * 0", 4, {0}),
        ("0 7 * * 7", 4, {0}),
        ("0 7 * * sun", 4, {0}),
        ("0 7 * * Fri", 4, {5}),
        ("0 7 * * mon-fri", 4, {1, 2, 3, 4, 5}),
        ("0 7 * * 5-7", 4, {0, 5, 6}),
        ("0 7 * * sat-sun", 4, {0, 6}),
        ("0 7 * * 0-1", 4, {0, 1}),
        ("0 7 * * */2", 4, {0, 2, 4, 6}),
        ("0 7 * * 1/2", 4, {0, 1, 3, 5}),
    ],
)
def test_a_field_means_these_numbers(text, number, expected):
    cron = read_cron(text)
    assert [cron.minute, cron.hour, cron.day, cron.month, cron.weekday][number] == expected


@pytest.mark.parametrize("text", ["* * * * *", "*/1 */1 */1 */1 */1", " *  *\t* * * "])
def test_a_star_sets_no_limit(text):
    cron = read_cron(text)
    assert [cron.minute, cron.hour, cron.day, cron.month, cron.weekday] == [None] * 5


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "has 0 fields instead of five"),
        ("@daily", "has 1 field instead of five"),
        ("0 7 * *", "has 4 fields"),
        ("0 7 * * * *", "has 6 fields"),
        ("60 7 * * *", "'60' as minute, where 0 to 59 is possible"),
        ("0 24 * * *", "'24' as hour"),
        ("0 7 0 * *", "'0' as day of the month, where 1 to 31"),
        ("0 7 32 * *", "'32' as day of the month"),
        ("0 7 * 13 *", "'13' as month"),
        ("0 7 * * 8", "'8' as weekday, where 0 to 7"),
        ("0 7 * * vri", "'vri' as weekday"),
        ("0 7 * fri *", "'fri' as month"),
        ("-5 7 * * *", "'-5' as minute"),
        ("1-2-3 7 * * *", "'1-2-3' as minute"),
        ("1,,2 7 * * *", "'' as minute"),
        ("1, 7 * * *", "'' as minute"),
        ("0x5 7 * * *", "'0x5' as minute"),
        ("٣ 7 * * *", "'٣' as minute"),
        ("9" * 5000 + " 7 * * *", "as minute"),
        ("*/0 7 * * *", "the step '0'"),
        ("*/ 7 * * *", "the step ''"),
        ("*/-1 7 * * *", "the step '-1'"),
        ("*/x 7 * * *", "the step 'x'"),
        ("*/" + "9" * 5000 + " 7 * * *", "the step"),
        ("30-10 7 * * *", "backwards in the minute: '30-10'"),
        ("0 7 * * fri-mon", "backwards in the weekday"),
        ("0 7 1 * fri", "both a day of the month and a weekday"),
        ("0 7 */2 * 1", "both a day of the month and a weekday"),
        ("0 7 31 2 *", "a day that does not exist"),
        ("0 7 30 feb *", "a day that does not exist"),
        ("0 7 31 4,6,9,11 *", "a day that does not exist"),
        ("30 2 * * *", "between 02:00 and 03:00"),
        ("0 1-3 * * *", "between 02:00 and 03:00"),
        ("0 */2 * * *", "between 02:00 and 03:00"),
    ],
)
def test_an_expression_is_refused_with_the_reason(text, why):
    with pytest.raises(ScheduleError) as refusal:
        read_cron(text)
    assert why in str(refusal.value)


@pytest.mark.parametrize(
    "text", ["0 7 31 1,2 *", "0 7 29 2 *", "*/15 * * * *", "0 * * * *", "0 3 * * *", "59 1 * * *"]
)
def test_what_is_odd_but_clear_is_allowed(text):
    assert read_cron(text)


@given(st.text() | st.text("0123456789*/,- aefimnorstu", max_size=20))
def test_no_text_raises_anything_but_a_refusal(text):
    with suppress(ScheduleError):
        read_cron(text)
