"""The statements of a broken text: where each begins and ends."""

import pytest

from servwatch.config.syntax.statements import is_content, key_path, statements


def split(text):
    return [(s.first, s.last, s.kind) for s in statements(text.split("\n"))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n \t\n# note\n", []),
        ("[a]\nb = 1", [(0, 0, "header"), (1, 1, "pair")]),
        ("a = [\n 1,\n\n # note\n 2,\n]\nb = 1", [(0, 5, "pair"), (6, 6, "pair")]),
        ("a = [\n 1,\nb = 1", [(0, 1, "pair"), (2, 2, "pair")]),
        ("a = [\n 1,\n\n# note\n[[source]]", [(0, 1, "pair"), (4, 4, "header")]),
        ("a = [\n 1,\n[sorce]", [(0, 1, "pair"), (2, 2, "header")]),
        ('a = [\n ["b"],\n]', [(0, 2, "pair")]),
        ('a = [\n "b = c",\n]', [(0, 2, "pair")]),
        ('a = [\n "b, "=c",\n]', [(0, 2, "pair")]),
        ('a = ["x"\n"b" = ["y"]', [(0, 0, "pair"), (1, 1, "pair")]),
        ('a = """\nb = 1\n[x]\n"""\nc = 1', [(0, 3, "pair"), (4, 4, "pair")]),
        (
            'a = """\nb = 1\n[[source]]\nc = 1',
            [(0, 0, "pair"), (1, 1, "pair"), (2, 2, "header"), (3, 3, "pair")],
        ),
        ("a = '''\nb = 1", [(0, 0, "pair"), (1, 1, "pair")]),
        ('a = ["""x", "y",\n "z",\n]\nb = 1', [(0, 2, "pair"), (3, 3, "pair")]),
        ("garbage\n]\na", [(0, 0, "debris"), (1, 1, "debris"), (2, 2, "debris")]),
        ("a b [\n 1,\n]\nc = 1", [(0, 2, "debris"), (3, 3, "pair")]),
        ("\"a.b\" . c = 1\n'd'=2", [(0, 0, "pair"), (1, 1, "pair")]),
        ("\x0c\n\xa0", [(0, 0, "debris"), (1, 1, "debris")]),
        ("# bell \x07", [(0, 0, "debris")]),
    ],
)
def test_a_text_is_split_into_statements(text, expected):
    assert split(text) == expected


@pytest.mark.parametrize(
    ("line", "content"), [("a", True), (" # a", False), (" \t ", False), ("#\x00", True), ("\r", True)]
)
def test_a_line_holds_something_or_only_blanks_and_a_comment(line, content):
    assert is_content(line) is content


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("a = 1", ("a",)),
        ('a . "b.c" = [', ("a", "b.c")),
        ("a", ()),
        ("a..b = 1", ()),
        ("é = 1", ()),
        ("= 1", ()),
        ("[a]", ()),
    ],
)
def test_the_key_of_a_line_is_read_step_by_step(line, path):
    assert key_path(line) == path
