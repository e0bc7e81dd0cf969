"""Weighted log-odds with an informative Dirichlet prior, held against numbers worked out by hand."""

from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.log_odds import log_odds

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 500), min_size=1)


def test_it_is_the_formula_of_the_paper():
    """With y = 30 of 100 and 10 of 300, and a prior of 40 of which the word has 40 x 40 / 400 = 4."""
    odds_here = (30 + 4) / (100 + 40 - 30 - 4)
    odds_there = (10 + 4) / (300 + 40 - 10 - 4)
    z = (log(odds_here) - log(odds_there)) / sqrt(1 / 34 + 1 / 14)
    found = log_odds({"a": 30, "b": 70}, {"a": 10, "b": 290}, prior=40)
    assert found["a"] == pytest.approx(z)
    assert found["b"] < 0 < found["a"]


def test_words_as_frequent_in_both_sets_tell_nothing():
    found = log_odds({"the": 50, "wage": 50}, {"the": 50, "sea": 50})
    assert found["the"] == pytest.approx(0)
    assert found["wage"] > 1.96


def test_of_a_rare_word_nothing_is_concluded():
    many = {"the": 1000, "other": 1000}
    found = log_odds({**many, "once": 1, "often": 60}, many)
    assert found["once"] < 1.96 < found["often"]


def test_totals_may_count_more_words_than_are_given():
    here, there = {"a": 30, "b": 70}, {"a": 10, "b": 290}
    assert log_odds({"a": 30}, {"a": 10}, totals=(100, 300))["a"] == log_odds(here, there)["a"]


@given(COUNTS, COUNTS)
def test_what_belongs_here_does_not_belong_there(here, there):
    one, other = log_odds(here, there), log_odds(there, here)
    for word in one.keys() & other.keys():
        assert one[word] == pytest.approx(-other[word], abs=1e-9)
