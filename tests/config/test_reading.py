"""Reading TOML: plain words for what is refused, and no text that later code cannot bear."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.config.syntax.reading import MOST_LEVELS, Unreadable, read_toml, reads


def refusal(text):
    with pytest.raises(Unreadable) as error:
        read_toml(text)
    return error.value


@pytest.mark.parametrize(
    ("text", "row", "column", "words"),
    [
        ("a = 1\n= 2\n", 1, 1, "this is neither a header nor a key"),
        ("a = 1 2\n", 0, 7, "nothing more can stand here"),
        ('a "x"\n', 0, 3, "the key has no = after it"),
        ("a. = 1\n", 0, 4, "this cannot be a key"),
        ("a = x\n", 0, 5, "this is no value"),
        ("a =\n", 0, 4, "this is no value"),
        ("a =", None, 1, "this is no value"),
        ("[a\n", 0, 3, "the header is not closed"),
        ("[[a]\n", 0, 4, "the header is not closed"),
        ('a = "x\n', 0, 7, "the text is not closed on its line"),
        ("a = 'x\n'\n", 0, 7, "the text is not closed on its line"),
        ("a = 'x\n", None, 1, "the text is not closed"),
        ('a = """x\n', None, 1, "the text is not closed"),
        ("a = [1 2]\n", 0, 8, "the list goes on without a comma, or is not closed"),
        ("a = [1\n", None, 1, "the list goes on without a comma, or is not closed"),
        ("a = { b = 1 c = 2 }\n", 0, 13, "the table goes on without a comma, or is not closed"),
        ('a = "\\q"\n', 0, 8, "a \\ in a text must be doubled"),
        ('a = "\\u12"\n', 0, 8, "a \\u or \\U in a text needs 4 or 8 hexadecimal digits"),
        ('a = "\\ud800"\n', 0, 12, "a \\u or \\U in a text names no character"),
        ("a = 2026-02-30\n", 0, 5, "there is no such date or time"),
        ('a = "\x07"\n', 0, 6, "a text holds a character that cannot be seen"),
        ("a = 1 # \x07\n", 0, 9, "there is a character that cannot be seen"),
        ("a = { b = 1, b = 2 }\n", None, None, "a key is given twice in the table"),
        ("a = 1\na = 2\n", 1, None, "a key is given twice"),
        ("[a]\n[a]\n", 1, None, "a key is given twice"),
        ("a = { b = 1 }\na.c = 2\n", 1, None, "a key is given twice"),
    ],
)
def test_what_is_refused_is_said_in_plain_words_with_its_place(text, row, column, words):
    error = refusal(text)
    assert error.words[0] == words
    if column is not None:
        assert (error.row, error.column) == (row, column)


@given(st.text("[]{}\"'=#.,\n\\ab1-_:TZ+ \t\x07é", max_size=12))
def test_every_sentence_of_the_parser_has_plain_words(text):
    reasons = []
    try:
        read_toml(text)
    except Unreadable as error:
        reasons.append((error.reason, error.words[0]))
    assert all(reason != words for reason, words in reasons)


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000 + "]" * 5000,
        "a = " + "[" * 200 + "]" * 200,
        "a = " + "{ a = " * 200 + "1" + " }" * 200,
        "a." * 300 + "a = 1",
        "[" + "a." * 300 + "a]",
    ],
)
def test_what_is_nested_too_deeply_is_refused(text):
    assert "nested too deeply" in refusal(text).words[0]


def test_what_is_nested_as_deeply_as_allowed_is_read():
    assert read_toml("a = " + "[" * (MOST_LEVELS - 1) + "]" * (MOST_LEVELS - 1))


@pytest.mark.parametrize("number", ["9223372036854775808", "-9223372036854775809", "0x" + "F" * 6000])
def test_a_number_that_is_none_of_toml_is_refused(number):
    assert refusal(f"a = {number}").words[0] == "a number is too large"


def test_a_number_too_long_for_python_is_refused():
    assert "a number is too long" in refusal("a = " + "9" * 5000).words[0]


@pytest.mark.parametrize("number", ["9223372036854775807", "-9223372036854775808"])
def test_the_largest_and_the_smallest_number_of_toml_are_read(number):
    assert read_toml(f"a = {number}") == {"a": int(number)}


def test_what_reads_is_what_tomllib_reads():
    text = '[a]\nb = [1, "x", { c = true }]\n'
    assert read_toml(text) == tomllib.loads(text)
    assert reads(text)
    assert not reads("[a")
