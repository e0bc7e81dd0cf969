"""Spoil any one line of the shipped watch list: either it still is valid, or a message names that line."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import examples
from tests.config.mutations import LINES, TEXT, fixed_mutations, load_text, spoilt, verdict

PARTS = 40


def shapes():
    """One line number of each shape that lines have: each key, each header, comments, pieces of lists."""
    found = {}
    for number, line in enumerate(LINES, 1):
        found[re.sub(r'(?<=["#]).*|\d+', "", line)] = number
    return sorted(found.values())


def test_the_shipped_watch_list_itself_has_no_error():
    assert load_text(TEXT).errors == ()


@settings(max_examples=examples.of(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_message_names_the_line_that_was_spoilt(data):
    number = data.draw(st.integers(1, len(LINES)), label="line")
    line = data.draw(spoilt(LINES[number - 1]), label="instead")
    assert verdict(number, line) == ""


@pytest.mark.parametrize("number", [*shapes()[::9]])
def test_a_message_names_the_line_of_some_shape_however_it_was_spoilt(number):
    forms = fixed_mutations(LINES[number - 1])
    assert [told for line in forms[number % 5 :: 5] if (told := verdict(number, line))] == []


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(PARTS))
def test_a_message_names_each_line_however_it_was_spoilt(part):
    numbers = range(1 + part, len(LINES) + 1, PARTS)
    told = [told for n in numbers for line in fixed_mutations(LINES[n - 1]) if (told := verdict(n, line))]
    assert told == []


@pytest.mark.slow
@pytest.mark.timeout(3600)
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_message_names_the_line_that_was_spoilt_in_ten_thousand_ways(data):
    number = data.draw(st.integers(1, len(LINES)), label="line")
    line = data.draw(spoilt(LINES[number - 1]), label="instead")
    assert verdict(number, line) == ""
