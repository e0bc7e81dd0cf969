"""Lines of a labelled file: what is an item, and what is told of a line that is none."""

import json

from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.labelled import LabelledItem, LineFault, read_labelled


def line(**keys):
    return json.dumps(keys).encode() + b"\n"


def test_the_labels_stand_under_themes_or_else_under_labels():
    lines = [
        line(id="a", language="nl", title="Een", summary="", themes=["x"], labels=["y"]),
        line(id="b", language="nl", title="Twee", themes=[], labels=["y"]),
        line(id=3, language="nl", summary="Drie", labels=["y", "z"]),
    ]
    assert list(read_labelled(lines)) == [
        LabelledItem("a", "nl", "Een", "", frozenset("x")),
        LabelledItem("b", "nl", "Twee", "", frozenset()),
        LabelledItem("3", "nl", "", "Drie", frozenset("yz")),
    ]


def test_another_key_may_be_asked_for():
    lines = [line(title="a", themes=["x"], main=["m"]), line(title="b", themes=["x"])]
    first, second = read_labelled(lines, key="main")
    assert first.labels == {"m"}
    assert second == LineFault(2, "there is no main")


def test_each_line_that_is_no_item_is_told_with_its_number():
    lines = [
        b"\n",
        b"{\n",
        b"[]\n",
        b"\xff\n",
        line(title=3, labels=[]),
        line(title=" ", labels=[]),
        line(title="a"),
        line(title="a", labels="x"),
        line(title="a", labels=[1]),
        b"[" * 100_000,
        b" " * 9 + b'{"title": "a", "labels": [], "x": "' + b"x" * 10_000_000 + b'"}',
        line(title="a", language=None, labels=[]),
    ]
    *faults, item = read_labelled(lines)
    assert faults == [
        LineFault(2, "the line is no JSON"),
        LineFault(3, "the line is no JSON object"),
        LineFault(4, "the line is not in UTF-8"),
        LineFault(5, "title is no text"),
        LineFault(6, "there is neither a title nor a summary"),
        LineFault(7, "there are neither themes nor labels"),
        LineFault(8, "labels is no list of texts"),
        LineFault(9, "labels is no list of texts"),
        LineFault(10, "the line is no JSON"),
        LineFault(11, "the line is longer than 10 MB"),
    ]
    assert item == LabelledItem("", "", "a", "", frozenset())


def test_a_byte_order_mark_is_no_fault():
    assert [one.title for one in read_labelled([b"\xef\xbb\xbf" + line(title="a", labels=[])])] == ["a"]


@given(
    st.lists(
        st.one_of(
            st.binary(),
            st.recursive(st.none() | st.integers() | st.text(), st.lists).map(
                lambda value: json.dumps({"title": value, "labels": value}).encode()
            ),
        )
    )
)
def test_whatever_stands_there_is_an_item_or_a_fault(lines):
    read = list(read_labelled(lines))
    assert all(isinstance(one, LabelledItem | LineFault) for one in read)
    assert len(read) == sum(bool(one.strip()) for one in lines)
