"""Words are cut from the original, so their places are exact; folding takes away case and accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.normalise import fold, spans, words

western = st.text(alphabet="abcDEF éÉœŒßñüÏ0129_-'’“”–€.,;:!?\t\n\u00a0\u00ad\u0301\u200d")


@given(st.text() | western)
def test_the_words_stand_at_their_spans(text):
    assert words(text) == [text[start:end] for start, end in spans(text)]


@given(st.text() | western)
def test_folding_twice_is_folding_once(text):
    for word in words(text):
        assert fold(fold(word)) == fold(word)


@given(st.text() | western)
def test_a_folded_word_is_one_word_still(text):
    for word in words(text):
        assert words(fold(word)) in ([fold(word)], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'emploi et l’avenir", ["l", "emploi", "et", "l", "avenir"]),
        ("demandeurs d'asile", ["demandeurs", "d", "asile"]),
        ("e-learning", ["e", "learning"]),
        ("loon- en arbeidsvoorwaarden", ["loon", "en", "arbeidsvoorwaarden"]),
        ("cao's, R&D (2030)", ["cao", "s", "R", "D", "2030"]),
        ("toe.Trein 2116", ["toe", "Trein", "2116"]),
        ("snake_case", ["snake", "case"]),
        ("CO₂ en 5G", ["CO₂", "en", "5G"]),
        ("", []),
        (" – ", []),
    ],
)
def test_letters_and_digits_make_words_and_all_else_parts_them(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize("word", ["werk\u00adgelegenheid", "e\u0301galite\u0301", "zee\u200den"])
def test_marks_soft_hyphens_and_joiners_stay_in_their_word(word):
    assert words(f"de {word} is") == ["de", word, "is"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Égalité", "egalite"),
        ("E\u0301galite\u0301", "egalite"),
        ("ÉGALITÉ", "egalite"),
        ("Œuvre", "oeuvre"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("coördinatie", "coordinatie"),
        ("werk\u00adgelegenheid", "werkgelegenheid"),
        ("CO₂", "co2"),
        ("ﬁscaal", "fiscaal"),
        ("İstanbul", "istanbul"),
    ],
)
def test_case_accents_and_typographic_forms_fold_away(word, expected):
    assert fold(word) == expected
