"""What staff may write as a term, and how they are told what is wrong with it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.terms import LONGEST, CompiledTerm, How, TermFault, parse_term
from servwatch.model import Term


def words_of(text):
    compiled = parse_term(text, "nl")
    assert isinstance(compiled, CompiledTerm), compiled
    return [(word.text, word.how) for word in compiled.words]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sociale partners", [("sociale", How.FORM), ("partners", How.FORM)]),
        ("égalité", [("egalite", How.FORM)]),
        ("l'emploi", [("l", How.FORM), ("emploi", How.FORM)]),
        ("R&D", [("r", How.FORM), ("d", How.FORM)]),
        ("=cao", [("cao", How.EXACT)]),
        ("=Nationale Arbeidsraad", [("nationale", How.EXACT), ("arbeidsraad", How.EXACT)]),
        ("=WHO", [("WHO", How.CAPITALS)]),
        ("=DG EMPL nieuws", [("DG", How.CAPITALS), ("EMPL", How.CAPITALS), ("nieuws", How.EXACT)]),
        ('"WHO"', [("who", How.EXACT)]),
        ("“sociaal overleg”", [("sociaal", How.EXACT), ("overleg", How.EXACT)]),
        ("«dialogue social»", [("dialogue", How.EXACT), ("social", How.EXACT)]),
        ("loon*", [("loon", How.PREFIX)]),
        ("*loon", [("loon", How.SUFFIX)]),
        ("*loon*", [("loon", How.INFIX)]),
        ("Europese fonds*", [("europese", How.FORM), ("fonds", How.PREFIX)]),
        ("l'emploi*", [("l", How.FORM), ("emploi", How.PREFIX)]),
    ],
)
def test_each_way_of_writing_a_term_is_understood(text, expected):
    assert words_of(text) == expected


def test_only_the_last_word_of_a_plain_term_may_stand_in_a_compound():
    compiled = parse_term("kunstmatige intelligentie", "nl")
    assert [word.last for word in compiled.words] == [False, True]


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("   ", 0),
        ("--", 0),
        ("=", 1),
        ('"', 0),
        ('"sociaal', 7),
        ('sociaal "overleg"', 8),
        ("== cao", 1),
        ("=loon*", 5),
        ("werk|job", 4),
        ("w*", 0),
        ("sociaal ab*", 8),
        ("arb*markt", 3),
        ("loon *", 5),
        ("x" * (LONGEST + 1), LONGEST),
    ],
)
def test_a_fault_is_a_value_with_its_place(text, position):
    fault = parse_term(text, "nl")
    assert isinstance(fault, TermFault)
    assert (fault.text, fault.position, fault.part) == (text, position, "term")
    assert fault.message.endswith(".")


@pytest.mark.parametrize(
    ("term", "part"),
    [
        (Term("werk", weight=0.0), "weight"),
        (Term("werk", weight=-1.0), "weight"),
        (Term("werk", weight=math.nan), "weight"),
        (Term("werk", weight=math.inf), "weight"),
        (Term("werk", gap=2), "gap"),
        (Term("werk", near=5), "near"),
        (Term("sociaal overleg", gap=-1), "gap"),
        (Term("sociaal overleg", gap=1000), "gap"),
        (Term("sociaal overleg", near=1), "near"),
        (Term("sociaal overleg", near=1000), "near"),
        (Term("sociaal overleg", gap=2, near=5), "gap"),
        (Term("gelijkheid", exclude=("mogelijkheid", "m*")), "exclude"),
        (Term("gelijkheid", requires=("|",)), "requires"),
    ],
)
def test_a_fault_says_which_part_of_the_table_it_is_in(term, part):
    fault = parse_term(term, "nl")
    assert isinstance(fault, TermFault)
    assert fault.part == part


@given(st.text(max_size=60) | st.text(alphabet="ab *=\"“|-'é", max_size=12))
def test_whatever_is_written_gives_words_or_a_fault_within_it(text):
    result = parse_term(text, "fr")
    if isinstance(result, TermFault):
        assert 0 <= result.position <= len(text)
    else:
        assert result.words
