"""What cannot be read is told once, on its own line, and everything around it is still read."""

import pytest

from servwatch.config.syntax.mending import mend


def told(text):
    """The faults without the file and the severity."""
    return [str(problem).removeprefix("f:").replace(": error:", "") for problem in mend("f", text).problems]


def values(text):
    return mend("f", text).values


NOT_CLOSED = "the text is not closed on its line; expected a closing quote"
NO_COMMA = "the list goes on without a comma, or is not closed; expected a comma or ]"
NO_EQUALS = "the key has no = after it; expected key = value"
NO_VALUE = (
    "this is no value; expected a text in quotes, a number, true or false, a date, a [list] or a { table }"
)
NO_KEY = "this belongs to no key: the line above closes its list or text, or has lost its key"
NOTHING_MORE = "nothing more can stand here; expected a new line; a text needs quotes around it"
NEITHER = 'this is neither a header nor a key; expected [table], or key = "value"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # texts
        ('a = "x\nb = 1', [f"1:5 {NOT_CLOSED}"]),
        ("a = 'x\nb = 1", ["1:5 the text is not closed; expected a closing quote"]),
        ('a = ["é", "y]\nb = 1', [f"1:11 {NOT_CLOSED}"]),
        ('a = [\n  "x\n  "y",\n]\nb = 1', [f"2:3 {NOT_CLOSED}"]),
        ('a = """\n[mail]\nb = 1', ['1:5 the text that opens here with """ is not closed']),
        ('a = ["""x", "y"]\nb = 1\nc = """ok"""', ['1:6 the text that opens here with """ is not closed']),
        (
            'a = "\\q"\nb = 1',
            ["1:6 a \\ in a text must be doubled; expected \\\\, or 'single quotes' around the text"],
        ),
        # lists and tables
        ('a = [\n  "x" # é\n  "y",\n]\nb = 1', [f"2:6 {NO_COMMA} (see line 3)"]),
        ('a = [\n  "x" "y",\n]\nb = 1', [f"2:7 {NO_COMMA}"]),
        (
            'a = [\n  "x",\n\nb = 1',
            ["2:7 the list of line 1 is not closed; expected ] (see line 1) (see line 3)"],
        ),
        (
            'a = [\n  "x", # y\n# ]\n[mail]\nb = 1',
            ["2:7 the list of line 1 is not closed; expected ] (see line 1) (see line 3)"],
        ),
        ('a = ["x", "y"\nb = 1', ["1:14 the list of line 1 is not closed; expected ]"]),
        ("b = 1\na = [", ["2:6 the list of line 2 is not closed; expected ]"]),
        (
            'a = [\n  "x", [\n  "y",\n]\nb = 1',
            ["4:2 the list of line 1 is not closed; expected ] (see line 1) (see line 2) (see line 5)"],
        ),
        (
            "a = [\n { c = 1,\n { d = 1 },\n]\nb = 1",
            ["2:10 this cannot be a key; expected a word, or a text in quotes"],
        ),
        (
            "a = [\n { c = 1 ],\n]\nb = 1",
            ["2:10 the table goes on without a comma, or is not closed; expected a comma or }"],
        ),
        ("a = { c = 1, c = 2 }\nb = 1", ["1:19 a key is given twice in the table; expected each key once"]),
        # pieces of a list that lost its begin
        ('a = ["x"]\n  "y",\n]\nb = 1', [f"2:3 {NO_KEY} (see line 1)"]),
        ('a = []\n  "x",\n  "y",\n]\nb = 1', [f"2:3 {NO_KEY} (see line 1)"]),
        ('#a = [\n  "x",\n  "y",\n]\nb = 1', [f"2:3 {NO_KEY} (see line 1)"]),
        ('"x",\n]\nb = 1', [f"1:1 {NO_KEY}"]),
        ('a [\n  "x",\n  "y",\n]\nb = 1', [f"1:3 {NO_EQUALS}"]),
        ('a =\n  "x",\n  "y",\n]\nb = 1', [f"1:4 {NO_VALUE}"]),
        # keys and values
        ("a = x\nc = y\nb = 1", [f"1:5 {NO_VALUE}", f"2:5 {NO_VALUE}"]),
        ('a "1"\nc "2"\nb = 1', [f"1:3 {NO_EQUALS}", f"2:3 {NO_EQUALS}"]),
        ("schedule = 0 7 * * fri\nb = 1", [f"1:14 {NOTHING_MORE}"]),
        ("until = 2027-13-01\nb = 1", ["1:9 there is no such date; expected a date such as 2026-11-27"]),
        ("a..c = 1\nb = 1", ["1:3 this cannot be a key; expected a word, or a text in quotes"]),
        ("= 1\nb = 1", [f"1:1 {NEITHER}"]),
        ("é = 1\nb = 1", [f"1:1 {NEITHER}"]),
        ("\xa0a = 1\nb = 1", [f"1:1 {NEITHER}"]),
        ("a = 99999999999999999999\nb = 1", ["1:1 a number is too large"]),
        ("a = " + "[" * 60 + "]" * 60 + "\nb = 1", ["1:1 tables or lists are nested too deeply"]),
        (
            "# bell \x07\nb = 1",
            ["1:8 there is a character that cannot be seen; expected no control characters"],
        ),
        # a text that lost the line with its key and opening quotes
        ("# a = '''\nSELECT x WHERE {\n  one = 2 }\n'''\nb = 1", [f"2:1 {NO_KEY} (see line 1)"]),
        ('\nsome words\n"""\nb = 1', [f"2:1 {NO_KEY} (see line 1)"]),
        # line ends and the mark of a byte order do not shift columns
        ("c = 1\r\na 1\r\nb = 1\r\n", [f"2:3 {NO_EQUALS}"]),
        ("\ufeffa 1\nb = 1", [f"1:3 {NO_EQUALS}"]),
    ],
)
def test_a_fault_is_told_at_its_place_and_the_next_key_is_read(text, expected):
    assert told(text) == expected
    found = values(text)
    assert found.get("mail", found)["b"] == 1


