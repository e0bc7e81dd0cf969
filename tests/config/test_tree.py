"""The tree of a TOML text: the same values as tomllib's, each with the place where it stands."""

import math
import tomllib
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from servwatch.config.syntax.tree import Node, read_document, toml_text
from tests import examples
from tests.config.toml_documents import documents

ENDS = "\n,]}# \t"


def read(text):
    document = read_document("feeds.toml", text)
    assert document.problems == ()
    return document.root


def scalars(node):
    if isinstance(node.value, dict):
        for child in node.value.values():
            yield from scalars(child)
    elif isinstance(node.value, list):
        for child in node.value:
            yield from scalars(child)
    else:
        yield node


def same(one, other):
    """Equal values of equal types; nan equals nan."""
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def stands_at(text, place, value):
    """Whether a value begins exactly at the place."""
    lines = text.replace("\r\n", "\n").split("\n")
    line, column = place
    before = lines[line - 1][: column - 1]
    if before and before[-1] not in "=[{, \t":
        return False
    rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
    ends = [n for n, char in enumerate(rest) if char in ENDS] + [len(rest)]
    return any(same(value, read_alone(rest[:end])) for end in ends if end)


def read_alone(text):
    try:
        return tomllib.loads(f"x = {text}\n")["x"]
    except tomllib.TOMLDecodeError:
        return None


def reads(text):
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


@settings(max_examples=examples.of(300), deadline=None)
@given(documents())
def test_the_values_are_those_of_tomllib_and_stand_where_the_tree_says(text):
    values = reads(text)
    assume(values is not None)
    root = read(text)
    assert same(root.plain(), values)
    for node in scalars(root):
        assert stands_at(text, node.at, node.value), (node.path, node.at)


def steps_written_at(text, place):
    """The steps of the key, or of the header, that begins at the place."""
    lines = text.replace("\r\n", "\n").split("\n")
    line = lines[place[0] - 1][place[1] - 1 :]
    if line.startswith("["):
        written = [line[:end] for end in range(len(line) + 1)]
    else:
        written = [f"{line[:end]}= 0" for end, char in enumerate(line) if char == "="]
    below = next(values for piece in written if (values := reads(piece)))
    steps = []
    while isinstance(below, dict) and below:
        (step, below), *_ = below.items()
        steps.append(step)
    return steps


@settings(max_examples=examples.of(150), deadline=None)
@given(documents())
def test_every_key_and_every_header_begins_where_the_tree_says(text):
    assume(reads(text) is not None)

    def check(node):
        children = node.value.values() if isinstance(node.value, dict) else node.value
        for child in children if isinstance(node.value, dict | list) else ():
            if isinstance(child.path[-1], str):
                assert child.path[-1] in steps_written_at(text, child.key_at)
            check(child)

    check(read(text))


@given(st.text() | st.text("[]{}\"'=#.,\n\\ab1-"))
@settings(max_examples=examples.of(500), deadline=None)
def test_no_text_at_all_raises(text):
    document = read_document("feeds.toml", text)
    assert isinstance(document.root.value, dict)
    assert bool(document.problems) == (reads(text.removeprefix("\ufeff")) is None)


@given(
    st.lists(
        st.sampled_from(
            ["[[source]]", "[fetch]", 'id = "a"', "x = [", '"""', "]", "'", "a.b = 1", "a = 2", "{"]
        )
    )
)
@settings(max_examples=examples.of(500), deadline=None)
def test_no_heap_of_half_statements_raises_and_what_is_read_was_written(lines):
    text = "\n".join(lines)
    document = read_document("feeds.toml", text)
    assert bool(document.problems) == (reads(text) is None)
    for problem in document.problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


