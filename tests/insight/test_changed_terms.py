"""The words by which a changed theme finds other things than before, and the letters by which others are left aside."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servwatch.insight.changed_terms import ChangedTerms
from servwatch.insight.normalise import fold
from servwatch.insight.terms import CompiledTerm, parse_term
from servwatch.insight.themes import COMPOUND_LENGTH
from servwatch.insight.vocabulary import Vocabulary
from servwatch.insight.word_seeds import Seeds
from servwatch.model import Source, Term, Theme

BEFORE = Theme(
    "t", {"nl": "T"}, {"nl": (Term("werk"), Term("loon")), "en": (Term("work"),)}, {"": ("netwerk",)}
)

FORMS = {
    "nl": "loon lonen minimumloon haven havens zeehavens bedrijf bedrijven raad raden huis huizen staat staten taal talen "
    "aap apen gezin gezinnen wet wetten wetgeving belasting belastingen vakbond vakbonden gezondheid gezondheidszorg zorg "
    "sociaal sociale overleg loonoverleg milieu milieus werk thuiswerk werken gelijkheid gelijkheden",
    "en": "labour labor center centre ageing aging program programme programmes defence defense strike striking union "
    "unions policy policies harbour harbor organisation organization tax taxes enrolment enrollment",
    "fr": "emploi emplois grève grèves travailleur travailleuse salarié salariée œuvre oeuvres minimum minima social "
    "sociaux chômage syndicat syndicats égalité inégalités",
    "de": "lohn löhne mindestlohn arbeit arbeiten gewerkschaft gewerkschaften straße strassen recht arbeitsrecht",
}  # fmt: skip


def terms(theme, *texts, language="nl"):
    return replace(theme, terms=theme.terms | {language: tuple(map(Term, texts))})


@pytest.mark.parametrize("language", FORMS)
def test_no_word_that_a_term_finds_is_left_aside(language):
    words = FORMS[language].split()
    for text in [
        *words,
        *(f"{word[:4]}*" for word in words),
        *(f"*{word[-4:]}" for word in words),
        *(f"={w}" for w in words),
    ]:
        term = parse_term(text, language)
        if not isinstance(term, CompiledTerm):
            continue
        seeds, vocabulary = (
            Seeds(language, term.words),
            Vocabulary(language, term.words, compound_length=COMPOUND_LENGTH),
        )
        found = [word for word in words if vocabulary.look_up(word)]
        assert found, text
        assert [word for word in found if not seeds.may(fold(word))] == [], text


@given(
    st.sampled_from(sorted(FORMS)),
    st.text(st.characters(categories=("Ll",), max_codepoint=0x17F), min_size=2, max_size=9),
    st.sampled_from(["", "s", "en", "e", "heid", "es", "ing"]),
)
@settings(max_examples=300, deadline=None)
def test_nor_any_word_made_up(language, stem, ending):
    term = parse_term(stem, language)
    if isinstance(term, CompiledTerm):
        vocabulary = Vocabulary(language, term.words, compound_length=COMPOUND_LENGTH)
        for word in (stem + ending, f"arbeids{stem}", f"{stem}beleid"):
            if vocabulary.look_up(word):
                assert Seeds(language, term.words).may(fold(word)), (stem, word)


def test_only_what_differs_is_sought():
    changed = ChangedTerms(BEFORE, terms(BEFORE, "werk", "haven"))
    assert changed.stands_in("De havens groeien", "")
    assert changed.stands_in("Lonen dalen", "")
    assert not changed.stands_in("Werk en netwerk, work", "")
    assert not ChangedTerms(BEFORE, replace(BEFORE, name={"nl": "U"}))


def test_with_another_threshold_every_term_counts_and_so_does_a_source_that_speaks_for_it():
    changed = ChangedTerms(BEFORE, replace(BEFORE, threshold=2.0))
    assert changed.stands_in("work", "")
    sources = [
        Source("a", "A", "a", "feed", "https://a", themes=("t",)),
        Source("b", "B", "b", "feed", "https://b"),
    ]
    assert changed.hinting(sources) == {"a"}
    assert not ChangedTerms(BEFORE, terms(BEFORE, "x")).hinting(sources)


def test_the_words_of_each_phrase_are_told_apart():
    changed = ChangedTerms(BEFORE, terms(BEFORE, "werk", "loon", "sociale haven"))
    (phrase,) = changed.words_sought(["havenbeleid", "sociaal", "klimaat", "haven"])
    assert sorted(map(sorted, phrase)) == [["haven", "havenbeleid"], ["sociaal"]]
