"""Terms with faults are told beside all other faults, each at its place."""

import pytest

from servwatch.config import load, readable_terms
from servwatch.cycle.configuration import examine
from servwatch.model import Term

THEME = """\
[[theme]]
id = "work"
name = { nl = "Werk" }
terms.nl = ["werk", "w*rk", { term = "loon", weight = 0.5 }, 3, { trm = "x" }]
terms.en = "work"
"""


@pytest.fixture
def path(tmp_path):
    (tmp_path / "feeds.toml").write_text(THEME, encoding="utf-8")
    return tmp_path / "feeds.toml"


def test_terms_are_read_where_others_and_their_lists_cannot_be(path):
    found = list(readable_terms(load(path, environ={}).root))
    assert [w.term for w in found] == [Term("werk"), Term("w*rk"), Term("loon", 0.5)]
    assert {(w.theme, w.language) for w in found} == {("work", "nl")}
    assert found[2].place == (str(path), 4, 29)


def test_a_term_with_a_fault_is_told_among_the_others_in_the_order_of_the_file(path):
    problems = examine(path, {}).problems
    assert [(p.line, p.column) for p in problems] == [(4, 21), (4, 62), (4, 67), (5, 12)]
    assert (
        problems[0].text
        == "the term 'w*rk' of the theme 'work' cannot be read: Beside a star stand at least three letters."
    )


def test_a_term_with_a_fault_alone_leaves_no_settings(path):
    path.write_text(
        THEME.replace(', 3, { trm = "x" }', "").replace('terms.en = "work"\n', ""), encoding="utf-8"
    )
    result = examine(path, {})
    assert [(p.line, p.column) for p in result.problems] == [(4, 21)]
    assert result.settings is None


def test_terms_without_faults_leave_the_configuration_as_it_is(path):
    path.write_text(THEME.replace('"w*rk", ', "").split(", 3")[0] + "]\n", encoding="utf-8")
    result = examine(path, {})
    assert result.problems == ()
    assert result.require().themes[0].terms["nl"] == (Term("werk"), Term("loon", 0.5))


def test_odd_shapes_where_themes_and_terms_should_stand_are_passed_over(path):
    for text in ("theme = 3\n", "[[theme]]\nterms = 3\n", "[theme]\n", "[[theme]]\nterms.nl = { x = 1 }\n"):
        path.write_text(text, encoding="utf-8")
        assert list(readable_terms(load(path, environ={}).root)) == []