HEADED = '[[source]]\nid = "a"\nurl = "u"\n'


@pytest.mark.parametrize(
    ("text", "expected", "sources"),
    [
        (HEADED + '[[sorce]\nid = "b"', ["4:8 the header is not closed; expected [[source]]"], ["a", "b"]),
        (HEADED + 'source]]\nid = "b"', ["4:7 the key has no = after it; expected key = value"], ["a", "b"]),
        (
            HEADED + '[source]\nid = "b"',
            ["4:1 [source] has single brackets; expected [[source]]"],
            ["a", "b"],
        ),
        (HEADED + 'garbage\nid = "b"\nurl = 1', [f"4:8 {NO_EQUALS}"], ["a"]),
        (
            HEADED + '[[nonsense]\nid = "b"\nurl = 1',
            ["4:11 the header is not closed; expected [table] or [[table]]"],
            ["a"],
        ),
        (
            HEADED + "# [[source]]\nid = 'b'\nname = 'n'\nurl = 'v'",
            [
                "5:1 'id' and what follows is given twice: is a header missing above?; expected [[source]] (see line 4) (see line 2)"
            ],
            ["a"],
        ),
        (
            HEADED + 'url = "v"',
            ["4:1 the key 'url' is given twice; expected each key once (see line 3)"],
            ["a"],
        ),
        (
            HEADED + "url.x = 1",
            ["4:1 the key 'url.x' clashes with 'url'; expected each key once (see line 3)"],
            ["a"],
        ),
        (
            HEADED + "[source.url]\nx = 1",
            ["4:1 [source.url] is given twice; expected each table once (see line 3)"],
            ["a"],
        ),
        (
            '[source.item_kind]\nx = "y"\n' + HEADED,
            ["1:1 no [[source]] stands above [source.item_kind]; expected [[source]] first"],
            ["a"],
        ),
        (
            "[fetch]\npace = 1\n[fetch]\npace = 2\n" + HEADED,
            ["3:1 [fetch] is given twice; expected each table once (see line 1)"],
            ["a"],
        ),
        (
            "[fetch]\npace = 1\n[[fetch]]\npace = 2\n" + HEADED,
            [
                "3:1 [[fetch]] has double brackets; expected [fetch]",
                "3:1 [fetch] is given twice; expected each table once (see line 1)",
            ],
            ["a"],
        ),
    ],
)
def test_a_header_that_is_damaged_or_lost_keeps_its_keys_from_the_table_above(text, expected, sources):
    assert told(text) == expected
    assert [source["id"] for source in values(text)["source"]] == sources


def test_tables_that_are_given_in_any_order_do_not_clash():
    text = "[a.b]\nc = 1\n[a]\nd = 2\n[[e]]\n[e.f]\n[[e]]\n[e.f]\n"
    assert told(text) == []
    assert told(text + "x y\n") == [f"9:3 {NO_EQUALS}"]
    assert values(text + "x y\n")["e"] == [{"f": {}}, {"f": {}}]


def test_a_table_around_a_table_that_was_given_a_header_clashes_with_that_header():
    assert told("[a.b]\nc = 1\n[a]\nb = 2") == [
        "4:1 the key 'b' is given twice; expected each key once (see line 1)"
    ]


def test_the_lost_lines_tell_which_key_they_seem_to_have_set():
    text = '[[source]]\nid = "a"\nurl = "u\ngarbage\nbody.x = y\n'
    assert dict(mend("f", text).lost) == {3: "url", 4: "", 5: "body"}


def test_what_reads_well_is_left_as_it_is():
    text = "a = 1\n"
    mended = mend("f", text)
    assert (mended.text, mended.values, mended.problems, dict(mended.lost)) == (text, {"a": 1}, (), {})


def test_lines_keep_their_numbers_whatever_is_left_out():
    text = "a = [\n 1,\n\nb = 2\nx y\nc = 3"
    assert mend("f", text).text.split("\n") == ["", "", "", "b = 2", "", "c = 3"]