@pytest.mark.parametrize(
    ("text", "path", "key_at", "at"),
    [
        ('a = "x"', ("a",), (1, 1), (1, 5)),
        ('\ta\t=\t"x"', ("a",), (1, 2), (1, 6)),
        ('"é漢🦉" = "x" ', ("é漢🦉",), (1, 1), (1, 9)),
        ('a = { "é" = "🦉", b = 1 }', ("a", "b"), (1, 18), (1, 22)),
        ('a = "x"  # [b]\r\nc = 1\r\n', ("c",), (2, 1), (2, 5)),
        ("\ufeffa = 1", ("a",), (1, 1), (1, 5)),
        ("a = 1 # one", ("a",), (1, 1), (1, 5)),
        ("a = [ # one\n  1, # é\n 2 ] # two", ("a", 1), (3, 2), (3, 2)),
        ('terms.nl = [\n  "é", "b",\n]', ("terms", "nl", 1), (2, 8), (2, 8)),
        ("terms.nl = []\nterms.en = [1]", ("terms",), (1, 1), (1, 1)),
        ('"a.b".c = 1', ("a.b", "c"), (1, 1), (1, 11)),
        ('a = { "b c" = { d = [{ e = 1 }] } }', ("a", "b c", "d", 0, "e"), (1, 24), (1, 28)),
        ('a = """x = 1\nb = 2 \\""" """\nb = 3', ("b",), (3, 1), (3, 5)),
        ("[x]\n\n  [x.y] # z\n  k = 1", ("x", "y"), (3, 3), (3, 3)),
        ("[x]\n\n  [x.y] # z\n  k = 1", ("x", "y", "k"), (4, 3), (4, 7)),
        ("[x.y]\nk = 1", ("x",), (1, 1), (1, 1)),
        ("[x.y]\nk = 1\n[x]", ("x",), (3, 1), (3, 1)),
        ("[[s]]\na = 1\n[s.t]\nb = 1\n[[s]]\n[s.t]\nb = 2", ("s", 1, "t", "b"), (7, 1), (7, 5)),
        ("[[s]]\na = 1\n[s.t]\nb = 1\n[[s]]\n[s.t]\nb = 2", ("s", 1), (5, 1), (5, 1)),
        ("[[s]]\n[[s.t]]\n[[s.t]]\na = 1", ("s", 0, "t", 1, "a"), (4, 1), (4, 5)),
        ('[["s"]]\na = 1', ("s", 0, "a"), (2, 1), (2, 5)),
    ],
)
def test_a_key_and_its_value_have_their_places(text, path, key_at, at):
    node = read(text)
    for step in path:
        node = node.child(step)
    assert (node.key_at, node.at) == (key_at, at)


def test_a_path_that_does_not_exist_has_the_place_of_the_table_around_it():
    root = read("[x]\na = 1\n\n[[y]]\nb = [1]")
    assert root.source.of(("x", "nothing", 3)) == ((1, 1), (1, 1))
    assert root.source.of(("y", 0, "b", 7)) == ((5, 1), (5, 5))
    assert root.source.of(("nothing",)) == ((1, 1), (1, 1))


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("[x]\na = 1", ("x",), True),
        ("[[x]]\na = 1", ("x",), True),
        ("[[x]]\na = 1", ("x", 0), True),
        ("x = { a = 1 }", ("x",), False),
        ("x.y.a = 1", ("x", "y"), False),
        ("[x]\na = 1", ("x", "a"), False),
    ],
)
def test_only_a_table_under_brackets_has_a_header(text, path, expected):
    node = read(text)
    for step in path:
        node = node.child(step)
    assert node.has_header is expected


@pytest.mark.parametrize(("step", "found"), [("a", True), ("b", False), (0, False)])
def test_a_child_of_a_table_is_found_by_its_key(step, found):
    assert (read("a = 1").child(step) is not None) is found


@pytest.mark.parametrize(("step", "found"), [(0, True), (1, False), (-1, False), ("a", False)])
def test_a_child_of_a_list_is_found_by_its_number(step, found):
    assert (read("a = [1]").child("a").child(step) is not None) is found


def test_a_scalar_has_no_children():
    assert read("a = 1").child("a").child("b") is None


def test_the_last_line_of_a_table_is_that_of_its_last_value():
    root = read("a = 1\n[x]\nb = [\n  1,\n  2,\n]\n\n# end")
    assert root.child("x").last_line() == 5
    assert root.child("a").last_line() == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (1, "1"),
        (2.5, "2.5"),
        ("x", '"x"'),
        ("a\nb", '"a\\nb"'),
        ("\x1b[31m", '"\\x1b[31m"'),
        ("é", '"é"'),
        ("y" * 61, '"' + "y" * 57 + '..."'),
        ("y" * 60, '"' + "y" * 60 + '"'),
        (date(2026, 11, 27), "2026-11-27"),
        (time(7, 0), "07:00:00"),
        (datetime(2026, 11, 27, 7, tzinfo=UTC), "2026-11-27 07:00:00+00:00"),
        ("postgresql+psycopg://me:s3cret@db/x", '"postgresql+psycopg://me:...@db/x"'),
        ("http://me:a@b@proxy", '"http://me:...@proxy"'),
        ("postgresql://me:a/b@host/db", '"postgresql://me:...@host/db"'),
    ],
)
def test_a_scalar_is_told_as_it_stands_in_the_file_short_and_without_its_password(value, text):
    assert toml_text(value) == text


def test_tables_and_lists_are_told_by_their_sort():
    root = read("a = {}\nb = []\nc = 1")
    assert [root.child(key).described() for key in "abc"] == ["a table", "a list", "1"]


def test_a_node_is_a_value_that_cannot_be_changed():
    with pytest.raises(AttributeError):
        read("a = 1").value = {}
    assert isinstance(read("a = 1").child("a"), Node)
