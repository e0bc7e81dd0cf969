"""What came and what went between two states of a text."""

from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.word_changes import MOST_WORDS, word_changes

TEXTS = st.text(alphabet="ab .é", max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_off_the_changes(old, new):
    changes = word_changes(old, new)
    assert "".join(c.text for c in changes if c.kind != "new") == old
    assert "".join(c.text for c in changes if c.kind != "old") == new


def test_a_word_that_was_replaced_stands_alone():
    told = [(c.kind, c.text) for c in word_changes("open until 3 May", "open until 9 May")]
    assert told == [("same", "open until "), ("old", "3"), ("new", "9"), ("same", " May")]


def test_long_texts_are_told_whole():
    old, new = "a " * (2 * MOST_WORDS), "b " * (2 * MOST_WORDS)
    assert [c.kind for c in word_changes(old, new)] == ["old", "new"]
