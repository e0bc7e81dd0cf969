"""Table headers: what one says, and what a damaged one was meant to be."""

import pytest

from servwatch.config.syntax.headers import KNOWN, MANY, Header, meant_header, one_of, read_header


@pytest.mark.parametrize(
    ("line", "path", "many"),
    [
        ("[fetch]", ("fetch",), False),
        ("[[source]]", ("source",), True),
        ("  [ source . item_kind ] # note", ("source", "item_kind"), False),
        ('[["a.b".c]]', ("a.b", "c"), True),
        ("[1.2]", ("1", "2"), False),
    ],
)
def test_a_header_is_read(line, path, many):
    assert read_header(line) == Header(path, many=many)


@pytest.mark.parametrize(
    "line", ["", "a = 1", "# [fetch]", "[fetch", "[[fetch]", "[fetch] x", "[]", "[a..b]", "\x0b[fetch]"]
)
def test_what_is_no_header_is_not_read_as_one(line):
    assert read_header(line) is None


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("[[source]", "[[source]]"),
        ("[source]]", "[[source]]"),
        ("source]]", "[[source]]"),
        ("[[source", "[[source]]"),
        ("[[sorce]]", "[[source]]"),
        ("[s[ource]]", "[[source]]"),
        ("[[ source ] ] # of mine", "[[source]]"),
        ("((source))", "[[source]]"),
        ("[fetch", "[fetch]"),
        ("[mial]", "[mail]"),
        ("[servwach]", "[servwatch]"),
        ("[source.item_kind", "[source.item_kind]"),
        ("[[members]]", "[[member]]"),
    ],
)
def test_a_damaged_header_is_known_again(line, meant):
    assert str(meant_header(line)) == meant


@pytest.mark.parametrize(
    "line",
    [
        "",
        "source",
        "# [[source]]",
        "[[x]]",
        "garbage]",
        '["source"]',
        "[1, 2]",
        "source = 1",
        "[",
        "]]",
        "[[.]]",
        "[fetch]=1",
    ],
)
def test_what_resembles_no_header_is_not_taken_for_one(line):
    assert meant_header(line) is None


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_table_has_its_number_of_brackets(name):
    assert str(Header.of(name)) == (f"[[{name}]]" if name in MANY else f"[{name}]")


def test_what_may_stand_there_is_listed_as_headers():
    assert one_of(("fetch", "source")) == "one of [fetch], [[source]]"
    assert one_of(("member",)) == "[[member]]"
