"""What is open after some lines of a text that may be broken."""

import pytest

from servwatch.config.syntax.brackets import Brackets, Opened


def take(text, *, texts=True):
    brackets = Brackets(texts=texts)
    for row, line in enumerate(text.split("\n")):
        brackets.take(line, row)
    return brackets


def opened(text):
    return [(o.row, o.column, o.sign) for o in take(text).opened]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1", []),
        ("a = [", [(0, 5, "[")]),
        ("a = [\n  { b = 1", [(0, 5, "["), (1, 3, "{")]),
        ("a = [ { b = [", [(0, 5, "["), (0, 7, "{"), (0, 13, "[")]),
        ("a = [1, 2]", []),
        ("a = [\n1,\n]", []),
        ('a = ["]", "["', [(0, 5, "[")]),
        ("a = [']'", [(0, 5, "[")]),
        ("a = [ # ]", [(0, 5, "[")]),
        ('a = ["\\"]"', [(0, 5, "[")]),
        ("a = ['\\']", []),
        ('a = ["x]', [(0, 5, "[")]),
        ('a = """\nx = [', [(0, 5, '"""')]),
        ('a = """\n[""" ', []),
        ('a = """\n[\\"""', [(0, 5, '"""')]),
        ('a = """x"""""', []),
        ("a = '''\n''''", []),
        ("a = '''\n\\'''", []),
        ('a = ["""\n]""", [', [(0, 5, "["), (1, 7, "[")]),
        ("a = ] }", []),
        ("a = { b = ]", [(0, 5, "{")]),
        ("a = [ { b = 1 ]", []),
    ],
)
def test_open_brackets_and_texts_are_known_with_their_place(text, expected):
    assert opened(text) == expected


def test_without_texts_over_lines_the_quotes_close_with_their_line_and_are_remembered():
    brackets = take('a = ["""x\n"y"]\nb = """', texts=False)
    assert brackets.opened == []
    assert brackets.endless == Opened(0, 6, '"""')


def test_a_list_within_a_list_that_takes_the_bracket_of_a_later_line_is_remembered():
    assert take("a = [\n 1, [\n 2,\n]").nested == Opened(1, 5, "[")
    assert take("a = [\n [1, 2],\n]").nested is None


def test_the_first_quote_that_its_line_does_not_close_is_remembered():
    assert take("a = [\n 'x,\n \"y,\n]").unclosed == Opened(1, 2, "'")
    assert take("a = 'x' # it's").unclosed is None
    assert take('a = "x" "').unclosed == Opened(0, 9, '"')


def test_a_text_is_told_from_a_bracket():
    assert take('a = """').in_text
    assert not take("a = [").in_text
